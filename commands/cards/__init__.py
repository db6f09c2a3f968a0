"""Payment methods: clients are asked for them, on Stripe's page; the saved ones are shown, removed,
and made the usual one."""
