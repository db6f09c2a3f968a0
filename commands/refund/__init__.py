"""/refund: what of a payment goes back, and why."""
