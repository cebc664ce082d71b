"""jobhelp: a city's employment assistance on one site.

Import nothing here: `import jobhelp.policy` or `jobhelp.matching` must never pull in Flask.
"""
