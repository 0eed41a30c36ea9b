"""A dossier while it is being written: what was typed, what it means, what is still missing."""
