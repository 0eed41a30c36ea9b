"""Web push: notices to browsers through the push services of their makers.

RFC 8030 says how a service is asked, RFC 8292 how it knows who asks, RFC 8291 how what is said is
kept from it. The service sees when something is sent to which browser, and how long it is, padded.
"""
