"""The table of fees."""
