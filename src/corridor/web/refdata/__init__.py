"""Reference lists of the own state: read from files, held against what counts, written again."""
