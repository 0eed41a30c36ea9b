"""Books of a firm: what it declares again and again, kept at its own node and sent nowhere."""
