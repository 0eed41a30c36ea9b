"""Each measure once, as an expression over the rows of what happened: see `registry`."""
