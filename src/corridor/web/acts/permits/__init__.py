"""How the acts on a permit look at the desk and on a timeline."""
