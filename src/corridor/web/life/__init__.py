"""How a subject lives: what was said of it, who acts next, what of it stands still."""
