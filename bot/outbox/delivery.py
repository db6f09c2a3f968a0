"""Delivers messages to Slack: in order for each recipient, none lost, none sent twice knowingly."""

import logging
import socket
from collections import OrderedDict
from collections.abc import Mapping
from threading import Event

from slack_sdk.errors import SlackApiError

from bot.home import Homes
from bot.installations import Installations
from bot.outbox.cards import Edits, FirstPosts, Lines
from bot.outbox.carrier import Carrier, NotRendered
from bot.outbox.documents import Documents
from bot.outbox.posts import Files, HomeTabs, Messages, Posting, Whispers
from bot.outbox.rendering import Renderers
from bot.outbox.slack_words import GONE, PERHAPS_POSTED
from bot.outbox.taking_back import TakenBack
from bot.outbox.views import Modals
from bot.references import report_failure
from bot.slack_replies import TROUBLE
from desk import cards, documents, home_news, letters, taking_back, whispers
from desk.context import Desk
from storage import outbox
from storage.leases import pause_ms
from storage.outbox import OutboxRow

log = logging.getLogger("paydesk.outbox")

BETWEEN_POSTS_MS = 1_100
"""Slack takes about one message a second in a channel."""
AWAY_PAUSE_MS = 30_000
RENDERED_WITHIN = 3
"""Tries. What can't be made by then is our mistake, and holds up others no longer."""


def carriers(
    desk: Desk, installations: Installations, homes: Homes, renderers: Renderers
) -> dict[str, Carrier]:
    """The way to Slack of each kind of rows."""
    posting = Posting(installations)
    return {
        letters.KIND: Messages(desk, posting),
        whispers.KIND: Whispers(desk, posting),
        documents.KIND: Files(desk, posting, Documents(desk, installations)),
        home_news.KIND: HomeTabs(desk, homes),
        cards.POST: FirstPosts(desk, posting, renderers),
        cards.EDIT: Edits(desk, posting, renderers),
        cards.LINE: Lines(desk, posting, renderers),
        cards.VIEW: Modals(desk, installations, renderers),
        taking_back.KIND: TakenBack(desk, installations),
    }


class SlackPosts:
    """Sends what stands in the outbox and is for Slack."""

    def __init__(self, desk: Desk, ways: Mapping[str, Carrier], owner: str, lease_ms: int) -> None:
        self._desk = desk
        self._ways = ways
        self._owner = owner
        self._lease_ms = lease_ms
        self._finishing = Event()
        self._in_flight: set[int] = set()
        self._last_post: OrderedDict[tuple[int, str], int] = OrderedDict()

    def deliver_due(self) -> int:
        """Send what is due; how many rows were claimed."""
        store = self._desk.store
        rows = outbox.claim(store, self._owner, self._desk.clock(), self._lease_ms, limit=20)
        for row in rows:
            if self._finishing.is_set():
                break
            self._deliver(row, self._ways[row.kind])
        return len(rows)

    def finish(self) -> None:
        """Send nothing more of what was claimed."""
        self._finishing.set()

    @property
    def in_flight(self) -> frozenset[int]:
        """The row whose message is on its way to Slack at this moment, if any."""
        return frozenset(self._in_flight)

    def _deliver(self, row: OutboxRow, way: Carrier) -> None:
        now = self._desk.clock()
        if not self._has_its_turn(row, way.place(row), now):
            return
        if not outbox.renew(self._desk.store, row, now, self._lease_ms):
            return
        self._in_flight.add(row.id)
        try:
            way.carry(row)
        except SlackApiError as error:
            self._refused(row, way, error, now)
        except TROUBLE as error:
            self._unheard(row, way, error, now)
        except NotRendered as error:
            report_failure(error, f"making {row.kind}")
            self._not_rendered(row, way, now)
        except Exception as error:  # noqa: BLE001 - one bad row must not stop the queue
            report_failure(error, f"sending {row.kind}")
            self._later(row, way, now, type(error).__name__, maybe_shown=True)
        finally:
            self._in_flight.discard(row.id)

    def _has_its_turn(self, row: OutboxRow, place: str, now: int) -> bool:
        """Whether a message may be posted there now; if not, it waits. Without a place, always."""
        if not place:
            return True
        due = self._last_post.get((row.practice_id, place), 0) + BETWEEN_POSTS_MS
        if now < due:
            outbox.retry_at(self._desk.store, row, due, "one message a second", counts=False)
            return False
        self._remember(row.practice_id, place, now)
        return True

    def _refused(self, row: OutboxRow, way: Carrier, error: SlackApiError, now: int) -> None:
        """Slack answered. Where it says why, nothing was posted; where it broke, nobody knows."""
        code = str(error.response.get("error"))
        if error.response.status_code == 429:
            wait_ms = 1_000 * int(error.response.headers.get("Retry-After") or 1)
            outbox.retry_at(self._desk.store, row, now + wait_ms, code, counts=False)
        elif way.refused(row, code):
            log.warning("a message found nobody", extra={"why": code, "kind": row.kind})
        elif code in GONE:
            self._fail(row, way, code, now)
        else:
            broke = code in PERHAPS_POSTED or error.response.status_code >= 500
            self._later(row, way, now, code, maybe_shown=broke)

    def _unheard(self, row: OutboxRow, way: Carrier, error: Exception, now: int) -> None:
        """No answer. Slack being away is no fault of the message: that is no try."""
        why = type(error).__name__
        if _never_sent(error):
            outbox.retry_at(self._desk.store, row, now + AWAY_PAUSE_MS, why, counts=False)
        else:
            self._later(row, way, now, why, maybe_shown=True)

    def _not_rendered(self, row: OutboxRow, way: Carrier, now: int) -> None:
        if row.tries >= RENDERED_WITHIN:
            self._fail(row, way, NotRendered.__name__, now)
        else:
            self._later(row, way, now, NotRendered.__name__, maybe_shown=False)

    def _later(
        self, row: OutboxRow, way: Carrier, now: int, why: str, *, maybe_shown: bool
    ) -> None:
        """Again after a while, longer each time, and not for ever."""
        log.warning("a message was not sent", extra={"why": why, "tries": row.tries})
        at = now + pause_ms(row.tries)
        outbox.retry_at(self._desk.store, row, at, why, maybe_shown=maybe_shown)
        if row.tries >= outbox.MAX_TRIES:
            self._given_up(row, way, why)

    def _fail(self, row: OutboxRow, way: Carrier, why: str, now: int) -> None:
        outbox.failed(self._desk.store, row, why, now)
        self._given_up(row, way, why)

    def _given_up(self, row: OutboxRow, way: Carrier, why: str) -> None:
        log.error("a message could not be delivered", extra={"why": why, "kind": row.kind})
        way.given_up(row, why)

    def _remember(self, practice_id: int, place: str, now: int) -> None:
        self._last_post[(practice_id, place)] = now
        self._last_post.move_to_end((practice_id, place))
        if len(self._last_post) > 10_000:
            self._last_post.popitem(last=False)


def _never_sent(error: Exception) -> bool:
    """Whether the connection was refused, so that Slack can't have seen the message."""
    reason = getattr(error, "reason", error)
    return isinstance(reason, ConnectionRefusedError | socket.gaierror)
