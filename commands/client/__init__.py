"""/client: clients found, added, edited, and shown with what they owe."""
