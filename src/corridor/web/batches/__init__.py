"""Many dossiers at once: one pattern, and a table with a row for each truck."""
