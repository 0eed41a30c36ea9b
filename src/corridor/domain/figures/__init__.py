"""Monthly figures: what a state's observatory tells the others of a closed month, signed."""
