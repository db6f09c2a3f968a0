"""What came in and what is owed, at a glance."""
