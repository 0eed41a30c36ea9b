"""What codes are called, a table for each list of them."""
