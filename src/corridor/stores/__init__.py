"""The engine's store, kept in SQLite or in memory."""
