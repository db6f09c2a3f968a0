"""Delivers messages to Slack: in order for each recipient, none lost, none sent twice knowingly."""

import logging
import socket
from collections import OrderedDict
from threading import Event
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.documents import Documents
from bot.home import Homes
from bot.installations import Installations
from bot.references import report_failure
from bot.slack_replies import REFUSED_BLOCKS, TROUBLE
from bot.undelivered import tell_owners_of_undelivered
from desk.context import Desk
from desk.documents import KIND as FILE
from desk.home import KIND as HOME
from storage import outbox
from storage.leases import pause_ms
from storage.outbox import OutboxRow

log = logging.getLogger("paydesk.outbox")

BETWEEN_POSTS_MS = 1_100
"""Slack takes about one message a second in a channel."""
PERHAPS_POSTED = frozenset({"internal_error", "fatal_error", "request_timeout"})
"""Slack says of these that part of the work may have been done."""
AWAY_PAUSE_MS = 30_000
ANSWER, UNDELIVERED = "answer:", "undelivered:"
"""Begin the uids of answers that missed their place, and of the news that something was lost."""
REPEAT = "↻"
"""Marks a message that may be shown for the second time; a sign needs no translation."""
GONE = frozenset(
    {
        *("account_inactive", "channel_not_found", "is_archived", "not_in_channel"),
        *("restricted_action", "user_disabled", "user_not_found", "not_enabled"),
        *("cannot_dm_bot", "messages_tab_disabled", "missing_scope"),
        *("invalid_auth", "not_authed", "token_expired", "token_revoked"),
        *("msg_blocks_too_long", "msg_too_long", "no_text", REFUSED_BLOCKS),
    }
)
"""Trying again would not help: nobody is there to read it."""


class SlackPosts:
    """Sends what stands in the outbox: messages, files, and Homes that are to be shown anew."""

    def __init__(
        self, desk: Desk, installations: Installations, homes: Homes, owner: str, lease_ms: int
    ) -> None:
        self._desk = desk
        self._installations = installations
        self._homes = homes
        self._documents = Documents(desk, installations)
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
            self._deliver(row)
        return len(rows)

    def finish(self) -> None:
        """Send nothing more of what was claimed."""
        self._finishing.set()

    @property
    def in_flight(self) -> frozenset[int]:
        """The row whose message is on its way to Slack at this moment, if any."""
        return frozenset(self._in_flight)

    def _deliver(self, row: OutboxRow) -> None:
        now = self._desk.clock()
        if row.kind != HOME and not self._has_its_turn(row, now):
            return
        if not outbox.renew(self._desk.store, row, now, self._lease_ms):
            return
        self._in_flight.add(row.id)
        try:
            channel, ts = self._show(row)
        except SlackApiError as error:
            self._refused(row, error, now)
        except TROUBLE as error:
            self._unheard(row, error, now)
        except Exception as error:  # noqa: BLE001 - one bad row must not stop the queue
            report_failure(error, f"sending {row.kind}")
            self._later(row, now, type(error).__name__, maybe_shown=True)
        else:
            outbox.sent(self._desk.store, row, channel, ts, self._desk.clock())
        finally:
            self._in_flight.discard(row.id)

    def _has_its_turn(self, row: OutboxRow, now: int) -> bool:
        """Whether a message may be posted now; if not, it waits."""
        due = self._last_post.get((row.practice_id, row.recipient), 0) + BETWEEN_POSTS_MS
        if now < due:
            outbox.retry_at(self._desk.store, row, due, "one message a second", counts=False)
            return False
        self._remember(row, now)
        return True

    def _show(self, row: OutboxRow) -> tuple[str, str]:
        """The channel and the ts at which Slack shows it; Home has no ts."""
        if row.kind == HOME:
            self._homes.publish(row.practice_id, row.recipient)
            return row.recipient, ""
        if row.kind == FILE:
            return self._documents.send(row, REPEAT if row.repeat else "")
        answer = self._post(row, row.payload.get("blocks") or [])
        return answer["channel"], answer["ts"]

    def _post(self, row: OutboxRow, blocks: list[dict[str, Any]]) -> Any:
        text = row.payload["text"]
        if row.repeat:
            text, blocks = _marked_as_repeat(text, blocks)
        return self._installations.client(row.practice_id).chat_postMessage(
            channel=row.recipient,
            text=text,
            blocks=blocks,
            unfurl_links=False,
            unfurl_media=False,
        )

    def _refused(self, row: OutboxRow, error: SlackApiError, now: int) -> None:
        """Slack answered. Where it says why, nothing was posted; where it broke, nobody knows."""
        code = str(error.response.get("error"))
        if error.response.status_code == 429:
            wait_ms = 1_000 * int(error.response.headers.get("Retry-After") or 1)
            outbox.retry_at(self._desk.store, row, now + wait_ms, code, counts=False)
        elif code in GONE:
            outbox.failed(self._desk.store, row, code, now)
            self._given_up(row, code, now)
        else:
            broke = code in PERHAPS_POSTED or error.response.status_code >= 500
            self._later(row, now, code, maybe_shown=broke)

    def _unheard(self, row: OutboxRow, error: Exception, now: int) -> None:
        """No answer. Slack being away is no fault of the message: that is no try."""
        why = type(error).__name__
        if _never_sent(error):
            outbox.retry_at(self._desk.store, row, now + AWAY_PAUSE_MS, why, counts=False)
        else:
            self._later(row, now, why, maybe_shown=True)

    def _later(self, row: OutboxRow, now: int, why: str, *, maybe_shown: bool) -> None:
        """Again after a while, longer each time, and not for ever."""
        log.warning("a message was not sent", extra={"why": why, "tries": row.tries})
        at = now + pause_ms(row.tries)
        outbox.retry_at(self._desk.store, row, at, why, maybe_shown=maybe_shown)
        if row.tries >= outbox.MAX_TRIES:
            self._given_up(row, why, now)

    def _given_up(self, row: OutboxRow, why: str, now: int) -> None:
        """Not silently: the owners hear of it. What it said is for its reader alone."""
        log.error("a message could not be delivered", extra={"why": why, "kind": row.kind})
        if row.kind != HOME and not row.uid.startswith((ANSWER, UNDELIVERED)):
            tell_owners_of_undelivered(self._desk, row, why, UNDELIVERED)

    def _remember(self, row: OutboxRow, now: int) -> None:
        self._last_post[(row.practice_id, row.recipient)] = now
        self._last_post.move_to_end((row.practice_id, row.recipient))
        if len(self._last_post) > 10_000:
            self._last_post.popitem(last=False)


def _never_sent(error: Exception) -> bool:
    """Whether the connection was refused, so that Slack can't have seen the message."""
    reason = getattr(error, "reason", error)
    return isinstance(reason, ConnectionRefusedError | socket.gaierror)


def _marked_as_repeat(text: str, blocks: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Its reader may have seen it before: an answer of Slack's was lost."""
    mark = {"type": "context", "elements": [{"type": "plain_text", "text": REPEAT, "emoji": True}]}
    return f"{REPEAT} {text}", [mark, *blocks] if blocks else []
