"""The names of commands, as the workspace has them."""


def command_named(typed: str, name: str) -> str:
    """The command `name` beside the one that was typed: after "/np-billing" it is "/np-fees"."""
    prefix, dash, _ = typed.lstrip("/").rpartition("-")
    return f"/{prefix}{dash}{name}"
