"""Erases a person's data on request, for good.

Tax and accounting law makes a practice keep its invoices: number, days, quantities, prices,
amounts, taxes, and which practitioner worked. That stays, under the client's reference in place of
the name. What was free to write says more than the law asks for, and may name the person or tell
of their health: the lines of the client's invoices get a neutral text; notes, reasons for voiding,
and what was typed of payments made elsewhere and of write-offs go. Where the client only pays for
somebody else, the lines tell of that other person, and stay. Questions in the help
channel that name the client or an invoice of theirs go, with what was answered.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from desk.access import Actor, authorize, name_of
from desk.card_requests import end_requests
from desk.context import Desk
from desk.fields import Fields
from desk.help.changes import forget_mentioning
from desk.language import language_of
from desk.link_endings import ERASED, close_later
from rules.payment_state import HOLDING
from rules.roles import Action
from rules.search_phrases import folded
from rules.words import refuse
from storage import (
    audit,
    clients,
    drafts,
    expiring_cards,
    invoice_contents,
    invoices,
    mail_addresses,
    operation_facts,
    operations,
    outbox,
    practices,
    refunds,
    reminder_pauses,
    stripe_clients,
)
from storage.clients import Address, Client
from storage.invoices import Invoice
from storage.operations import COLLECT, REFUND
from storage.typed_notes import forget_typed

TYPED = "typed"
"""The field into which the reference is typed, so that nobody erases by a slip."""


@dataclass(frozen=True)
class Erasure:
    """What an erasure does, or did. `owes`: what the open invoices come to, by currency;
    `customers`: who the client is at Stripe, which keeps what it has."""

    client: Client
    invoices: int
    owes: dict[str, int]
    customers: tuple[str, ...]


def to_erase(desk: Desk, actor: Actor, client_id: int) -> Erasure:
    """What would be erased. Refusal where there is no such client, or none any more, and while
    money of theirs is on its way."""
    authorize(actor, Action.ERASE)
    store, mine = desk.store, actor.practice_id
    client = clients.get(store, mine, client_id)
    if client is None:
        raise refuse("There is no such client. Type /client and a name to find them.")
    if client.erased_at is not None:
        raise refuse("This client’s data is erased already.")
    theirs = invoices.all_of_client(store, mine, client.id)
    _refuse_while_paid(desk, mine, client, theirs)
    return Erasure(
        client=client,
        invoices=len(theirs),
        owes=invoices.open_balance(store, mine, client.id),
        customers=tuple(stripe_clients.customers_of(store, mine, client.id)),
    )


def erase(desk: Desk, actor: Actor, client_id: int, typed: str) -> Erasure:
    """For good. `typed`: the client's reference, as somebody typed it. Raises WrongFields."""
    authorize(actor, Action.ERASE)
    store, mine, now = desk.store, actor.practice_id, desk.clock()
    with store.transaction():
        refunds.forget_notes(store, mine, client_id)  # Before all else: refunds lock so, too.
        before = invoices.all_of_client(store, mine, client_id)
        operations.lock_invoices(store, mine, [one.id for one in before])  # As charges do: first.
        practices.lock(store, mine)
        erased = to_erase(desk, actor, client_id)
        _refuse_other(typed, erased.client)
        close_later(desk, mine, [one.id for one in before], name_of(actor), ERASED)
        nameless = _nameless(erased.client, now)
        clients.change(store, mine, nameless, [])
        for one in clients.paid_for_by(store, mine, client_id):
            clients.set_payer(store, mine, one.id, None)
        theirs = invoices.all_of_client(store, mine, client_id)
        _forget_invoiced(desk, mine, theirs, nameless)
        forget_typed(store, mine, [one.id for one in theirs])
        reminder_pauses.forget_reason(store, mine, reminder_pauses.CLIENT, [client_id])
        reminder_pauses.forget_reason(
            store, mine, reminder_pauses.INVOICE, [one.id for one in theirs]
        )
        drafts.forget_client(store, mine, client_id, (one.id for one in theirs))
        outbox.forget_answers(store, mine, nameless.reference)
        numbers = [one.reference for one in theirs]
        forget_mentioning(desk, mine, [erased.client.name, nameless.reference, *numbers])
        end_requests(desk, mine, client_id, name_of(actor))
        stripe_clients.forget(store, mine, client_id)
        mail_addresses.forget_client(store, mine, client_id)
        expiring_cards.forget(store, mine, client_id)
        audit.record(
            store,
            mine,
            actor=name_of(actor),
            action="client.erased",
            target=nameless.reference,
            detail={"invoices_kept": erased.invoices, "stripe_customers": len(erased.customers)},
            now=now,
        )
    return replace(erased, client=nameless)


def _refuse_while_paid(
    desk: Desk, practice_id: int, client: Client, theirs: Sequence[Invoice]
) -> None:
    """What becomes of a payment has to reach somebody, and may be reason to give money back."""
    store, ids = desk.store, [one.id for one in theirs]
    kinds = COLLECT | {REFUND}
    own = operation_facts.any_of_client(store, practice_id, client.id, kinds, HOLDING)
    if own or operations.collecting(store, practice_id, ids):
        raise refuse(
            "A payment of {client} has not come to its end, so nothing is erased. See to it first,"
            " or wait until the bank has answered.",
            client=client.reference,
        )


def _forget_invoiced(
    desk: Desk, practice_id: int, theirs: Sequence[Invoice], nameless: Client
) -> None:
    """Each in its own language, so that the document reads as one."""
    by_language: dict[str, list[int]] = {}
    for one in theirs:
        say = language_of(one.language)
        reason = say("It was void before the client’s data was erased.")
        buyer = _without_name(one.buyer, nameless)
        invoices.forget_buyer(
            desk.store, practice_id, one.id, buyer, reason if one.void_reason else None
        )
        if one.client_id == nameless.id:
            by_language.setdefault(one.language, []).append(one.id)
    for language, ids in by_language.items():
        say = language_of(language)
        invoice_contents.describe_anew(desk.store, practice_id, ids, say("Services as agreed"))


def _refuse_other(typed: str, client: Client) -> None:
    fields = Fields({TYPED: typed})
    if folded(typed) != folded(client.reference):
        fields.read(TYPED, lambda _: _ask_again(client))
    fields.refuse_if_wrong()


def _ask_again(client: Client) -> None:
    raise refuse("Type {reference} to erase this client.", reference=client.reference)


def _nameless(client: Client, now: int) -> Client:
    """Only the reference, by which invoices name it, and when it came and went."""
    return Client(
        id=client.id,
        reference=client.reference,
        name=client.reference,
        sort_name=folded(client.reference),
        address=Address(),
        created_at=client.created_at,
        changed_at=now,
        archived_at=now,
        erased_at=now,
    )


def _without_name(buyer: dict[str, Any], client: Client) -> dict[str, Any]:
    """Whichever of the two the client is: who pays, or for whom it is."""
    of_client = buyer.get("client")
    if of_client and of_client.get("reference") == client.reference:
        buyer = buyer | {"client": of_client | {"name": client.reference}}
    if buyer.get("reference") == client.reference:
        buyer = buyer | {"name": client.reference, "address": []}
    return buyer
