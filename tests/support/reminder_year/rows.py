"""What came of the reminders, as the store and the mail server have it."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes

from bot.outbox.mail_message import message_id
from desk.reminders.digest import KIND
from storage import models
from storage.database import Store, open_store
from tests.support.keys import TEST_KEY
from tests.support.reminder_year.diary import CLIENT, STAFF, Seen
from tests.support.reminder_year.plan import Key
from tests.support.reminder_year.processes import ADDRESS
from tests.support.reminder_year.year import Year


@dataclass(frozen=True)
class Found:
    """`strangers`: mails that are of no reminder. `digests`: practices and days of those that were
    shown."""

    reminders: dict[Key, Seen]
    strangers: int
    digests: frozenset[tuple[int, str]]


def found(year: Year) -> Found:
    arrived: dict[str, list[int]] = defaultdict(list)
    for mail, at in zip(year.came, year.came.at, strict=True):
        arrived[str(message_from_bytes(mail)["Message-ID"])].append(at)
    with _store(year) as store:
        reminders = dict(_reminders(store, arrived))
        cards = models.Card.select().where(models.Card.kind == KIND)
        digests = {(row["practice_id"], row["key"]) for row in store.select(cards)}
    return Found(reminders, len(arrived), frozenset(digests))


def _reminders(store: Store, arrived: dict[str, list[int]]) -> Iterator[tuple[Key, Seen]]:
    """Of invoices; takes their mails out of those that arrived."""
    table, domain = models.Reminder, ADDRESS.partition("@")[2]
    for row in store.select(table.select().where(table.kind.in_([CLIENT, STAFF]))):
        came = arrived.pop(message_id(row["practice_id"], f"reminder:{row['id']}", domain), [])
        at = came[0] if came else row["ended_at"]
        key = (row["subject_id"], row["kind"], row["occurrence"])
        yield key, Seen(row["state"], row["reason"], at, len(came), row["digest"])


@contextmanager
def _store(year: Year) -> Iterator[Store]:
    store = open_store(year.url, TEST_KEY, year.clock)
    try:
        yield store
    finally:
        store.close()
