"""/paylink: a link by which a client pays."""
