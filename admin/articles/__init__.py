"""Help articles: the list, writing them with a preview, and their versions."""
