"""Employers, their verification and their members."""
