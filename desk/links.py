"""Payment links that people send: written down, sent on, closed, looked at.

None of it asks Stripe: a row is written, and the worker does the rest.
"""

from dataclasses import dataclass, replace

from desk.access import Actor, Person, authorize, name_of
from desk.charge_invoices import written_parts
from desk.charge_parts import Wish
from desk.context import Desk
from desk.link_endings import CALLED_OFF, shown_anew, to_be_closed
from desk.link_news import tell_of_link
from desk.link_plans import LinkPlan, plan
from desk.once import WrittenBefore, once
from desk.outcomes import audit_of, move
from desk.settings import practice_settings
from desk.watching import look_soon
from rules.link_state import WAITS
from rules.payment_state import State
from rules.roles import Action
from rules.words import Refusal, Sentence, refuse, sentence
from storage import clients, invoices, operations, payment_links, refunds
from storage.clients import Client
from storage.invoices import Invoice
from storage.new_operations import blank
from storage.operations import LINK, Allocation, Collected, Operation
from storage.payment_links import PaymentLink
from storage.practices import Practice


@dataclass(frozen=True)
class LinkRequest:
    """A link that somebody wants. `wish`: of which invoices, and how much; `kind`: paid by what, a
    method of rules.fees. `seen`: the hash of the plan that was shown. `anew`: a new one, although
    one that is just like it waits already. `modal`: {"view", "user"} of the window that shows it.
    The same `request_id` again gives the same link."""

    request_id: str
    wish: Wish
    kind: str
    seen: str
    anew: bool = False
    modal: dict[str, str] | None = None


@dataclass(frozen=True)
class Differs:
    """Nothing was made: it is to be looked at once more, and why."""

    plan: LinkPlan
    why: Sentence


@dataclass(frozen=True)
class LinkView:
    """Everything that is known of a link, for people who may see it. `parts`: the invoices with
    what each gets. `step` is one of STEPS, `at` since when (epoch ms)."""

    operation: Operation
    link: PaymentLink
    payer: Client
    parts: tuple[tuple[Invoice, int], ...]
    step: str
    at: int
    refunds: tuple[Operation, ...] = ()

    @property
    def url(self) -> str | None:
        """Where the payer goes; None where nobody can pay there."""
        usable = self.operation.state == State.OPEN and self.link.closing is None
        return self.operation.url if usable else None


MAKING, MADE, SENT, VISITED, CLOSING = "making", "made", "sent", "visited", "closing"
ON_ITS_WAY, PAID, CLOSED, FAILED, REVIEW = "on_its_way", "paid", "closed", "failed", "review"
STEPS = (MAKING, MADE, SENT, VISITED, CLOSING, ON_ITS_WAY, PAID, CLOSED, FAILED, REVIEW)
_STEPS = {
    State.PROCESSING: ON_ITS_WAY,
    State.SUCCEEDED: PAID,
    State.CANCELLED: CLOSED,
    State.FAILED: FAILED,
    State.REVIEW: REVIEW,
}


def submit(
    desk: Desk, practice: Practice, actor: Actor, request: LinkRequest
) -> Operation | Differs:
    """Have a link made; the one that waits already, where it is just the same. Refusal where none
    can be, Differs where it is not what the person saw."""
    authorize(actor, Action.SEND_LINKS)
    return once(
        desk, practice, request.request_id, lambda: _submitted(desk, practice, actor, request)
    )


def _submitted(
    desk: Desk, practice: Practice, actor: Actor, request: LinkRequest
) -> Operation | Differs:
    made = plan(desk, practice, actor, request.wish, request.kind)
    if made.hash() != request.seen:
        return Differs(made, _CHANGED)
    if made.in_the_way:
        raise Refusal(made.in_the_way)
    if made.same is not None and not request.anew:
        return made.same
    try:
        added = _write(desk, practice, actor, request, made)
    except Collected:
        return Differs(plan(desk, practice, actor, request.wish, request.kind), _BUSY)
    desk.store.tell_queued()
    return added


def new(
    desk: Desk,
    practice: Practice,
    person: Person,
    uid: str,
    request_id: str,
    modal: dict[str, str] | None = None,
) -> Operation | Differs:
    """A new link in the place of that one, which is closed. Differs where what is to be paid isn't
    what it was then."""
    old = named(desk, practice, person, uid)
    if old.state not in WAITS | {State.CANCELLED, State.FAILED}:
        raise _moved_on()
    parts = operations.allocations(desk.store, practice.id, old.id)
    amount = parts[0].amount if len(parts) == 1 else None
    wish = Wish(tuple(part.invoice_id for part in parts), amount)
    kind = str(old.shown["kind"])
    made = plan(desk, practice, person, wish, kind)
    if (made.charge, made.currency) != (old.amount, old.currency):
        return Differs(made, _CHANGED)
    wanted = LinkRequest(request_id, wish, kind, made.hash(), anew=True, modal=modal)
    return submit(desk, practice, person, wanted)


