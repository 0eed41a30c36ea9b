"""Barriers: measures of a state that goods and vehicles meet, notified to all others."""
