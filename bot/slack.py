"""The Bolt app: how each kind of request reaches its listener, in HTTP and in Socket Mode."""

import logging
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.middleware import Middleware

from bot.dispatcher import Dispatcher
from bot.events import EventIntake
from bot.incoming import Incoming, read_request, typed_texts
from bot.installations import Installations, slack_client
from bot.slack_replies import SlackReply
from rules.words import Refusal

LISTENER_THREADS = 64
"""Bolt's own five starve: eight slow commands at once, and three of them are never acknowledged."""
ANYTHING = re.compile(".*", re.DOTALL)


def build_bolt(
    dispatcher: Dispatcher, events: EventIntake, installations: Installations, slack_api_url: str
) -> App:
    """One app for HTTP and Socket Mode. The signature is checked before it, in HTTP."""
    app = App(
        name="paydesk.bolt",  # Bolt sets the level of the logger of this name, at each request
        logger=_quiet_logger(),
        client=slack_client(slack_api_url, None),
        authorize=_authorize(installations),
        before_authorize=_Reception(dispatcher, events),
        request_verification_enabled=False,
        listener_executor=ThreadPoolExecutor(LISTENER_THREADS, thread_name_prefix="listener"),
    )
    _register(app, dispatcher)
    return app


class _Reception(Middleware):
    """Before a listener thread is free: events are written down, and the three seconds of
    whatever a person asked are watched."""

    def __init__(self, dispatcher: Dispatcher, events: EventIntake) -> None:
        self._dispatcher = dispatcher
        self._events = events

    def process(
        self,
        *,
        req: BoltRequest,
        resp: BoltResponse,
        next: Callable[[], BoltResponse],  # noqa: A002 - Bolt's name for it
    ) -> BoltResponse | None:
        """`next()` where Bolt is to go on; a failure makes Slack send an event again."""
        if self._events.is_event(req.body) and not self._events.take_in(req.body):
            return BoltResponse(status=500)
        incoming = read_request(req.body)
        if incoming is not None:
            if not self._dispatcher.allowed_response_url(incoming.response_url):
                incoming = replace(incoming, response_url="")
            req.context["incoming"] = incoming
            req.context["reply"] = self._dispatcher.reply_to(
                incoming, req.context.ack, req.context.client
            )
        return next()


def _register(app: App, dispatcher: Dispatcher) -> None:
    """Bolt gets one listener for each kind of request; bot.routes says what answers it."""

    def answer(body: dict[str, Any], incoming: Incoming, reply: SlackReply) -> None:
        typed = [text for text in typed_texts(body) if text]
        dispatcher.answer(incoming, reply, typed)

    app.command(ANYTHING)(answer)
    app.action(ANYTHING)(answer)
    app.view_submission(ANYTHING)(answer)
    app.shortcut(ANYTHING)(answer)
    app.view_closed(ANYTHING)(_acknowledge)
    app.options(ANYTHING)(answer)
    app.event(ANYTHING)(_nothing_more)


def _acknowledge(ack: Ack) -> None:
    ack()


def _nothing_more() -> None:
    """Bolt acknowledges events by itself; what they ask for was written down before."""


def _authorize(installations: Installations) -> Callable[..., AuthorizeResult]:
    """Bolt's question for the token, answered without a call to Slack.

    Whether the workspace and the person may ask at all is the dispatcher's to say, in a sentence.
    """

    def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        try:
            token = installations.token_of_team(team_id or "")
        except Refusal:  # The store is away: the dispatcher says so where the person is.
            token = None
        return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id, bot_token=token)

    return authorize


def _quiet_logger() -> logging.Logger:
    """Bolt's warnings quote requests; only its errors are wanted."""
    logger = logging.getLogger("paydesk.bolt")
    logger.setLevel(logging.ERROR)
    return logger


def not_found_is_fine(response: BoltResponse) -> BoltResponse:
    """Slack gave us something that nobody asked for: say that it arrived, or it is sent again."""
    return BoltResponse(status=200) if response.status == 404 else response
