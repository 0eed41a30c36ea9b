"""Watches: a carrier is told of measures of the states and about the goods that it names."""
