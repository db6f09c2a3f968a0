"""Clients asked for a payment method: written down, sent on, called off, looked at.

None of it asks Stripe: a row is written, and the worker does the rest.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from desk.access import Actor, Person, authorize, name_of
from desk.card_letters import send_letter
from desk.card_outcomes import consent_of
from desk.charge_checks import CLIENT_ERASED
from desk.consent_words import VERSION
from desk.context import Desk
from desk.news import tell
from desk.outcomes import audit_of, move
from desk.settings import practice_settings
from rules.fees import METHOD_OF_REGION
from rules.payment_state import State
from rules.places import fee_region, parse_place
from rules.roles import Action
from rules.setup_state import WAITS
from rules.words import refuse
from storage import audit, clients, consents, operation_lists, operations, practices
from storage.clients import Client
from storage.consents import SPOKEN
from storage.new_operations import blank, hash_of
from storage.operations import CARD, Operation
from storage.practices import Practice

CALLED_OFF = "called_off"
"""Why a request was cancelled by a person."""
AT_ONCE = 20
"""So many clients are asked at once at most."""
_RECENT = 30
_BEING_SENT = frozenset({State.SENDING, State.UNKNOWN})


@dataclass(frozen=True)
class Asking:
    """How a client is asked. `mail`: the link is sent by e-mail as soon as it is there. `spoken`:
    the words were read to the client, who said yes."""

    mail: bool = False
    spoken: bool = False


def payer_of(desk: Desk, practice: Practice, actor: Actor, client_id: int) -> Client:
    """Whose payment method is asked for: the client's, or that of who pays for them. Refusal where
    there is none, or their data is erased."""
    authorize(actor, Action.ADD_CARDS)
    client = clients.get(desk.store, practice.id, client_id)
    if client is not None and client.payer_id is not None:
        client = clients.get(desk.store, practice.id, client.payer_id)
    if client is None:
        raise refuse("There is no such client. Type /client and a name to find them.")
    if client.erased_at is not None:
        raise refuse("This client’s data is erased already.")
    return client


def waiting(desk: Desk, practice: Practice, client: Client) -> Operation | None:
    """The request that the client hasn't answered yet."""
    return waiting_among(operation_lists.of_client(desk.store, practice.id, client.id, _RECENT))


def waiting_among(recent: Sequence[Operation]) -> Operation | None:
    """The same, where a client's operations have been read already."""
    return next((one for one in recent if one.kind == CARD and one.state in WAITS), None)


def ask(
    desk: Desk,
    practice: Practice,
    person: Person,
    client_id: int,
    asking: Asking,
    modal: dict[str, str] | None = None,
) -> Operation:
    """Have a link made on which the client saves a payment method; the one that they have already,
    if they do."""
    with desk.store.transaction():
        asked = ask_by(desk, practice, person, client_id, asking, modal)
        if asking.spoken:
            _note_spoken(desk, person, asked)
    desk.store.tell_queued()
    return asked


def ask_by(
    desk: Desk,
    practice: Practice,
    actor: Actor,
    client_id: int,
    asking: Asking,
    modal: dict[str, str] | None = None,
) -> Operation:
    """The same by whoever may, in their transaction."""
    client = payer_of(desk, practice, actor, client_id)
    recent = operation_lists.of_client(desk.store, practice.id, client.id, _RECENT)
    return waiting_among(recent) or _new(desk, practice, actor, client, asking, recent, modal)


def ask_many(
    desk: Desk, practice: Practice, person: Person, client_ids: Sequence[int]
) -> list[Operation]:
    """The same for several, by e-mail where there is an address."""
    authorize(person, Action.ADD_CARDS)
    wanted = list(dict.fromkeys(client_ids))
    if not wanted:
        raise refuse("Choose at least one client.")
    if len(wanted) > AT_ONCE:
        raise refuse("At most {most} clients can be asked at once.", most=str(AT_ONCE))
    with desk.store.transaction():
        return [ask(desk, practice, person, one, Asking(mail=True)) for one in wanted]


