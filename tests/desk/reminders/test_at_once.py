"""Several who look at the same reminders at once, each with connections of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from desk.context import Desk
from desk.reminders.clock import do_due
from desk.reminders.digest import digest_of
from desk.reminders.shown import KIND
from rules.reminder_state import CLIENT, STAFF
from storage import cards, outbox, reminders
from storage.database import Store, open_store
from tests.support.cast import OLIVIA, Cast, FrozenClock
from tests.support.keys import TEST_KEY
from tests.support.reminding import Office

WORKERS, CLIENTS, INVOICES = 4, 5, 12


def test_each_reminder_goes_out_once_however_many_look(
    store: Store, cast: Cast, clock: FrozenClock, database_url: str
) -> None:
    office = Office(Desk(store, clock, b"claims", sends_mail=True), cast, clock)
    people = [office.client(f"client{n}@example.com") for n in range(CLIENTS)]
    made = [office.invoice(people[n % CLIENTS], "2026-11-30", total=5) for n in range(INVOICES)]
    office.goes_to("2026-11-30", "12:00")
    office.rule(CLIENT, offsets=(1,), at=600)
    office.rule(STAFF, offsets=(1,), at=600)
    office.goes_to("2026-12-01", "10:00")
    together = Barrier(WORKERS)

    def works(_: int) -> None:
        mine = open_store(database_url, TEST_KEY, clock)
        together.wait()
        while do_due(Desk(mine, clock, b"claims", sends_mail=True)):
            pass
        mine.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(works, range(WORKERS)))
    for invoice in made:
        found = reminders.of_subject(store, office.mine, "invoice", invoice.id, 9)
        assert sorted((one.kind, one.state) for one in found) == [
            ("client", "sending"),
            ("staff", "sent"),
        ]
    mails = outbox.claim_mails(store, "tests", clock(), 1_000, 99)
    assert len({row.recipient for row in mails}) == len(mails) == CLIENTS
    day = "2026-12-01"
    assert digest_of(office.desk, cast.practice, day).many == INVOICES
    shown = cards.of_key(store, office.mine, KIND, day)
    assert [(card.recipient, card.version) for card in shown] == [(OLIVIA, 1)]
