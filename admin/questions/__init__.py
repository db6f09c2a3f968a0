"""Questions of the help channel: the list, and each with its story."""
