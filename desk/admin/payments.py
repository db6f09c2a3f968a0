"""The wide list of payments, and one with its whole story: calls to Stripe, what Stripe told, the
ledger, messages, refunds, disputes, receipts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from desk import charge_news, link_cards, receipt_mails, refund_news, settled_news
from desk.access import Person, authorize
from desk.clients import search_ids
from desk.context import Desk
from desk.invoices import find
from desk.settings import practice_settings
from rules.roles import Action
from rules.words import refuse
from storage import (
    clients,
    disputes,
    ledger,
    operations,
    payment_links,
    payment_lists,
    payment_pages,
    payment_story,
    refunds,
)
from storage.clients import Client
from storage.disputes import Dispute
from storage.ledger import Line
from storage.operations import Operation
from storage.payment_links import PaymentLink
from storage.payment_lists import KINDS, Wanted
from storage.payment_pages import Payment
from storage.payment_story import Chapter, Part
from storage.practices import Practice

_CARDS = (charge_news.KIND, link_cards.KIND, settled_news.KIND)
_LETTERS = (*_CARDS, refund_news.KIND)
_MAILS = (receipt_mails.KIND, f"{receipt_mails.KIND}-undone", refund_news.KIND)


@dataclass(frozen=True)
class Story:
    """`parts`: the invoices that it pays. `lines`: what moved. `refunds` and `disputes` of a
    charge. `chapters`: what happened, the oldest first."""

    payment: Payment
    parts: tuple[Part, ...]
    lines: tuple[Line, ...]
    refunds: tuple[Operation, ...]
    disputes: tuple[Dispute, ...]
    chapters: tuple[Chapter, ...]
    time_zone: str

    @property
    def stripe_ids(self) -> tuple[str, ...]:
        """All by which Stripe knows it, without whose it is."""
        operation, link = self.payment.operation, self.payment.link
        known = [
            *(operation.stripe_id, link.link_id if link else None, operation.stripe_charge),
            *(one.stripe_object for one in self.lines if one.stripe_object != operation.uid),
            *(one.stripe_id for one in self.disputes),
        ]
        return tuple(dict.fromkeys(one for one in known if one))


def read_search(
    desk: Desk,
    practice: Practice,
    person: Person,
    text: str,
    kinds: Sequence[str],
    states: Sequence[str],
) -> Wanted:
    """`text`: one of Stripe's ids or our own, an invoice's number, or the beginning of a client's
    name, reference or e-mail. No `kinds`: all; no `states`: any."""
    authorize(person, Action.SEE_INVOICES)
    narrowed = tuple(kinds or KINDS), tuple(states)
    if not text:
        return Wanted(*narrowed)
    if (one := _named(desk, practice, text)) is not None:
        return Wanted(ids=(one,))
    if invoice := find(desk, practice, person, text):
        return Wanted(invoice=invoice.id)
    return Wanted(*narrowed, clients=tuple(sorted(search_ids(desk, person, text))))


def rows(
    desk: Desk, person: Person, wanted: Wanted, after: int | None, before: int | None, limit: int
) -> Sequence[Operation]:
    """Those after or before one, the newest first."""
    authorize(person, Action.SEE_INVOICES)
    return payment_lists.page(
        desk.store, person.practice_id, wanted, after=after, before=before, limit=limit
    )


def count(desk: Desk, person: Person, wanted: Wanted, most: int) -> int:
    """How many there are; `most` for as many or more."""
    authorize(person, Action.SEE_INVOICES)
    return payment_lists.count(desk.store, person.practice_id, wanted, most)


def around(
    desk: Desk, practice: Practice, person: Person, found: Sequence[Operation]
) -> tuple[Mapping[int, Client], Mapping[int, PaymentLink], str]:
    """Who pays, by the client's id; the links, by the operation's; and the practice's time zone."""
    authorize(person, Action.SEE_CLIENTS)
    store = desk.store
    whose = clients.by_ids(store, practice.id, {one.client_id for one in found})
    links = links_of(desk, person, found)
    return whose, links, practice_settings(desk, practice).time_zone


def links_of(desk: Desk, person: Person, found: Sequence[Operation]) -> Mapping[int, PaymentLink]:
    """By the operation's id: whether one was sent and opened stands there."""
    authorize(person, Action.SEE_INVOICES)
    ids = [one.id for one in found]
    return payment_links.of_operations(desk.store, person.practice_id, ids)


def story(desk: Desk, practice: Practice, person: Person, uid: str) -> Story:
    """Refusal where the practice has no such payment."""
    authorize(person, Action.SEE_INVOICES)
    authorize(person, Action.SEE_CLIENTS)
    store, mine = desk.store, practice.id
    payment = payment_pages.by_uid(store, mine, uid)
    if payment is None or payment.operation.kind not in KINDS:
        raise refuse("There is no such payment.")
    operation = payment.operation
    told = Story(
        payment=payment,
        parts=tuple(payment_story.parts(store, mine, operation.id)),
        lines=tuple(ledger.of_operation(store, mine, operation.id)),
        refunds=tuple(refunds.of_charges(store, mine, [operation.id])),
        disputes=tuple(disputes.of_operations(store, mine, [operation.id])),
        chapters=(),
        time_zone=practice_settings(desk, practice).time_zone,
    )
    return replace(told, chapters=tuple(_chapters(desk, practice, told)))


def _chapters(desk: Desk, practice: Practice, told: Story) -> list[Chapter]:
    operation = told.payment.operation
    versions = range(1, operation.version + 1)
    letters = [f"{kind}:{operation.uid}:{n}" for kind in _LETTERS for n in versions]
    mails = [f"{kind}:{operation.uid}" for kind in _MAILS]
    return payment_story.chapters(
        desk.store,
        practice.id,
        operation.id,
        objects=told.stripe_ids,
        keys=[*letters, *mails, f"{refund_news.KIND}:{operation.uid}:undone"],
        uid=operation.uid,
        kinds=_CARDS,
    )


def _named(desk: Desk, practice: Practice, text: str) -> int | None:
    """The operation that has this id, of ours or of Stripe's."""
    store, mine, said = desk.store, practice.id, text.strip()
    if said.startswith(("ch_", "py_")):
        return ledger.payment_of(store, mine, said)
    if said.startswith(("du_", "dp_")):
        found = disputes.find(store, mine, said)
        return found.operation_id if found else None
    if said.startswith("plink_"):
        linked = payment_links.operation_of(store, mine, said)
        return linked.id if linked else None
    if said.startswith(("pi_", "cs_", "re_")):
        at_stripe = operations.by_stripe_id(store, mine, said)
        return at_stripe.id if at_stripe else None
    ours = operations.by_uid(store, mine, said)
    return ours.id if ours else None
