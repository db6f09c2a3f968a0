"""The reminders of a simulated practice: its rules, its mails, and what must not go out."""

from collections.abc import Callable
from contextlib import ExitStack

from bot.mail_server import MailServer
from bot.outbox.mails import MailAccount, Mails
from desk.context import Desk
from desk.reminders.clock import do_due
from desk.reminders.rules import usual
from rules.reminder_state import CLIENT, STAFF
from storage import reminder_rules, settings
from storage.reminder_rules import Rule
from storage.store import Store
from tests.support.invariants import Broken, reminding
from tests.support.register import LEASE_MS
from tests.support.reminder_year.mails import Mails as Arrived
from tests.support.reminder_year.mails import letterbox

OFFSETS = (-29, -27, -20, 7)
"""Days after the due day, which is thirty days after an invoice of the first day was written."""
LONGEST_MS = 33 * 86_400_000
FILES = ("invoice", "invoice_with_link")


def _begin(store: Store, practice_id: int, now: int) -> None:
    """On every day, from now on; and receipts are no question here."""
    settings.put(store, practice_id, "send_receipts", value=False)
    for kind in (CLIENT, STAFF):
        given = {"offsets": OFFSETS, "working_days": False, "most": None, "ends_after": None}
        on = {"active": True, "planned_until": now, "next_at": now, "changed_at": now}
        rule = Rule(**{**vars(usual(practice_id, kind)), **given, **on})
        assert reminder_rules.put(store, practice_id, rule)


class Reminders:
    """What the clock and the mail server do about them."""

    def __init__(self, desk: Desk, practice_id: int) -> None:
        _begin(desk.store, practice_id, desk.clock())
        self._desk = desk
        self._seen_at = desk.clock()
        self._open = ExitStack()
        self.came = Arrived(desk.clock)  # type: ignore[arg-type]
        port = self._open.enter_context(letterbox(self.came))
        account = MailAccount(MailServer("smtp", "127.0.0.1", port), "desk@example.com")
        self._mails = Mails(desk, account, dict.fromkeys(FILES, _no_file), "mails", LEASE_MS)

    def are_looked_at(self) -> int:
        """All that is due now is planned, and sent where it can be."""
        before = reminding.gone(self._desk.store)
        did = sum(iter(lambda: do_due(self._desk), 0))
        self._seen_at = max(self._seen_at, self._desk.clock())
        self._refuse_settled(before, reminding.WENT)
        return did

    def leave(self) -> None:
        """The mails that wait go to the mail server."""
        before = reminding.gone(self._desk.store) - reminding.on_their_way(self._desk.store)
        while self._mails.deliver_due():
            pass
        self._refuse_settled(before, ("sent",))

    def are_seen_within(self, seconds: int) -> None:
        """Before so much time goes by that some would be forgotten."""
        if self._desk.clock() + seconds * 1_000 - self._seen_at > LONGEST_MS:
            self.are_looked_at()

    def rest(self, works: Callable[[], None]) -> None:
        """With the links that they wait for."""
        while self.are_looked_at():
            works()
        self.leave()

    def close(self) -> None:
        self._open.close()

    def _refuse_settled(self, before: set[int], states: tuple[str, ...]) -> None:
        if found := reminding.of_settled(self._desk.store, before, states):
            raise Broken("\n".join(found))


def _no_file(practice_id: int, key: str) -> tuple[str, bytes]:
    return "invoice.pdf", key.encode()
