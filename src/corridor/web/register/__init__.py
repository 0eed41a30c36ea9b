"""The register: what its files say, what would change, and how its rows are shown."""
