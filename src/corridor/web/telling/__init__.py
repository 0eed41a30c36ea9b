"""Being told: the bell, mails and webhooks, each in its reader's words and with nothing secret."""
