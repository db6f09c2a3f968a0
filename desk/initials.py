"""A client as channels may show them: the reference and initials, and nothing else."""

from desk.privacy import plain
from storage.clients import Client

MOST = 3


def initials(name: str) -> str:
    """ "A. L." of "Ada Lovelace"; of at most three words, "" of an empty name."""
    letters = (next((one for one in word if one.isalpha()), "") for word in plain(name).split())
    return " ".join(f"{letter.upper()}." for letter in list(filter(None, letters))[:MOST])


def reference_and_initials(client: Client) -> str:
    """ "NP-0042 (A. L.)": nothing in it needs to be escaped."""
    return shortened(client.reference, client.name)


def shortened(reference: str, name: str) -> str:
    """The same, of a client who wasn't read whole."""
    short = initials(name)
    return f"{reference} ({short})" if short else reference
