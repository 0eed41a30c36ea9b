"""The report for a commission's secretary: what the pages tell of a period, as one PDF."""
