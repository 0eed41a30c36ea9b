"""Indicators, as they are stated, answered and read."""
