"""Signing in, and the second step of it."""
