"""Permits, certificates and authorisations: one life cycle, many types; and who requires which."""
