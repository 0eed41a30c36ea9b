"""The driver's page: a link without an account, signed, ended with the trip or by the carrier."""
