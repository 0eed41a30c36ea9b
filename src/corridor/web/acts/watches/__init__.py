"""Watches as the desks show them, one file for each act."""
