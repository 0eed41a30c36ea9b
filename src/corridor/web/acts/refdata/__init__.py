"""Reference lists of a state, as they are proposed, confirmed, dropped and read."""
