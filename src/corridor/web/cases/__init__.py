"""Cases of an office: whose they are, its private notes, and who looks at one."""
