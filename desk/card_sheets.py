"""What people see of a request for a payment method: before it is made, and from then on."""

from dataclasses import dataclass

from desk.access import Person
from desk.card_letters import letter_text
from desk.card_outcomes import spoken
from desk.card_requests import named, payer_of, waiting
from desk.consent_words import consent_words, legal_notice
from desk.context import Desk
from desk.language import Language, language_of
from desk.mail import can_send
from rules.payment_state import State
from storage import clients
from storage.clients import Client
from storage.operations import Operation
from storage.practices import Practice


@dataclass(frozen=True)
class AskSheet:
    """Before it is made. `client` is who pays, `words` what is read aloud to them, in their
    language; `notice` what the law of the place has the practice tell, "" where nothing."""

    client: Client
    mail_to: str
    words: str
    notice: str


@dataclass(frozen=True)
class RequestSheet:
    """A request as it is now. `mail_to` is "" where it can't be sent by e-mail; `letter` the text
    to be copied, "" while there is no link."""

    asked: Operation
    client: Client
    mail_to: str
    words: str
    notice: str
    letter: str
    spoken: bool


def ask_sheet(
    desk: Desk, practice: Practice, person: Person, client_id: int, say: Language
) -> AskSheet | RequestSheet:
    """The request that waits already, if there is one."""
    client = payer_of(desk, practice, person, client_id)
    if (asked := waiting(desk, practice, client)) is not None:
        return request_sheet(desk, practice, person, asked.uid, say)
    theirs = language_of(client.language or practice.language)
    return AskSheet(
        client=client,
        mail_to=_mail_to(desk, client),
        words=consent_words(theirs, practice.name),
        notice=legal_notice(say, practice.place),
    )


def request_sheet(
    desk: Desk, practice: Practice, person: Person, uid: str, say: Language
) -> RequestSheet:
    """Refusal where there is no such request, or the person may not see it."""
    asked = named(desk, practice, person, uid)
    client = client_of(desk, asked)
    theirs = language_of(asked.shown["language"])
    return RequestSheet(
        asked=asked,
        client=client,
        mail_to=_mail_to(desk, client) if asked.state == State.NEEDS_CUSTOMER else "",
        words=consent_words(theirs, practice.name, asked.shown["wording"]),
        notice=legal_notice(say, practice.place),
        letter=letter_text(practice, asked) if asked.url else "",
        spoken=spoken(desk, asked),
    )


def client_of(desk: Desk, asked: Operation) -> Client:
    client = clients.get(desk.store, asked.practice_id, asked.client_id)
    if client is None:
        raise LookupError(f"There is no client {asked.client_id}.")
    return client


def _mail_to(desk: Desk, client: Client) -> str:
    return client.email or "" if can_send(desk, client.email) else ""
