"""How a conversation stands: who is on the line, what is known, what was agreed. Pure; imports only language."""
