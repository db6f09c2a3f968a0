"""Coming in by a link from Slack, choosing a language, and going out."""
