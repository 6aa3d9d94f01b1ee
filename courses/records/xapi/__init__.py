"""The record store at `/xapi/`: xAPI 1.0.3 for other systems (xAPI-Communication, part three)."""
