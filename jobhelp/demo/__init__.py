"""The demo city: invented employers, openings, people and a year of what they did, written from `seed/demo`."""
