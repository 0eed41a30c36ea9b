"""Accounts, sign-in, sessions, tokens: who is asking."""
