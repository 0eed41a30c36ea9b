"""Indicators: figures as they were reported, with their periods, bases, vintages and sources."""
