"""The doors over HTTP: who may knock, one call below, one shape back."""
