"""The ranker: plain arrays in, scores and true reasons out. No Flask, no SQLAlchemy, no other part of jobhelp.

facts.py        RankFacts, Query, Reference: what may be known        (start reading here)
posts.py        Posts: the openings as columns
evidence.py     Evidence: what other people did, cut at a moment
"""
