"""Authorised persons: who may send or receive goods under transit by a simplified procedure."""
