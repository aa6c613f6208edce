"""Pictures of conversations: each agent type is one file that reads top to bottom."""
