"""Lines to partners that run the e-permit server, as the ministry's desk sees them."""
