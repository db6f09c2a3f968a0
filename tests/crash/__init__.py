"""Paydesk killed at every commit and every call, and what holds afterwards."""
