"""What is done beside the turns: documents are read, and what has had its time is cleared away."""
