"""A year of reminders at several practices, and what must have come of it by a plan of its own."""
