"""The public front door, and the pages that say who we are."""
