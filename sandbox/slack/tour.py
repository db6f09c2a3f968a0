"""Things to try, as whoever starts the workspace names them: in each language the same steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Step:
    """`text` is mrkdwn. `person` is whoever can do it and `channel` where, by their ids; no
    person: everybody but guests."""

    title: str
    text: str
    person: str = ""
    channel: str = ""


Tour = Mapping[str, Sequence[Step]]
"""The steps by language ("en", "fr")."""


def read_tour(read: Mapping[str, Sequence[Mapping[str, Any]]]) -> Tour:
    """From JSON: {"en": [{"title": …, "text": …, "person": …, "channel": …}, …], …}"""
    return {language: [Step(**step) for step in steps] for language, steps in read.items()}
