"""What codes mean, and which code is meant: found by typing, shown wherever a code stands."""
