"""What an agent may do, called by model or node alike."""
