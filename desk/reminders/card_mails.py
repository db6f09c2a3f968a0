"""Sends the mails to clients whose card is about to expire, with a page to save another one on.

Whatever of a client's expires at one time goes in one mail. As for all mails of reminders, what is
decided is written down together with the mail that the outbox sends.
"""

from collections.abc import Sequence
from functools import partial

from desk.access import SystemActor
from desk.card_requests import Asking, ask_by, waiting
from desk.context import Desk
from desk.days import day_in
from desk.invoice_parties import language_of_payer
from desk.looks import HOUR
from desk.mail import send
from desk.reminders.apart import apart
from desk.reminders.card_letters import CardsWanted, expiry_mail
from desk.reminders.expiring import CARDS_TOO_LATE_AFTER, CardFacts, facts_of, why_no_mail
from desk.reminders.paying import link_in_making
from desk.reminders.sending import Terms, again_later, end, put_off, terms_of, uid_of, wait_for
from desk.reminders.ways_out import way_out
from desk.settings import today_at
from rules.payment_state import State as Request
from rules.reminder_state import CARD_MAIL, CARDS, Reason, State
from rules.systems import System
from rules.words import Refusal
from storage import expiring_cards, operations, reminders
from storage.clients import Client
from storage.operations import Operation
from storage.reminders import Reminder
from storage.stripe_clients import SavedMethod

_AT_ONCE = 20
_MOST_CARDS = 10
"""Of a client, in one mail."""
Judged = list[tuple[Reminder, CardFacts, Reason | None]]
_ENDED = frozenset({Request.FAILED, Request.CANCELLED, Request.SUCCEEDED})


def send_due(desk: Desk) -> int:
    """Do what can be done now; for how many reminders that was."""
    found = reminders.due_to_go_on(desk.store, CARD_MAIL, desk.clock(), _AT_ONCE)
    return sum(
        apart(
            partial(_see_to, desk, one), partial(again_later, desk, one, HOUR, CARDS_TOO_LATE_AFTER)
        )
        for one in found
    )


def judged(desk: Desk, terms: Terms, together: Sequence[Reminder]) -> Judged:
    """Each with why it doesn't go out at this moment; None: it does."""
    today = today_at(desk, terms.settings)
    facts = facts_of(desk, terms.practice, together, today)
    return [(one, facts[one.id], _why_not(desk, terms, one, facts[one.id])) for one in together]


def _why_not(desk: Desk, terms: Terms, one: Reminder, facts: CardFacts) -> Reason | None:
    if not terms.rule.active:
        return Reason.OFF
    late = desk.clock() - one.was_due_at > CARDS_TOO_LATE_AFTER
    return why_no_mail(facts) or (Reason.TOO_LATE if late else None)


def _see_to(desk: Desk, one: Reminder) -> bool:
    """Whether nobody else does."""
    with desk.store.transaction():
        together = _taken(desk, one)
        making = link_in_making(desk, together) if together else None
        if making is not None:
            wait_for(desk, together, making)
        elif together:
            _go_on(desk, together)
        return bool(together)


def _taken(desk: Desk, one: Reminder) -> list[Reminder]:
    """All of the same client, where this is the first of them."""
    store, mine, now = desk.store, one.practice_id, desk.clock()
    if reminders.take(store, mine, one.id, now) is None:
        return []
    together = expiring_cards.due_of_client(
        store, mine, CARD_MAIL, one.subject_id, now, _MOST_CARDS
    )
    return together if together and together[0].id == one.id else []


def _go_on(desk: Desk, together: Sequence[Reminder]) -> None:
    terms = terms_of(desk, together[0].practice_id, CARDS)
    going: list[tuple[Reminder, CardFacts]] = []
    for one, facts, reason in judged(desk, terms, together):
        if reason is None:
            going.append((one, facts))
        else:
            _end(desk, terms, one, reason)
    loud = terms.loud_at(desk.clock())
    if loud > desk.clock():
        for one, _ in going:
            put_off(desk, one, loud)
    elif going:
        _send_or_wait(desk, terms, going)


def _end(desk: Desk, terms: Terms, one: Reminder, reason: Reason) -> None:
    """The list for the staff says it, so no other does: clients without an address are theirs."""
    end(desk, one, reason)
    if reason is not Reason.TOO_LATE:
        day = day_in(desk.clock(), terms.settings.time_zone).isoformat()
        reminders.change(desk.store, one.practice_id, one.id, state=State.SKIPPED, digest=day)


def _send_or_wait(desk: Desk, terms: Terms, going: Sequence[tuple[Reminder, CardFacts]]) -> None:
    first, facts = going[0]
    client, practice = facts.client, terms.practice
    if client is None:
        raise LookupError(f"There is no client {first.subject_id}.")
    together = [one for one, _ in going]
    page = _page(desk, terms, client, first)
    if page is not None and page.state != Request.NEEDS_CUSTOMER:
        wait_for(desk, together, page.uid)
        return
    methods = [its.method for _, its in going if its.method is not None]
    uid = uid_of(desk, first)
    send(desk, practice.id, expiry_mail(_wanted(desk, terms, client, methods, page)), uid)
    for one in together:
        reminders.change(
            desk.store,
            practice.id,
            one.id,
            state=State.SENDING,
            uid=uid,
            link=page.uid if page else one.link,
            ended_at=desk.clock(),
        )


def _page(desk: Desk, terms: Terms, client: Client, first: Reminder) -> Operation | None:
    """On which the client saves another one: the one that waits for them, or a new one, which may
    be in the making. None: there will be none, and the mail goes out without."""
    known = waiting(desk, terms.practice, client)
    if known is not None:
        return known if known.state != Request.PROCESSING else None
    before = operations.by_uid(desk.store, terms.practice.id, first.link) if first.link else None
    if before is not None and before.state in _ENDED:
        return None
    actor = SystemActor(terms.practice.id, System.REMINDERS)
    try:
        return ask_by(desk, terms.practice, actor, client.id, Asking())
    except Refusal:
        return None


def _wanted(
    desk: Desk,
    terms: Terms,
    client: Client,
    methods: Sequence[SavedMethod],
    page: Operation | None,
) -> CardsWanted:
    say = language_of_payer(client, terms.settings)
    return CardsWanted(
        practice=terms.practice,
        settings=terms.settings,
        client=client,
        methods=tuple(methods),
        page=page,
        reply_to=terms.rule.options.get("reply_to") or None,
        way_out=way_out(desk, terms.practice, say, client),
    )
