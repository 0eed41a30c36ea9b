"""Commitments: what states said they would do, as it was reported, and what became of it."""
