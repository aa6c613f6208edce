"""The outside world, one vendor or one engine a file: each turns what it wraps into types of ours at once."""
