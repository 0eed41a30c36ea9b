"""Reference lists that each state keeps of its own: its customs offices, its currency's rates."""
