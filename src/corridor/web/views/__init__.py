"""States and rows turned into what the templates show."""
