"""Settings of the node that its operators change while it runs."""
