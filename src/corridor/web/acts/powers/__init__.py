"""Powers of attorney as their pages show them."""
