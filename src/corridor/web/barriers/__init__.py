"""Barriers, complaints and watches as pages show them."""
