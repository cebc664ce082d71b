"""Imports: reading, normalising, comparing, applying, and the pages around them."""
