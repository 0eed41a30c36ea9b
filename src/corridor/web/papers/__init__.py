"""Papers: what is printed and carried. Content in both languages, set as PDF by Typst."""