def note_spoken(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    """The words were read to the client, who said yes, before somebody opens the page for them."""
    asked = named(desk, practice, person, uid)
    if asked.state not in WAITS:
        raise _moved_on()
    with desk.store.transaction():
        _note_spoken(desk, person, asked)
    return asked


def send_by_mail(desk: Desk, practice: Practice, person: Person, uid: str) -> str | None:
    """Send the link to the client; once to each address. The address; None where it can't be sent,
    so that the text is to be copied instead."""
    asked = named(desk, practice, person, uid)
    if asked.state != State.NEEDS_CUSTOMER:
        raise _moved_on()
    client = clients.get(desk.store, practice.id, asked.client_id)
    if client is None:
        raise LookupError(f"There is no client {asked.client_id}.")
    with desk.store.transaction():
        sent = send_letter(desk, practice, client, asked, person.slack_user)
    return client.email if sent else None


def withdraw(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    """Call it off: the link leads nowhere from then on."""
    asked = named(desk, practice, person, uid)
    if asked.state not in WAITS - _BEING_SENT:
        raise _moved_on()
    return call_off(desk, asked, person.slack_user, CALLED_OFF)


def call_off(desk: Desk, asked: Operation, actor: str, reason: str) -> Operation:
    """Have the page closed at Stripe, if there is one. Refusal where somebody was faster."""
    due = desk.clock() if asked.stripe_id else None
    with desk.store.transaction():
        practices.lock(
            desk.store, asked.practice_id
        )  # As whoever records Stripe's news does: first.
        gone = move(desk, asked, State.CANCELLED, actor, reason=reason, url=None, due_at=due)
    if gone is None:
        raise _moved_on()
    desk.store.tell_queued()
    return gone


def end_requests(desk: Desk, practice_id: int, client_id: int, actor: str) -> None:
    """Of a client whose data is erased; the link of one that is being sent is never given out."""
    for one in operation_lists.of_client(desk.store, practice_id, client_id, _RECENT):
        if one.kind == CARD and one.state in WAITS - _BEING_SENT:
            call_off(desk, one, actor, CLIENT_ERASED)


def named(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    """For whoever may ask for payment methods. Refusal where the practice has no such request."""
    authorize(person, Action.ADD_CARDS)
    found = operations.by_uid(desk.store, practice.id, uid)
    if found is None or found.kind != CARD:
        raise refuse("There is no such request.")
    return found


def _new(
    desk: Desk,
    practice: Practice,
    actor: Actor,
    client: Client,
    asking: Asking,
    recent: Sequence[Operation],
    modal: dict[str, str] | None,
) -> Operation:
    """Named for the client's newest operation, of those among which none waits: two who ask at once
    get the same one."""
    request = f"card:{client.id}:{recent[0].id if recent else 0}"
    place = practice_settings(desk, practice).place
    region = fee_region(parse_place(place)) if place else "other"
    debit = METHOD_OF_REGION.get(region)
    now, name = desk.clock(), name_of(actor)
    shown = {
        "wording": VERSION,
        "language": client.language or practice.language,
        "types": ["card", debit] if debit else ["card"],
        "mail": asking.mail,
    }
    new = replace(
        blank(practice.id, CARD, client.id, name, now),
        request_id=request,
        shown=shown,
        shown_hash=hash_of(shown),
        approved_by=name,
        approved_at=now,
        modal=modal,
        due_at=now,
    )
    added = operations.add(desk.store, practice.id, new, [], live=False)
    if added is None:
        known = operations.by_request(desk.store, practice.id, request)
        if known is None:
            raise LookupError(f"There is no operation of request {request}.")
        return known
    audit_of(desk, added, name)
    tell(desk, None, added, name)
    return added


def _note_spoken(desk: Desk, person: Person, asked: Operation) -> None:
    now = desk.clock()
    said = consent_of(asked, SPOKEN, now, person.slack_user)
    if consents.add(desk.store, asked.practice_id, said):
        audit.record(
            desk.store,
            asked.practice_id,
            actor=person.slack_user,
            action="consent.spoken",
            target=asked.uid,
            detail={"wording": said.wording, "language": said.language},
            now=now,
        )


def _moved_on() -> Exception:
    return refuse("This has moved on meanwhile. Look at it again.")
