"""Who may pass a fee on, and what comes of it."""
