"""Checkpoints: who stands at the gate, since when, and what was seen there."""
