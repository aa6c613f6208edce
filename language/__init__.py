"""What was said and how to say it, in English and German, without a model.

Pure functions of the words and of what the caller of the function knows (now, zone, what was just asked): no socket,
clock, model, database or environment. Every reader returns `values.Value`s, never raises on any Unicode string, and
says so when it doubts. `words` is the ground the readers share.
"""
