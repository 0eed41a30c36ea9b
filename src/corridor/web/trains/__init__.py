"""Trains: a list of wagons at an office, of one movement or of many, acted on at once."""
