"""Powers of attorney: a firm lets another one file for it."""
