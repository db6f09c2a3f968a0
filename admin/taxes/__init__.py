"""Tax rates with their versions."""