def close(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    """Have it closed at Stripe, so that nobody can pay by it any more. Refusal where it is over."""
    found = named(desk, practice, person, uid)
    if found.state not in WAITS:
        raise _moved_on()
    if found.state == State.APPROVED:
        closed = move(desk, found, State.CANCELLED, person.slack_user, reason=CALLED_OFF)
        if closed is None:
            raise _moved_on()
        return closed
    with desk.store.transaction():
        now_at = operations.locked(desk.store, practice.id, uid)
        if now_at is None or now_at.state not in WAITS:
            raise _moved_on()
        return to_be_closed(desk, now_at, CALLED_OFF, person.slack_user)


def note_sent(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    """It was handed on to the client: by e-mail, copied, or shown as a code."""
    found = named(desk, practice, person, uid)
    with desk.store.transaction():
        now_at = operations.locked(desk.store, practice.id, uid) or found
        if payment_links.set_sent(desk.store, practice.id, found.id, desk.clock()):
            return shown_anew(desk, now_at)
    return now_at


def look_again(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    """Have Stripe read for it at once."""
    return look_soon(desk, named(desk, practice, person, uid))


def view(desk: Desk, practice: Practice, person: Person, uid: str) -> LinkView:
    """As it is now. Refusal where the practice has no such link."""
    return link_view(desk, practice, named(desk, practice, person, uid))


def link_view(desk: Desk, practice: Practice, operation: Operation) -> LinkView:
    """The same, of one that was read just now."""
    store, mine = desk.store, practice.id
    parts = operations.allocations(store, mine, operation.id)
    found = {
        one.id: one for one in invoices.by_ids(store, mine, [part.invoice_id for part in parts])
    }
    payer = clients.get(store, mine, operation.client_id)
    if payer is None:
        raise LookupError(f"There is no client {operation.client_id}.")
    link = payment_links.get(store, mine, operation.id)
    step, at = step_of(operation, link)
    here = tuple((found[part.invoice_id], part.amount) for part in parts)
    made = tuple(refunds.of_charges(store, mine, [operation.id]))
    return LinkView(operation, link, payer, here, step, at, made)


def named(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    """For whoever may send links. Refusal where the practice has no such link."""
    authorize(person, Action.SEND_LINKS)
    found = operations.by_uid(desk.store, practice.id, uid)
    if found is None or found.kind != LINK:
        raise refuse("There is no such payment link.")
    return found


def _write(
    desk: Desk, practice: Practice, actor: Actor, request: LinkRequest, made: LinkPlan
) -> Operation:
    """All of it, or nothing: WrittenBefore, or Collected where another one has an invoice."""
    now, by = desk.clock(), name_of(actor)
    with desk.store.transaction():
        settings = practice_settings(desk, practice)
        if isinstance(actor, Person):
            made = replace(made, parts=written_parts(desk, practice, actor, settings, made.parts))
        new = replace(
            blank(practice.id, LINK, made.payer.id, by, now),
            request_id=request.request_id,
            method={"type": made.kind},
            amount=made.charge,
            surcharge=made.fees.surcharge,
            currency=made.currency,
            shown=made.shown(),
            shown_hash=made.hash(),
            approved_by=by,
            approved_at=now,
            modal=request.modal,
            due_at=now,
        )
        parts = [Allocation(part.invoice.id, part.amount) for part in made.parts]
        added = operations.add(desk.store, practice.id, new, parts, live=True)
        if added is None:
            raise WrittenBefore
        payment_links.add(desk.store, practice.id, added.id)
        audit_of(desk, added, by)
        tell_of_link(desk, None, added, by)
    return added


def step_of(operation: Operation, link: PaymentLink) -> tuple[str, int]:
    """One of STEPS, and since when (epoch ms)."""
    state = State(operation.state)
    if state in _STEPS:
        return _STEPS[state], operation.changed_at
    if link.closing is not None:
        return CLOSING, operation.changed_at
    if state is not State.OPEN:
        return MAKING, operation.changed_at
    if link.visited_at is not None:
        return VISITED, link.visited_at
    if link.sent_at is not None:
        return SENT, link.sent_at
    return MADE, operation.changed_at


def _moved_on() -> Refusal:
    return refuse("This has moved on meanwhile. Look at it again.")


_CHANGED = sentence(
    "Something changed while this was open. Look at it as it is now, and press the button again."
)
_BUSY = sentence(
    "One of these invoices is being paid at this moment, or its payment has to be looked at, so it"
    " isn’t charged a second time."
)
