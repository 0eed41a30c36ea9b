"""Requests for the record of a movement at the desks."""
