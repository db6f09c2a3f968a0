"""The rows of the morning digest for payment links that were opened and not paid.

They stand in channels: a client is a reference and initials.
"""

from collections.abc import Iterator

from commands.blocks import Element, actions, button, option, section
from commands.charge import buttons as charge
from commands.menus import overflow
from commands.paylink import buttons as paylink
from commands.reminders.rows import CALL_OFF, MORE, NOW, cash_option, why_option
from commands.replies import Block
from desk.initials import shortened
from desk.language import Language
from desk.reminders.digest import Digest
from desk.reminders.opened import LinkRow
from rules.money import Money

_NAMED = 3
"""Invoices of a link; more are counted."""


def link_row(say: Language, row: LinkRow, day: str) -> Iterator[Block]:
    link, payer = row.link, row.invoices[0]
    what = [
        f"*{_names(say, row)}*",
        shortened(payer.payer_reference, payer.payer_name),
        say.money(Money(link.amount, link.currency)),
        say.sentence(NOW[row.done])
        if row.done in NOW
        else say("🔗 link opened on {day}, not paid", day=row.opened_on),
    ]
    words = " · ".join(filter(None, what))
    if row.done is None:
        yield section(words)
        yield actions(_next(say, row), _more(say, row, day))
    else:
        yield section(words, overflow(MORE, [why_option(say, row.reminder_id, day)]))


def links_count(say: Language, many: int) -> str:
    return say.plural("{n} opened payment link", "{n} opened payment links", many)


def more_links(say: Language, digest: Digest) -> str:
    """Of those that are not shown; "" where all are."""
    more = digest.many_links - len(digest.links)
    if not more:
        return ""
    return say.plural(
        "{n} more payment link was opened and not paid: Home shows it with those who owe.",
        "{n} more payment links were opened and not paid: Home shows them with those who owe.",
        more,
    )


def _names(say: Language, row: LinkRow) -> str:
    names = [one.reference for one in row.invoices[:_NAMED]]
    if more := len(row.invoices) - len(names):
        names.append(say.plural("{n} more", "{n} more", more))
    return ", ".join(names)


def _next(say: Language, row: LinkRow) -> Element:
    payer = row.invoices[0]
    if not payer.has_method:
        return button(say("Send a link"), paylink.SHOW, row.link.uid, style="primary")
    if len(row.invoices) > 1:
        return charge.client_button(say, payer.payer_id)
    return charge.invoice_button(say, payer.invoice_id)


def _more(say: Language, row: LinkRow, day: str) -> Element:
    choices = [option(say("Close the link"), f"{CALL_OFF} {row.link.uid} {day}")]
    if len(row.invoices) == 1:
        choices.append(cash_option(say, row.invoices[0].invoice_id, day))
    choices.append(why_option(say, row.reminder_id, day))
    return overflow(MORE, choices)
