"""A whole practice's surroundings under one port: Slack workspace, Stripe, and clients' mailbox."""
