"""Which practice a command of the terminal is for, and the desk that it works with."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.open_desk import open_desk
from bot.settings import Settings
from desk.context import Desk
from rules.words import refuse
from storage import practices
from storage.practices import Practice


@contextmanager
def desk_of(settings: Settings) -> Iterator[Desk]:
    """The desk, whose store is closed in the end."""
    desk = open_desk(settings)
    try:
        yield desk
    finally:
        desk.store.close()


def chosen_practice(desk: Desk, team: str | None) -> Practice:
    """The one of that Slack workspace; without one, the only one that there is."""
    found = practices.all_practices(desk.store)
    if team is not None:
        found = [one for one in found if one.slack_team == team]
    if len(found) == 1:
        return found[0]
    if not found:
        raise refuse(
            "There is no such practice yet. Start `paydesk serve` once, so that Slack names it."
        )
    raise refuse(
        "There are several practices. Say which one: --practice {example}.",
        example=" / ".join(one.slack_team for one in found[:10]),
    )


def existing(path: str) -> Path:
    """Refusal where there is no such file."""
    found = Path(path)
    if not found.is_file():
        raise refuse("There is no file {name}.", name=path)
    return found
