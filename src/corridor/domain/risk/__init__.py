"""Risk profiles: what a node looks for in movements, how it adds up, and what came of it."""
