"""How the acts on a guarantee read on a timeline."""
