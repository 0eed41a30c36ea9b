"""Charts as SVG, drawn on the server: they need no scripts, and are the same on paper."""
