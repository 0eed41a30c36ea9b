"""Is the store what the log says? Every leaf, every index, every state, row by row."""
