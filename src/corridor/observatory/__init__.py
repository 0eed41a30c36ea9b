"""What the corridor really does: measured on a node's own log, which it only reads."""
