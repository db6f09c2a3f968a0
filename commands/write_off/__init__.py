"""/invoice: what is no longer expected of it."""
