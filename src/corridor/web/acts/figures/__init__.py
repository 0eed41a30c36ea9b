"""Monthly figures, as they read. Nobody's hand tells them, so no desk has an act here."""
