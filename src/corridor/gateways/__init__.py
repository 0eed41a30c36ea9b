"""Translators at the border of the system; they hold no rules."""
