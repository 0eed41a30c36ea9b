"""One running node: settings, composition, command line, demo world."""
