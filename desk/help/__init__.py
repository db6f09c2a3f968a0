"""What the help channel answers: the articles, the search in them, and what is worked out."""
