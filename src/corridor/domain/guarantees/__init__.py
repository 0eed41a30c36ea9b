"""The guarantee ledger: what is reserved never exceeds the reference amount."""
