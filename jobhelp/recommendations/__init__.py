"""Ranked lists for people: stored and on demand, with reasons."""
