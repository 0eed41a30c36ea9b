"""How the acts at a checkpoint look at its desk and on a timeline."""
