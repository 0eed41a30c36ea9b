"""How the acts on a movement look at the desks and on a timeline."""
