"""From Slack's request to the listener and back: who asks, may it pass, one answer each time."""

import logging
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin
from uuid import uuid4

from slack_bolt import Ack
from slack_sdk import WebClient

from bot.incoming import Incoming, Kind
from bot.installations import Installations
from bot.lateness import LateAcknowledgements
from bot.limits import RateLimit
from bot.message_events import readable
from bot.people_languages import PeopleLanguages
from bot.readiness import Contacts
from bot.references import report_failure
from bot.slack_replies import NewerBlocks, SlackReply
from commands.asked import Asked, Outside, Quoted
from commands.names import COMMANDS
from commands.replies import Message
from desk.access import STRANGER, NoRole, Person
from desk.access_requests import why_no_role
from desk.context import Desk
from desk.forms import WrongFields
from desk.language import Language, language_of
from desk.privacy import refuse_card_numbers
from rules.roles import Role
from rules.words import Refusal, refuse
from storage import callers, outbox
from storage.failures import StoreDown
from storage.members import Member
from storage.practices import Practice

log = logging.getLogger("paydesk.slack")

Listener = Callable[[Asked], None]


@dataclass(frozen=True)
class Routes:
    """What answers what. A name that ends in ":" answers every id that begins with it."""

    commands: Mapping[str, Listener]
    actions: Mapping[str, Listener]
    views: Mapping[str, Listener]
    searches: Mapping[str, Listener] = field(default_factory=dict)

    def listener(self, incoming: Incoming) -> Listener | None:
        table = {
            Kind.COMMAND: self.commands,
            Kind.SUBMISSION: self.views,
            Kind.SEARCH: self.searches,
        }.get(incoming.kind, self.actions)
        name = incoming.name
        if found := table.get(name):
            return found
        return table.get(name.rpartition(":")[0] + ":")


class Dispatcher:
    """Answers each request exactly once: with its listener's answer, or a sentence."""

    def __init__(
        self,
        desk: Desk,
        routes: Routes,
        installations: Installations,
        languages: PeopleLanguages,
        slack_api_url: str,
        lateness: LateAcknowledgements,
        contacts: Contacts,
        outside: Outside,
    ) -> None:
        self._desk = desk
        self._routes = routes
        self._installations = installations
        self._languages = languages
        self._response_urls = ("https://hooks.slack.com/", urljoin(slack_api_url, "/"))
        self._lateness = lateness
        self._contacts = contacts
        self._outside = outside
        self._limits = RateLimit()
        self._newer_blocks = NewerBlocks()

    def reply_to(self, incoming: Incoming, ack: Ack, client: WebClient) -> SlackReply:
        """The way back, watched from now on: Slack hears from us in time whatever happens."""
        reply = SlackReply(
            incoming,
            ack,
            client,
            self._newer_blocks,
            lambda message: self._send_later(incoming, message),
            language_of(None),
        )
        self._lateness.watch(reply)
        self._contacts.slack_at = self._desk.clock()
        return reply

    def answer(self, incoming: Incoming, reply: SlackReply, typed: list[str]) -> None:
        """Find out who asks and let the listener answer. Never raises: after an acknowledgement,
        an exception within ten milliseconds would make Bolt lose the acknowledgement."""
        doing = f"{incoming.kind} {incoming.name}"
        try:
            self._answer_or_refuse(incoming, reply, typed, doing)
        except Exception as error:  # noqa: BLE001 - nothing is left that could carry a sentence
            report_failure(error, f"the refusal of {doing}")

    def _answer_or_refuse(
        self, incoming: Incoming, reply: SlackReply, typed: list[str], doing: str
    ) -> None:
        committed = self._desk.store.commits()
        try:
            self._answer(incoming, reply, typed)
            if not reply.answers:
                raise RuntimeError(f"{doing} was not answered")
        except WrongFields as wrong:
            reply.errors({field: reply.say.sentence(why) for field, why in wrong.by_field.items()})
        except Exception as error:  # noqa: BLE001 - the one place that turns the unexpected into a sentence
            recorded = self._desk.store.commits() > committed
            if isinstance(error, Refusal) and not (isinstance(error, StoreDown) and recorded):
                sentence = error.sentence
            else:
                sentence = report_failure(error, doing, recorded=recorded)
            reply.refuse(_named_as_here(reply.say.sentence(sentence), incoming.command))

    def _answer(self, incoming: Incoming, reply: SlackReply, typed: list[str]) -> None:
        practice, member = self._caller(incoming)
        reply.say = self._language(practice, member, incoming.user)
        if not self._limits.allows(incoming.team, incoming.user, time.monotonic()):
            raise refuse("That was a lot at once. Please wait a few seconds and try again.")
        for text in typed:
            refuse_card_numbers(text)
        listener = self._routes.listener(incoming)
        if listener is None:
            raise refuse(
                "This belongs to another version of Paydesk. Type /billing or /fees to start anew."
            )
        role = Role(member.role) if member and member.disabled_at is None else Role.NONE
        person = Person(practice.id, incoming.user, role)
        try:
            listener(self._asked(incoming, reply, practice, person))
        except NoRole as refusal:
            raise why_no_role(self._desk, person, refusal) from None

    def _caller(self, incoming: Incoming) -> tuple[Practice, Member | None]:
        found = callers.find(self._desk.store, incoming.team, incoming.user)
        if found is None or incoming.user_team != found[0].slack_team:
            raise Refusal(STRANGER)
        return found

    def _language(self, practice: Practice, member: Member | None, user: str) -> Language:
        chosen = member.language if member else None
        return language_of(chosen or self._languages.locale(practice, member, user))

    def _asked(
        self, incoming: Incoming, reply: SlackReply, practice: Practice, person: Person
    ) -> Asked:
        return Asked(
            desk=self._desk,
            practice=practice,
            person=person,
            say=reply.say,
            reply=reply,
            outside=self._outside,
            command=incoming.command,
            text=incoming.text,
            value=incoming.value,
            values=incoming.values,
            private=incoming.private,
            message=_quoted(incoming),
            window=_window(incoming),
        )

    def allowed_response_url(self, url: str) -> bool:
        """Whether answers may be sent there: only to Slack, by its own address."""
        return url.startswith(self._response_urls)

    def _send_later(self, incoming: Incoming, message: Message) -> None:
        """The answer could not be shown where it was asked: send it as a direct message."""
        practice = self._installations.practice(incoming.team)
        if practice is None:
            return
        payload = {"text": message.text, "blocks": message.plain or message.blocks}
        with self._desk.store.transaction():
            outbox.enqueue(
                self._desk.store,
                practice.id,
                kind="slack_post",
                recipient=incoming.user,
                uid=f"{outbox.ANSWER}{uuid4().hex}",
                payload=payload,
                now=self._desk.clock(),
            )


def _quoted(incoming: Incoming) -> Quoted | None:
    message = incoming.message
    if not message:
        return None
    return Quoted(message["channel"], message["ts"], readable(message["text"]))


def _window(incoming: Incoming) -> str:
    """Slack's id of the modal in which it was asked; Home is none."""
    return "" if incoming.kind is Kind.CLICK_IN_HOME else str(incoming.view.get("id") or "")


_NAMES = "|".join(one.name for one in COMMANDS)
_OUR_COMMAND = re.compile(rf"(?<![\w/])/(?=(?:{_NAMES})\b)")


def _named_as_here(text: str, typed: str) -> str:
    """Sentences say /fees; where the person typed /np-fees, they shall read /np-fees too."""
    prefix = typed.lstrip("/").rpartition("-")[0]
    return _OUR_COMMAND.sub(f"/{prefix}-", text) if prefix else text
