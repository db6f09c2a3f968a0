"""The list of invoices, a page at a time. Only whoever asked sees it."""

from commands.blocks import Element, actions, button, plain_section, section
from commands.invoice.words import client_words
from commands.replies import Message
from desk.invoice_words import state_words
from desk.invoices import OPEN, OVERDUE, PAID, After, Page
from desk.language import Language
from rules.ids import read_id
from rules.money import Money
from rules.words import refuse
from storage.clients import Client
from storage.invoices import Invoice

SHOW = "invoice:show"
PAGE = "invoice:page"
LIST = "invoice:list:"
NEW = "invoice:new"
ANEW = "anew"
"""The value of LIST that shows the open ones beside what stands there."""


def list_message(say: Language, page: Page, may_edit: bool) -> Message:
    """Each invoice with a button that opens it, and the ways on."""
    title = f"*{_title(say, page.which)}*"
    blocks = [section(title)]
    if not page.rows:
        blocks.append(plain_section(say("There are none.")))
    blocks += [
        section(_row(say, page, *row), button(say("Open"), SHOW, str(row[0].id)))
        for row in page.rows
    ]
    blocks.append(actions(*_ways_on(say, page, may_edit)))
    return Message(title, blocks)


def page_value(page: Page) -> str:
    """Which list, and where its next page begins."""
    day, invoice_id = page.next or ("", 0)
    return f"{page.which} {day} {invoice_id}"


def read_page(value: str) -> tuple[str, After]:
    which, _, rest = value.partition(" ")
    day, _, invoice_id = rest.partition(" ")
    after_id = read_id(invoice_id)
    if which not in (OPEN, OVERDUE, PAID) or after_id is None:
        raise refuse("This list is from another version of Paydesk. Type /invoice open.")
    return which, (day, after_id)


def _title(say: Language, which: str) -> str:
    return {
        OPEN: say("Open invoices"),
        OVERDUE: say("Overdue invoices"),
        PAID: say("Paid invoices"),
    }[which]


def _row(say: Language, page: Page, invoice: Invoice, client: Client) -> str:
    amount = invoice.total if invoice.state == "paid" else invoice.due
    shown = say.money(Money(amount, invoice.currency))
    state = state_words(say, invoice, page.today)
    return f"*{invoice.reference}* · {shown} · {state}\n{client_words(client)}"


def _ways_on(say: Language, page: Page, may_edit: bool) -> list[Element]:
    ways = []
    if page.next:
        ways.append(button(say("Next page"), PAGE, page_value(page)))
    if may_edit:
        ways.append(button(say("New invoice"), NEW, style="primary"))
    ways += [
        button(_title(say, which), f"{LIST}{which}", which)
        for which in (OPEN, OVERDUE, PAID)
        if which != page.which
    ]
    return ways
