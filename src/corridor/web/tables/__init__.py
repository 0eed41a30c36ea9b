"""Tables that people bring: files of spreadsheets, or a part of one that was pasted."""
