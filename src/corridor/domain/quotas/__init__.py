"""Quotas of road permits: two states agree on them, one issues, the other verifies."""
