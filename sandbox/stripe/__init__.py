"""A local Stripe: its API, its hosted pages and its webhooks, on loopback, with virtual time."""
