"""The list of invoices, and the page of one."""

from datetime import date

from flask import url_for
from flask.typing import ResponseReturnValue

from admin import words
from admin.downloads import addresses, download
from admin.here import here, show
from admin.invoices.words import tone_of
from admin.page import Page, Route
from admin.table import COUNTED_TO, Asked, Cell, Column, Filter, Table, asked, paged
from desk.admin import exports
from desk.admin import invoices as lists
from desk.admin.invoice_pages import invoice_page
from desk.admin.names import names_of
from desk.admin.payment_words import KIND_WORDS, how_it_stands
from desk.admin.payment_words import tone_of as tone_of_payment
from desk.invoice_words import payer_words, rounding_words, state_words
from desk.privacy import plain
from rules.roles import Action
from rules.words import sentence
from storage.clients import Client
from storage.invoice_lists import place_of
from storage.invoices import Invoice

STATES = Filter(
    "state",
    sentence("State"),
    (
        (lists.ALL, sentence("All")),
        (lists.OPEN, sentence("Open")),
        (lists.OVERDUE, sentence("Overdue")),
        (lists.PAID, sentence("Paid")),
        (lists.VOID, sentence("Void")),
    ),
)
COLUMNS = (
    Column(sentence("Invoice")),
    Column(sentence("Client")),
    Column(sentence("Issued")),
    Column(sentence("Due")),
    Column(sentence("State")),
    Column(sentence("Total"), number=True),
    Column(sentence("Left to pay"), number=True),
)


def show_list() -> ResponseReturnValue:
    at, wish = here(), asked([STATES])
    search = _search(wish)
    page = paged(
        wish,
        lambda after, before, limit: lists.rows(at.desk, at.person, search, after, before, limit),
        lambda one: place_of(search.wanted, one),
    )
    clients = lists.clients_of(at.desk, at.person, page.rows)
    table = Table(
        caption=sentence("Invoices"),
        columns=COLUMNS,
        rows=[_row(one, clients[one.client_id], search.today) for one in page.rows],
        asked=wish,
        empty=sentence("There is no invoice yet. In Slack, /invoice writes the first."),
        endpoint="admin.invoices_list",
        filters=[STATES],
        search=sentence("Number, or the beginning of a client’s name, reference or e-mail"),
        many=lists.count(at.desk, at.person, search, COUNTED_TO),
        previous=page.previous,
        next=page.next,
        exports=addresses(wish, "admin.invoices_export"),
    )
    return show("invoices/list.html", table=table)


def export(kind: str) -> ResponseReturnValue:
    """The list as it is narrowed, in a file that imports read."""
    at = here()
    rows = exports.invoice_rows(at.desk, at.practice, at.person, _search(asked([STATES])))
    return download("invoices", kind, rows)


def _search(wish: Asked) -> lists.Search:
    at, state = here(), wish.chosen[STATES.name]
    return lists.read_search(at.desk, at.practice, at.person, wish.search, state)


def show_one(invoice_id: int) -> ResponseReturnValue:
    """With all that is known of it."""
    at = here()
    found = invoice_page(at.desk, at.practice, at.person, invoice_id)
    invoice, links = found.invoice, found.links
    names = names_of(at.desk, at.person, {one.actor for one in found.history})
    return show(
        "invoices/one.html",
        card=found,
        invoice=invoice,
        state=state_words(at.say, invoice, found.today),
        tone=tone_of(invoice, found.today),
        bearer=payer_words(at.say, found.fee_payer),
        rounding=rounding_words(at.say, invoice.rounding),
        names=names,
        payments=[
            (one, KIND_WORDS[one.kind], how_it_stands(one, links.get(one.id)), tone_of_payment(one))
            for one in found.payments
        ],
    )


def _row(invoice: Invoice, client: Client, today: date) -> list[Cell]:
    state = state_words(here().say, invoice, today)
    return [
        Cell(invoice.reference, url_for("admin.invoices_one", invoice_id=invoice.id)),
        Cell(f"{plain(client.name)} · {client.reference}"),
        Cell(words.short_day(invoice.issued_on)),
        Cell(words.short_day(invoice.due_on)),
        Cell(state, tone=tone_of(invoice, today)),
        Cell(words.money(invoice.total, invoice.currency)),
        Cell(words.money(invoice.due, invoice.currency) if invoice.due else "–"),
    ]


PAGE = Page(
    name="invoices",
    title=sentence("Invoices"),
    action=Action.SEE_INVOICES,
    routes=(
        Route("list", "/", show_list),
        Route("export", "/export.<kind>", export),
        Route("one", "/<id:invoice_id>", show_one),
    ),
)
