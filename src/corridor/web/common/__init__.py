"""The common view: what all states published of closed months, laid beside each other."""
