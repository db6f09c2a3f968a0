"""The buttons that lead to a payment link, wherever they stand."""

from collections.abc import Iterable

from commands.blocks import Element, button, section
from commands.replies import Block
from desk.language import Language
from rules.money import Money
from storage.operations import Operation

START = "paylink:start"
OF_CLIENT, OF_INVOICE = "paylink:of_client", "paylink:of_invoice"
"""Their value is the client's or the invoice's id."""
SHOW = "paylink:show"
"""Its value is the link's uid."""


def client_button(say: Language, client_id: int, style: str = "") -> Element:
    return button(say("Send a link"), OF_CLIENT, str(client_id), style=style)


def invoice_button(say: Language, invoice_id: int) -> Element:
    return button(say("Send a link"), OF_INVOICE, str(invoice_id))


def show_button(say: Language, uid: str, words: str = "") -> Element:
    return button(words or say("Show the link"), SHOW, uid)


def waiting_rows(say: Language, links: Iterable[Operation], *, may_show: bool) -> list[Block]:
    """The links of an invoice that wait for a payer."""
    return [
        section(
            say(
                ":link: A payment link over {amount} waits for the client.",
                amount=Money(one.amount, one.currency),
            ),
            show_button(say, one.uid) if may_show else None,
        )
        for one in links
    ]
