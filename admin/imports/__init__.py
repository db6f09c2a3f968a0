"""Imports: a file is given, looked at, and taken in."""
