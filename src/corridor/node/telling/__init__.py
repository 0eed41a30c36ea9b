"""What the node sends to people and to their systems, and how that goes."""
