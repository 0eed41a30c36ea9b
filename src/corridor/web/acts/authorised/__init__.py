"""Authorised persons, as they are authorised, suspended and revoked at a customs office."""
