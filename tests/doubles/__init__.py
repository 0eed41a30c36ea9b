"""Doubles of other systems, written from public specifications: no code of ours is in them."""
