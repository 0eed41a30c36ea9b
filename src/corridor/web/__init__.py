"""Pages and JSON for people and programs: the single window and the desks."""
