"""Centralised publication: advertisements from other sources, read, checked, and published or held."""
