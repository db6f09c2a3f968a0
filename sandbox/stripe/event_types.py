"""Names of kinds of events, and patterns for them."""


def wanted(event: str, pattern: str) -> bool:
    """`pattern`: a type, or its beginning and `*`."""
    if pattern.endswith("*"):
        return event.startswith(pattern[:-1])
    return event == pattern
