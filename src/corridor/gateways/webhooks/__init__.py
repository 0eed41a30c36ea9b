"""Webhooks after Standard Webhooks: signed messages to systems of firms and offices.

Whoever names an address makes the node call it, so it is judged: never one of the own network.
"""
