"""Is it right? Language on labelled sets, conversations on their final records. Nothing of the house imports this."""
