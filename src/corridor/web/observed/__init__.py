"""What the pages of the observatory show of the figures that its process wrote."""
