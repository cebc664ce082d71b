"""Staff rooms: reads across the slices, owns no table."""
