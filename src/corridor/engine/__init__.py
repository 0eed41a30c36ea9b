"""One pipeline for every write: load, decide, append, publish."""
