"""Payments: the list, and one with its whole story."""
