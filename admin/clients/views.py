"""The list of clients, and the page of one."""

from collections.abc import Sequence

from flask import url_for
from flask.typing import ResponseReturnValue

from admin import words
from admin.downloads import addresses, download
from admin.here import here, show
from admin.invoices.words import tone_of as tone_of_invoice
from admin.page import Page, Route
from admin.table import COUNTED_TO, Asked, Cell, Column, Filter, Table, asked, paged
from desk.admin import clients as lists
from desk.admin import exports, payment_words
from desk.invoice_words import state_words
from desk.method_names import method_name
from desk.privacy import plain
from rules.roles import Action
from rules.words import sentence
from storage.client_lists import EVERYBODY, IN_USE, OVERDUE, OWING, SAVED, Debt, Wanted, place_of
from storage.clients import Client
from storage.stripe_clients import SavedMethod

WHICH = Filter(
    "which",
    sentence("Which"),
    (
        (IN_USE, sentence("All")),
        (OWING, sentence("Who owe something")),
        (OVERDUE, sentence("Who owe something overdue")),
        (SAVED, sentence("With a saved payment method")),
        (EVERYBODY, sentence("All, erased ones too")),
    ),
)
COLUMNS = (
    Column(sentence("Client")),
    Column(sentence("Reference")),
    Column(sentence("E-mail")),
    Column(sentence("Open invoices"), number=True),
    Column(sentence("Owes"), number=True),
    Column(sentence("Overdue"), number=True),
)


def show_list() -> ResponseReturnValue:
    at, wish = here(), asked([WHICH])
    wanted = _wanted(wish)
    page = paged(
        wish,
        lambda after, before, limit: lists.rows(at.desk, at.person, wanted, after, before, limit),
        lambda one: place_of(wanted, one),
    )
    debts = lists.debts_of(at.desk, at.person, page.rows, wanted.today)
    table = Table(
        caption=sentence("Clients"),
        columns=COLUMNS,
        rows=[_row(one, debts.get(one.id, ())) for one in page.rows],
        asked=wish,
        empty=sentence("There is no client yet. In Slack, /client adds the first."),
        endpoint="admin.clients_list",
        filters=[WHICH],
        search=sentence("The beginning of a name, reference or e-mail"),
        many=lists.count(at.desk, at.person, wanted, COUNTED_TO),
        previous=page.previous,
        next=page.next,
        exports=addresses(wish, "admin.clients_export"),
    )
    return show("clients/list.html", table=table)


def export(kind: str) -> ResponseReturnValue:
    """The list as it is narrowed, in a file that imports read."""
    at = here()
    rows = exports.client_rows(at.desk, at.practice, at.person, _wanted(asked([WHICH])))
    return download("clients", kind, rows)


def _wanted(wish: Asked) -> Wanted:
    at = here()
    return lists.read_search(at.desk, at.practice, at.person, wish.search, wish.chosen[WHICH.name])


def show_one(client_id: int) -> ResponseReturnValue:
    """With all that is known of them, but no number of a card: Paydesk has none."""
    at = here()
    found = lists.client_page(at.desk, at.practice, at.person, client_id)
    return show(
        "clients/one.html",
        page=found,
        client=found.client,
        invoices=[
            (one, state_words(at.say, one, found.today), tone_of_invoice(one, found.today))
            for one in found.invoices
        ],
        payments=[
            (
                one,
                payment_words.how_it_stands(one, found.links.get(one.id)),
                payment_words.tone_of(one),
            )
            for one in found.payments
        ],
        kinds=payment_words.KIND_WORDS,
        methods=[
            (method_name(at.say, vars(one)), _until(one), one, old) for one, old in found.methods
        ],
    )


def _row(client: Client, debts: Sequence[Debt]) -> list[Cell]:
    name = plain(client.name)
    late = [one for one in debts if one.overdue]
    return [
        Cell(name, url_for("admin.clients_one", client_id=client.id)),
        Cell(client.reference),
        Cell(plain(client.email or "") or "–"),
        Cell(str(sum(one.invoices for one in debts)) if debts else "–"),
        Cell(_sums([(one.amount, one.currency) for one in debts])),
        Cell(_sums([(one.overdue, one.currency) for one in late]), tone="bad" if late else ""),
    ]


def _sums(amounts: Sequence[tuple[int, str]]) -> str:
    return " · ".join(words.money(*one) for one in amounts) or "–"


def _until(method: SavedMethod) -> str:
    """ "04/2027"; "" of what has no end."""
    if method.exp_month is None or method.exp_year is None:
        return ""
    return f"{method.exp_month:02}/{method.exp_year}"


PAGE = Page(
    name="clients",
    title=sentence("Clients"),
    action=Action.SEE_CLIENTS,
    routes=(
        Route("list", "/", show_list),
        Route("export", "/export.<kind>", export),
        Route("one", "/<id:client_id>", show_one),
    ),
)
