"""The demonstration: an invented world on real nodes. Nothing in it exists outside this program."""
