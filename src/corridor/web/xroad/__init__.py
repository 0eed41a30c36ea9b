"""X-Road: what the authority behind it was asked, and who of it calls this node."""
