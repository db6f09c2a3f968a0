"""Files with what moved: asked for by a person, and sent in a direct message.

They are made when they are sent, and kept nowhere.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from desk.access import Person, authorize
from desk.access_requests import role_of
from desk.accounts import account_rows, month_before
from desk.context import Desk
from desk.day_files import day_rows
from desk.day_sheets import day_sheet
from desk.documents import KIND, RightLost
from desk.exports import Cell, record_export
from desk.fields import Fields
from desk.letters import language_for
from desk.settings import practice_settings, today_at
from rules.roles import Action
from rules.words import Refusal, Sentence, refuse, sentence
from storage import outbox, practices
from storage.practices import Practice

DAY = "day"
"""In the payload of outbox rows of desk.documents.KIND: the ISO day."""
ACCOUNTS = "accounts"
"""In the same place: the first and the last ISO day, and the file's type."""
FIRST, LAST, TYPE = "accounts_first", "accounts_last", "accounts_type"
"""The fields of the form."""
TYPES = ("xlsx", "csv")
MOST_DAYS = 400


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


def last_month(desk: Desk, practice: Practice, person: Person) -> tuple[date, date]:
    """What the form begins with."""
    authorize(person, Action.IMPORT_AND_EXPORT)
    return month_before(today_at(desk, practice_settings(desk, practice)))


def send_accounts(desk: Desk, practice: Practice, person: Person, form: Mapping[str, str]) -> None:
    """What moved in a period, to whoever asks. Raises WrongFields."""
    authorize(person, Action.IMPORT_AND_EXPORT)
    fields = Fields(form)
    first, last = fields.read(FIRST, _day), fields.read(LAST, _day)
    kind = fields.read(TYPE, _type)
    if first and last:
        fields.check(LAST, _wrong_period(first, last))
    fields.refuse_if_wrong()
    asked = f"{first} {last} {kind}"
    with desk.store.transaction():
        _send(desk, practice, person, {ACCOUNTS: asked})
        record_export(desk, person, practice, ACCOUNTS, None, target=asked)


def accounts_file_for(desk: Desk, practice_id: int, slack_user: str, asked: str) -> File:
    """Raises RightLost."""
    practice, person = _reader(desk, practice_id, slack_user)
    try:
        authorize(person, Action.IMPORT_AND_EXPORT)
    except Refusal as refusal:
        raise RightLost from refusal
    first, last, kind = asked.split()
    days = date.fromisoformat(first), date.fromisoformat(last)
    rows = account_rows(desk, person, practice, *days)
    return File(f"accounts-{first}-{last}.{kind}", rows)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise refuse("Choose a day.") from None


def _type(text: str) -> str:
    if text not in TYPES:
        raise refuse("Choose the type of the file.")
    return text


def _wrong_period(first: date, last: date) -> Sentence | None:
    if last < first:
        return sentence("The last day is before the first.")
    if (last - first).days > MOST_DAYS:
        return sentence("That is more than {most} days. Send it in parts.", most=MOST_DAYS)
    return None


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
