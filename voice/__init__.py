"""Calls by ear: sound in, turns taken, sound out. Knows nothing of what is talked about."""
