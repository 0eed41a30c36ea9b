"""How nodes follow one another: signed requests, pages, receipts, the trust list."""
