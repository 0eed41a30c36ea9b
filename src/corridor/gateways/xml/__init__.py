"""XML of other systems, read as hostile: whoever sends it, and whatever it is about."""
