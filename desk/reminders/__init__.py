"""Reminders of unpaid fees: when they go out, to whom, and why one did or did not."""
