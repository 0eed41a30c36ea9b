"""Permits that were given outside of the corridor: how they come in, and what is told back."""
