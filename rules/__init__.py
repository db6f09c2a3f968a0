"""The rules of money, pure: they import nothing of ours, touch no clock, no network, no store."""
