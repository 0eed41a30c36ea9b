"""One record, several declarations: which field of a dossier has which place in another system."""
