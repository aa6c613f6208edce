"""Every word sent to a model, and every phrase said without one, in English and German."""
