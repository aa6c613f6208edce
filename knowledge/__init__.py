"""What the agents have read: documents taken apart into passages, and the passages that answer a question."""
