"""Files that people attach: how they come in, what they are judged by, how they are handed out."""
