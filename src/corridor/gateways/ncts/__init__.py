"""NCTS messages, read into the corridor's own consignment and back."""
