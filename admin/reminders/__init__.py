"""Reminders: the rules, what goes out next, the pauses, and what became of each."""
