"""Contacts: how an authority or an office is reached, as the operator of its own state says."""
