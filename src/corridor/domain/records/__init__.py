"""Requests for the record of a movement that nobody announced, and how they are answered."""
