"""Invoices: the list, and each with all that is known of it."""
