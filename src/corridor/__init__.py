"""Digital Transit Corridor: one program, one language of events, one node per state."""
