"""The hosted pages of the local Stripe: what payers and merchants see in a browser."""
