"""Quotas as pages show them, and how an application comes to ask out of one."""
