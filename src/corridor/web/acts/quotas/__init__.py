"""What the ministries do with a quota, one file for each act of the domain."""
