"""Complaints: what a carrier says of a barrier it met, to the state whose barrier it is."""
