"""The law of the corridor: pure functions and frozen structs."""
