"""The list of payments, and one with its whole story."""

from collections.abc import Mapping

from flask import url_for
from flask.typing import ResponseReturnValue

from admin import words
from admin.downloads import addresses, download
from admin.here import here, show
from admin.page import Page, Route
from admin.payments.story import people, told
from admin.table import COUNTED_TO, Asked, Cell, Column, Filter, Place, Table, asked, paged
from desk.admin import exports
from desk.admin import payments as lists
from desk.admin.names import names_of
from desk.admin.payment_words import KIND_WORDS, how_it_stands, tone_of, way_words, why
from desk.method_names import method_name
from desk.privacy import plain
from rules.payment_state import State
from rules.roles import Action
from rules.words import Sentence, sentence
from storage.clients import Client
from storage.operations import ELSEWHERE, WRITE_OFF, Operation
from storage.payment_links import PaymentLink
from storage.payment_lists import Wanted

KINDS = Filter(
    "kind",
    sentence("What"),
    (("", sentence("All")), *KIND_WORDS.items()),
)
UNDER_WAY, TO_SEE_TO, DONE, NOTHING = "under-way", "to-see-to", "done", "nothing"
STATES = Filter(
    "state",
    sentence("State"),
    (
        ("", sentence("All")),
        (UNDER_WAY, sentence("Under way")),
        (TO_SEE_TO, sentence("To be seen to")),
        (DONE, sentence("Done")),
        (NOTHING, sentence("Came to nothing")),
    ),
)
IN_STATES: Mapping[str, tuple[str, ...]] = {
    UNDER_WAY: (State.APPROVED, State.SENDING, State.UNKNOWN, State.OPEN, State.PROCESSING),
    TO_SEE_TO: (State.DRAFT, State.DECLINED, State.NEEDS_CUSTOMER, State.REVIEW),
    DONE: (State.SUCCEEDED,),
    NOTHING: (State.FAILED, State.CANCELLED),
}
COLUMNS = (
    Column(sentence("When")),
    Column(sentence("What")),
    Column(sentence("Who pays")),
    Column(sentence("Invoices")),
    Column(sentence("State")),
    Column(sentence("Amount"), number=True),
)


def show_list() -> ResponseReturnValue:
    at, wish = here(), asked([KINDS, STATES])
    wanted = _wanted(wish)

    def fetch(after: Place | None, before: Place | None, limit: int) -> list[Operation]:
        places = after[1] if after else None, before[1] if before else None
        return list(lists.rows(at.desk, at.person, wanted, *places, limit))

    page = paged(wish, fetch, lambda one: ("", one.id))
    clients, links, zone = lists.around(at.desk, at.practice, at.person, page.rows)
    table = Table(
        caption=sentence("Payments"),
        columns=COLUMNS,
        rows=[_row(one, clients[one.client_id], links.get(one.id), zone) for one in page.rows],
        asked=wish,
        empty=sentence("There is no payment yet. In Slack, /charge and /paylink begin one."),
        endpoint="admin.payments_list",
        filters=[KINDS, STATES],
        search=sentence("Invoice, Stripe’s id, or the beginning of a client’s name or reference"),
        many=lists.count(at.desk, at.person, wanted, COUNTED_TO),
        previous=page.previous,
        next=page.next,
        exports=addresses(wish, "admin.payments_export"),
    )
    return show("payments/list.html", table=table)


def export(kind: str) -> ResponseReturnValue:
    """The list as it is narrowed."""
    at = here()
    wanted = _wanted(asked([KINDS, STATES]))
    rows = exports.payment_rows(at.desk, at.practice, at.person, wanted)
    return download("payments", kind, rows)


def _wanted(wish: Asked) -> Wanted:
    at, kind = here(), wish.chosen[KINDS.name]
    states = IN_STATES.get(wish.chosen[STATES.name], ())
    kinds = [kind] if kind else []
    return lists.read_search(at.desk, at.practice, at.person, wish.search, kinds, states)


def show_one(uid: str) -> ResponseReturnValue:
    """With everything that happened, in the order of time."""
    at = here()
    story = lists.story(at.desk, at.practice, at.person, uid)
    payment = story.payment
    operation = payment.operation
    known = {operation.asked_by, operation.approved_by or "", *people(story.chapters)}
    names = names_of(at.desk, at.person, known - {""})
    return show(
        "payments/one.html",
        story=story,
        payment=payment,
        operation=operation,
        kind=KIND_WORDS[operation.kind],
        state=how_it_stands(operation, payment.link),
        tone=tone_of(operation),
        why=why(operation),
        way=_way(operation),
        chapters=[told(one, names) for one in story.chapters],
        refunds=[(one, how_it_stands(one), tone_of(one)) for one in story.refunds],
        disputes=[(one, DISPUTE_WORDS[one.closed_at is None]) for one in story.disputes],
        names=names,
        kinds=LINE_WORDS,
    )


def _row(operation: Operation, client: Client, link: PaymentLink | None, zone: str) -> list[Cell]:
    say = here().say
    numbers = operation.shown.get("invoices") or ()
    return [
        Cell(
            words.moment(operation.asked_at, zone),
            url_for("admin.payments_one", uid=operation.uid),
        ),
        Cell(f"{say.sentence(KIND_WORDS[operation.kind])}{_by(operation)}"),
        Cell(f"{plain(client.name)} · {client.reference}"),
        Cell(", ".join(str(one) for one in numbers) or "–"),
        Cell(say.sentence(how_it_stands(operation, link)), tone=tone_of(operation)),
        Cell(words.money(operation.amount, operation.currency)),
    ]


def _by(operation: Operation) -> str:
    way = _way(operation)
    return f" · {way}" if way else ""


def _way(operation: Operation) -> str:
    """By which payment method, as far as it is known."""
    say, said = here().say, way_words(operation)
    if said is not None:
        return say.sentence(said)
    if operation.kind in (ELSEWHERE, WRITE_OFF) or not operation.method.get("type"):
        return ""
    return method_name(say, operation.method)


DISPUTE_WORDS: Mapping[bool, Sentence] = {True: sentence("not decided"), False: sentence("over")}
LINE_WORDS: Mapping[str, Sentence] = {
    "charge": sentence("Came in"),
    "fee": sentence("Stripe’s fee"),
    "reversal": sentence("Taken back by the bank"),
    "refund": sentence("Refunded"),
    "refund_back": sentence("Refund came back"),
    "dispute": sentence("Taken for a dispute"),
    "dispute_back": sentence("Given back after a dispute"),
    "dispute_fee": sentence("Stripe’s fee for a dispute"),
    "elsewhere": sentence("Paid elsewhere"),
    "elsewhere_undone": sentence("Undone"),
    "write_off": sentence("Written off"),
    "write_off_undone": sentence("Undone"),
}
PAGE = Page(
    name="payments",
    title=sentence("Payments"),
    action=Action.SEE_INVOICES,
    routes=(
        Route("list", "/", show_list),
        Route("export", "/export.<kind>", export),
        Route("one", "/<uid>", show_one),
    ),
)
