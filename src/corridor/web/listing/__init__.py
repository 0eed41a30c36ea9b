"""Work lists of every desk: one mechanism reads the address, asks the store, shows and exports."""
