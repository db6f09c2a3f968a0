"""The settings of the practice."""
