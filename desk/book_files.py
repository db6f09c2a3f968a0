"""Files with what moved: asked for by a person, and sent in a direct message.

They are made when they are sent, and kept nowhere.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from desk.access import Person, authorize
from desk.access_requests import role_of
from desk.context import Desk
from desk.day_files import day_rows
from desk.day_sheets import day_sheet
from desk.documents import KIND, RightLost
from desk.exports import Cell
from desk.letters import language_for
from desk.settings import practice_settings
from rules.roles import Action
from rules.words import Refusal
from storage import outbox, practices
from storage.practices import Practice

DAY = "day"
"""In the payload of outbox rows of desk.documents.KIND: the ISO day."""


@dataclass(frozen=True)
class File:
    """`name` ends as its type does: ".csv", ".xlsx"."""

    name: str
    rows: Iterator[Sequence[Cell]]


def send_day(desk: Desk, practice: Practice, person: Person, day: date) -> None:
    """The sheet of that day, to whoever asks."""
    authorize(person, Action.SEE_TAKINGS)
    _send(desk, practice, person, {DAY: day.isoformat()})


def day_file_for(desk: Desk, practice_id: int, slack_user: str, day: str) -> File:
    """In the person's language. Raises RightLost."""
    practice, person = _reader(desk, practice_id, slack_user)
    try:
        sheet = day_sheet(desk, practice, person, date.fromisoformat(day))
    except Refusal as refusal:
        raise RightLost from refusal
    say = language_for(desk, practice, slack_user)
    settings = practice_settings(desk, practice)
    return File(f"{say('day')}-{day}.xlsx", day_rows(say, sheet, settings))


def _send(desk: Desk, practice: Practice, person: Person, payload: dict[str, str]) -> None:
    with desk.store.transaction():
        outbox.enqueue(
            desk.store,
            practice.id,
            kind=KIND,
            recipient=person.slack_user,
            uid=f"file:{uuid4().hex}",
            payload=payload,
            now=desk.clock(),
        )


def _reader(desk: Desk, practice_id: int, slack_user: str) -> tuple[Practice, Person]:
    practice = practices.get(desk.store, practice_id)
    if practice is None:
        raise LookupError(f"There is no practice {practice_id}.")
    return practice, Person(practice_id, slack_user, role_of(desk, practice_id, slack_user))
