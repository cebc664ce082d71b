"""Jobseekers: profile, limits, consent; hardship facts stored apart."""
