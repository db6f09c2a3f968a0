"""/reminders: the rules, the preview, the pauses, and the rows of the digest."""
