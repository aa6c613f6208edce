"""The business as arithmetic: opening hours, seatings, tables, rooms and what they cost. Pure: no socket, clock, model,
database or environment. What a rule needs to know is passed in, the present moment included.
"""
