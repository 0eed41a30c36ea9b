"""The e-permit protocol, both ways: signed messages, chained, between authorities of two states.

After the public specification and the open server that Türkiye and others run (docs/epermit.md).
It holds no rules of permits: what a message means is a command of the domain.
"""
