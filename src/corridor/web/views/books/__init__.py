"""The books as people see them: their fields, how they are read and shown, what they fill in."""
