"""The steps of a conversation, one verb a file; they change state and never decide where to go next."""
