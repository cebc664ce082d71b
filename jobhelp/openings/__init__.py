"""The four kinds of opening: their life, lint, search and list."""
