"""One utterance in, one reply out, on any channel, once."""
