"""The law as code: plain facts in, a finding with reasons out. No Flask, no SQLAlchemy, no other part of jobhelp.

model.py        Answer, Finding: what an assessment says                        (start reading here)
facts.py        Facts: what is known about a person or firm; None is unknown
parameters.py   values in force on a date, each with its source and confidence
calendar.py     months and dates
retirement.py   the statutory retirement date
numbers.py      identity numbers and unified social credit codes
rules/          one Python file and one YAML a programme
assess.py       all programmes at once, and the case files
"""
