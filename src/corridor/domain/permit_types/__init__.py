"""What kinds of permits there are, and what an application for one holds."""
