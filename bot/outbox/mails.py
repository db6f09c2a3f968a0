"""Delivers mails: each in its turn for its reader, apart from all that goes to Slack.

A repeat has the same Message-ID, so that its reader's program shows it once. What a mail said and
to whom is forgotten when it is through. No address is logged.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Event

from bot.mail_server import MailServer
from bot.outbox import mail_news
from bot.outbox.carrier import NotRendered
from bot.outbox.mail_message import Sender, composed, message_id
from bot.outbox.rendering import Files, rendered
from bot.outbox.smtp import (
    Away,
    LockedOut,
    NoReader,
    PutOff,
    Rejected,
    Undelivered,
    Unknown,
    hand_over,
)
from bot.references import report_failure
from desk.context import Desk
from desk.mail import Mail, mail_of
from desk.reminders import leaving
from desk.settings import practice_settings
from rules.words import Sentence
from storage import outbox, practices
from storage.failures import StoreDown
from storage.leases import pause_ms
from storage.outbox import OutboxRow

log = logging.getLogger("paydesk.mail")

AWAY_PAUSE_MS = 30_000
SHORTEST_PAUSE_MS = 60_000
"""Servers that put a mail off want more than seconds."""
LATE_MS = 60 * 60 * 1_000
RENDERED_WITHIN = 3
_NEWS: Mapping[type[Undelivered], Sentence] = {
    Rejected: mail_news.REJECTED,
    NoReader: mail_news.REJECTED,
    LockedOut: mail_news.LOCKED_OUT,
    PutOff: mail_news.PUT_OFF,
    Unknown: mail_news.UNKNOWN,
}


@dataclass(frozen=True)
class MailAccount:
    """The server that takes our mail, and the address that it comes from."""

    server: MailServer
    address: str


class Mails:
    """Sends the mails that stand in the outbox."""

    def __init__(
        self,
        desk: Desk,
        account: MailAccount,
        files: Mapping[str, Files],
        owner: str,
        lease_ms: int,
    ) -> None:
        self._desk = desk
        self._store = desk.store
        self._account = account
        self._files = files
        self._owner = owner
        self._lease_ms = lease_ms
        self._finishing = Event()
        self._in_flight: set[int] = set()
        self._away_until = 0

    def deliver_due(self) -> int:
        """Send what is due; how many rows were claimed. While the server is away, none."""
        now = self._desk.clock()
        if now < self._away_until:
            return 0
        rows = outbox.claim_mails(self._store, self._owner, now, self._lease_ms, limit=5)
        for row in rows:
            if self._finishing.is_set():
                break
            self._deliver(row)
        return len(rows)

    def finish(self) -> None:
        """Send nothing more of what was claimed."""
        self._finishing.set()

    def hand_back(self) -> None:
        """What is still held is due for others at once."""
        now = self._desk.clock()
        outbox.hand_back(self._store, self._owner, now, begun=frozenset(self._in_flight))

    def _deliver(self, row: OutboxRow) -> None:
        now = self._desk.clock()
        if now < self._away_until:
            self._wait(row, now)
            return
        if not outbox.renew(self._store, row, now, self._lease_ms):
            return
        mail = mail_of(row.recipient, row.payload)
        self._in_flight.add(row.id)
        try:
            if not self._asked(row, mail):
                return
            message = rendered(lambda: self._composed(row, mail, now))
            said = hand_over(self._account.server, self._account.address, mail.to, message)
        except NotRendered as error:
            self._not_made(row, mail, error, now)
        except Away:
            self._away_until = now + AWAY_PAUSE_MS
            self._wait(row, now)
        except (PutOff, Unknown) as error:
            self._later(row, mail, error, now)
        except Undelivered as error:
            self._failed(row, mail, str(error), _NEWS[type(error)], _nobody(error))
        else:
            self._sent(row, str(said))
        finally:
            self._in_flight.discard(row.id)

    def _composed(self, row: OutboxRow, mail: Mail, now: int) -> bytes:
        practice = practices.get(self._store, row.practice_id)
        if practice is None:
            raise LookupError(f"There is no practice {row.practice_id}.")
        name = practice_settings(self._desk, practice).legal_name
        sender = Sender(name, self._account.address)
        files = [self._files[one.kind](practice.id, one.key) for one in mail.attachments]
        return composed(mail, sender, message_id(practice.id, row.uid, sender.domain), now, files)

    def _may_leave(self, row: OutboxRow, mail: Mail) -> bool:
        """Reminders are looked at once more: they may have waited long."""
        if not leaving.is_reminder(row.uid):
            return True
        mine, said = row.practice_id, leaving.PERHAPS if row.repeat else ""
        why_not = leaving.may_leave(self._desk, mine, row.uid, mail.attachments)
        if isinstance(why_not, int):
            outbox.retry_at(self._store, row, why_not, "quiet hours", counts=False)
        elif why_not is not None:
            with self._store.transaction():
                if outbox.failed(self._store, row, why_not, self._desk.clock()):
                    leaving.called_back(self._desk, mine, row.uid, said)
                    outbox.empty(self._store, row)
        return why_not is None

    def _asked(self, row: OutboxRow, mail: Mail) -> bool:
        """Whether it may leave. Where that can't be said by a mistake of ours, it is as one that
        can't be made."""
        try:
            return self._may_leave(row, mail)
        except StoreDown:
            raise
        except Exception as error:
            raise NotRendered from error

    def _sent(self, row: OutboxRow, said: str) -> None:
        with self._store.transaction():
            if outbox.sent(self._store, row, "", "", self._desk.clock()):
                if leaving.is_reminder(row.uid):
                    leaving.has_left(self._desk, row.practice_id, row.uid, said)
                outbox.empty(self._store, row)

    def _wait(self, row: OutboxRow, now: int) -> None:
        """The server being away is no fault of the mail: that is no try. After a while somebody
        must know."""
        with self._store.transaction():
            at = now + AWAY_PAUSE_MS
            held = outbox.retry_at(self._store, row, at, Away.__name__, counts=False)
            if held and now - row.payload["asked_at"] >= LATE_MS:
                self._tell_late(row)

    def _tell_late(self, row: OutboxRow) -> None:
        """Of reminders there may be very many, which nobody has asked for one by one."""
        if leaving.is_reminder(row.uid):
            mail_news.tell_reminders_wait(self._desk, row.practice_id)
            return
        mail = mail_of(row.recipient, row.payload)
        asked_by, uid = row.payload["asked_by"], f"mail-late:{row.id}"
        mail_news.tell_late(self._desk, row.practice_id, mail, asked_by, uid)

    def _later(self, row: OutboxRow, mail: Mail, error: Undelivered, now: int) -> None:
        log.warning("a mail was not sent", extra={"why": str(error), "tries": row.tries})
        at = now + max(pause_ms(row.tries), SHORTEST_PAUSE_MS)
        unknown = isinstance(error, Unknown)
        with self._store.transaction():
            outbox.retry_at(self._store, row, at, str(error), maybe_shown=unknown)
            if row.tries >= outbox.MAX_TRIES:
                sure = not (row.repeat or unknown)
                self._given_up(row, mail, str(error), _NEWS[PutOff if sure else Unknown])

    def _not_made(self, row: OutboxRow, mail: Mail, error: NotRendered, now: int) -> None:
        """The reason may name whom it is for, so the log only says where it was, and its kind."""
        where = error.__cause__.__traceback__ if error.__cause__ else None
        cause = type(error.__cause__).__name__
        report_failure(RuntimeError(cause).with_traceback(where), "making a mail")
        if row.tries >= RENDERED_WITHIN:
            self._failed(row, mail, cause, mail_news.NOT_MADE)
        else:
            outbox.retry_at(self._store, row, now + pause_ms(row.tries), cause)

    def _failed(
        self, row: OutboxRow, mail: Mail, why: str, news: Sentence, nobody: int | None = None
    ) -> None:
        """`nobody`: the server's answer, where it says that there is no such reader."""
        with self._store.transaction():
            if outbox.failed(self._store, row, why, self._desk.clock()):
                self._given_up(row, mail, why, news, nobody)

    def _given_up(
        self, row: OutboxRow, mail: Mail, why: str, news: Sentence, nobody: int | None = None
    ) -> None:
        log.error("a mail could not be delivered", extra={"why": why})
        if leaving.is_reminder(row.uid):
            if nobody is None:
                leaving.has_failed(self._desk, row.practice_id, row.uid, why)
            else:
                leaving.nobody_there(self._desk, row.practice_id, row.uid, nobody, why)
        asked_by, uid = row.payload["asked_by"], f"mail:{row.id}"
        mail_news.tell_undelivered(self._desk, row.practice_id, mail, asked_by, uid, news)
        outbox.empty(self._store, row)


def _nobody(error: Undelivered) -> int | None:
    return error.code if isinstance(error, NoReader) else None
