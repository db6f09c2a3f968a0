"""The web admin: a wide desk beside the chat. A plugin: Paydesk runs without it."""
