"""What came of the reminders, as the store and the mail server have it."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes

from bot.outbox.mail_message import message_id
from desk.reminders.shown import KIND
from storage import models
from storage.database import Store, open_store
from storage.store import Row
from tests.support.keys import TEST_KEY
from tests.support.reminder_year.diary import CLIENT, STAFF, Seen
from tests.support.reminder_year.plan import Key
from tests.support.reminder_year.processes import ADDRESS
from tests.support.reminder_year.year import Year


@dataclass(frozen=True)
class Found:
    """`mails`: how often each came, by the name that the outbox has for it; `strangers`: how many
    are of no reminder. `digests`: practices and days of those that were shown."""

    reminders: dict[Key, Seen]
    mails: dict[str, int]
    strangers: int
    digests: frozenset[tuple[int, str]]


def found(year: Year) -> Found:
    arrived: dict[str, list[int]] = defaultdict(list)
    for mail, at in zip(year.came, year.came.at, strict=True):
        arrived[str(message_from_bytes(mail)["Message-ID"])].append(at)
    with _store(year) as store:
        table = models.Reminder
        rows = store.select(table.select().where(table.kind.in_([CLIENT, STAFF])))
        cards = models.Card.select().where(models.Card.kind == KIND)
        digests = {(row["practice_id"], row["key"]) for row in store.select(cards)}
    names = {row["uid"]: _name(row) for row in rows if row["uid"]}
    named = {uid: arrived.pop(name, []) for uid, name in names.items()}
    return Found(
        reminders={_key(row): _seen(row, named.get(row["uid"], [])) for row in rows},
        mails={uid: len(times) for uid, times in named.items() if times},
        strangers=len(arrived),
        digests=frozenset(digests),
    )


def _name(row: Row) -> str:
    return message_id(row["practice_id"], row["uid"], ADDRESS.partition("@")[2])


def _key(row: Row) -> Key:
    return row["subject_id"], row["kind"], row["occurrence"]


def _seen(row: Row, came: list[int]) -> Seen:
    at = came[0] if came else row["ended_at"]
    return Seen(row["state"], row["reason"], at, len(came), row["digest"], row["uid"])


@contextmanager
def _store(year: Year) -> Iterator[Store]:
    store = open_store(year.url, TEST_KEY, year.clock)
    try:
        yield store
    finally:
        store.close()
