"""Carries a listener's answer back to Slack: in the acknowledgement where that is still open,
else by the response_url or the Web API, and as a direct message where all of these fail."""

import logging
from collections.abc import Callable, Mapping, Sequence
from http.client import HTTPException
from threading import Lock
from typing import Any

from slack_bolt import Ack
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.form_inputs import begun_anew, errors_by_block, told_beside
from bot.incoming import Incoming, Kind
from bot.surfaces import message_view, sentence_message, waiting_view
from commands.replies import Message, View
from desk.language import Language

log = logging.getLogger("paydesk.slack")

REFUSED_BLOCKS = "invalid_blocks"
TROUBLE = (OSError, HTTPException, SlackClientError, ValueError)
"""What a call to Slack may raise: refused, cut off, unreadable, or Slack's own error."""


class NewerBlocks:
    """Which workspaces take tables: they roll out slowly, so Slack's first answer tells."""

    def __init__(self) -> None:
        self._taken: dict[str, bool] = {}

    def known(self, team: str) -> bool | None:
        return self._taken.get(team)

    def learn(self, team: str, taken: bool) -> None:
        self._taken[team] = taken


class SlackReply:
    """The `commands.replies.Reply` of one request, which another thread may acknowledge late."""

    def __init__(
        self,
        incoming: Incoming,
        ack: Ack,
        client: WebClient,
        newer_blocks: NewerBlocks,
        send_later: Callable[[Message], None],
        say: Language,
    ) -> None:
        self.say = say
        self.answers = 0
        self._incoming = incoming
        self._ack = ack
        self._client = client
        self._newer_blocks = newer_blocks
        self._send_later = send_later
        self._lock = Lock()
        self._acknowledged = False
        self._opened = ""
        """Slack's id of the modal that waits for what it shall show."""

    # What listeners call

    def show(self, message: Message) -> None:
        self.answers += 1
        match self._incoming.kind:
            case Kind.COMMAND:
                self._answer_command(message)
            case Kind.CLICK:
                self._respond(message, replace_original=False)
            case Kind.SUBMISSION:
                self._answer_submission("update", message_view(message, self.say))
            case Kind.CLICK_IN_VIEW | Kind.CLICK_IN_HOME | Kind.SHORTCUT:
                self._open(message_view(message, self.say), message)

    def replace(self, message: Message) -> None:
        if self._incoming.shared:
            self.answers += 1
            self._open(message_view(message, self.say), message)
        else:
            self.redraw(message)

    def redraw(self, card: Message) -> None:
        self.answers += 1
        match self._incoming.kind:
            case Kind.CLICK_IN_HOME:
                self._open(message_view(card, self.say), card)
            case Kind.CLICK_IN_VIEW:
                self._update_view(message_view(card, self.say))
            case _:
                self._respond(card, replace_original=True)

    def open(self, view: View) -> None:
        self.answers += 1
        self.acknowledge()
        self._open(view, self._not_opened())

    def open_slowly(self, meanwhile: View, make: Callable[[], View]) -> None:
        self.answers += 1
        self._opened = self._open(meanwhile, self._not_opened())
        if self._opened:
            self._update_view(make())

    def update(self, view: View) -> None:
        self.answers += 1
        fresh = begun_anew(view, self._incoming.view)
        if self._incoming.kind is Kind.SUBMISSION:
            self._answer_submission("update", fresh)
        else:
            self._update_view(fresh)

    def update_slowly(self, meanwhile: View, make: Callable[[], View]) -> None:
        self.answers += 1
        self._update_view(begun_anew(meanwhile, self._incoming.view))
        self._update_view(begun_anew(make(), self._incoming.view))

    def errors(self, by_field: Mapping[str, str]) -> None:
        if self._incoming.kind is Kind.CLICK_IN_VIEW and self._incoming.view.get("blocks"):
            self.answers += 1
            self._update_view(told_beside(by_field, self._incoming.view))
            return
        if self._incoming.kind is not Kind.SUBMISSION:  # Slack shows errors only to submissions.
            self.show(sentence_message("\n".join(by_field.values())))
            return
        self.answers += 1
        errors = errors_by_block(by_field, self._incoming.view)
        if not self._first(lambda: self._ack(response_action="errors", errors=errors)):
            text = "\n".join(by_field.values())
            self._update_view(message_view(sentence_message(text), self.say))

    def offer(self, options: Sequence[dict[str, Any]]) -> None:
        self.answers += 1
        self._first(lambda: self._ack(options=list(options)))

    def close(self) -> None:
        self.answers += 1
        if not self._first(lambda: self._ack()):
            self._update_view(message_view(sentence_message(self.say("Done.")), self.say))

    def leave_to_home(self) -> None:
        self.answers += 1
        self.acknowledge()

    # What the bot calls

    def refuse(self, text: str) -> None:
        """Show a sentence, wherever the person is; what they typed into a modal stays."""
        if self._opened:
            self._update_view(message_view(sentence_message(text), self.say))
        elif self._incoming.kind is Kind.SUBMISSION:
            self.answers += 1
            self._answer_submission("push", message_view(sentence_message(text), self.say))
        elif self._incoming.kind is Kind.SEARCH:  # Slack shows no words there: nothing is found.
            self.offer([])
        else:
            self.show(sentence_message(text))

    def acknowledge(self) -> None:
        """Tell Slack that the request arrived, if it has not heard yet."""
        self._first(lambda: self._ack())

    def acknowledge_late(self) -> None:
        if self._incoming.kind is Kind.SUBMISSION:
            view = waiting_view(self.say)
            self._first(lambda: self._ack(response_action="update", view=view))
        elif self._incoming.kind is Kind.SEARCH:
            self._first(lambda: self._ack(options=[]))
        else:
            self.acknowledge()

    # How it gets there

    def _first(self, acknowledge: Callable[[], object]) -> bool:
        """Acknowledge with `acknowledge`, unless that has been done; whether it was this time."""
        with self._lock:
            if self._acknowledged:
                return False
            self._acknowledged = True
            acknowledge()
            return True

    def _answer_command(self, message: Message) -> None:
        if message.plain is not None and self._newer_blocks.known(self._incoming.team) is not True:
            self._respond(message, replace_original=False)
            return
        answered = self._first(
            lambda: self._ack(text=message.text, blocks=message.blocks, response_type="ephemeral")
        )
        if not answered:
            self._respond(message, replace_original=False)

    def _answer_submission(self, action: str, view: View) -> None:
        if not self._first(lambda: self._ack(response_action=action, view=view)):
            self._update_view(view)

    def _respond(self, message: Message, *, replace_original: bool) -> None:
        self.acknowledge()
        team = self._incoming.team
        refused = message.plain is not None and self._newer_blocks.known(team) is False
        first = message.plain if refused and message.plain is not None else message.blocks
        answer = self._post(message.text, first, replace_original)
        if message.plain is not None and not refused:
            if answer == "ok":
                self._newer_blocks.learn(team, taken=True)
            elif answer == REFUSED_BLOCKS:
                self._newer_blocks.learn(team, taken=False)
                answer = self._post(message.text, message.plain, replace_original)
        if answer != "ok":
            log.warning("the response_url took no answer", extra={"answer": answer})
            self._send_later(message)

    def _post(self, text: str, blocks: list[dict[str, Any]], replace_original: bool) -> str:
        """Use the response_url; "ok", or what went wrong in a word.

        Posting again after a dropped connection could show the answer twice: no retries.
        """
        if not self._incoming.response_url:
            return "no response_url"
        webhook = WebhookClient(self._incoming.response_url, timeout=10, retry_handlers=[])
        try:
            answer = webhook.send_dict(
                {
                    "text": text,
                    "blocks": blocks,
                    "response_type": "ephemeral",
                    "replace_original": replace_original,
                    **({"thread_ts": self._incoming.thread} if self._incoming.thread else {}),
                }
            )
        except TROUBLE as error:
            return type(error).__name__
        if answer.status_code == 200:
            return "ok"
        return REFUSED_BLOCKS if REFUSED_BLOCKS in answer.body else f"status {answer.status_code}"

    def _not_opened(self) -> Message:
        return sentence_message(self.say("Slack didn’t open the window. Please try again."))

    def _open(self, view: View, otherwise: Message) -> str:
        """Open `view`, on top of the one that was clicked in; if Slack won't, say `otherwise`.
        Slack's id of it, or ""."""
        self.acknowledge()
        inside = self._incoming.kind is Kind.CLICK_IN_VIEW
        call = self._client.views_push if inside else self._client.views_open
        try:
            answer = call(trigger_id=self._incoming.trigger_id, view=view)
        except TROUBLE as error:
            self._not_shown(error, otherwise)
            return ""
        return str(answer["view"]["id"])

    def _update_view(self, view: View) -> None:
        self.acknowledge()
        try:
            shown = self._opened or self._incoming.view.get("id")
            self._client.views_update(view_id=shown, view=view)
        except TROUBLE as error:
            self._not_shown(error, Message(text="Paydesk", blocks=_readable(view)))

    def _not_shown(self, error: Exception, otherwise: Message) -> None:
        log.warning("a view was not shown", extra={"error": _code(error)})
        if self._incoming.response_url:
            self._respond(otherwise, replace_original=False)
        else:
            self._send_later(otherwise)


def _code(error: Exception) -> str:
    if isinstance(error, SlackApiError):
        return str(error.response.get("error"))
    return type(error).__name__


def _readable(view: View) -> list[dict[str, Any]]:
    """The blocks of a view that a message may hold too."""
    return [block for block in view["blocks"] if block["type"] != "input"]
