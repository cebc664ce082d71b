"""What we keep about a person: see it, take a copy, erase it. Reads across the slices and owns no table."""
