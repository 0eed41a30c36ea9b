"""Fees of permits: what is asked, what came in, and receipts. No card ever comes near."""
