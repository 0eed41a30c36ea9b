"""One act in one file, as people see it: its page, when it is offered, how its event reads."""
