"""Contacts of authorities and offices, as they are stated and read."""
