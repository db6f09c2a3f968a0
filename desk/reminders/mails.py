"""What clients are written: that something is due, what it is, and where to pay. In their language,
and without a word of what it is for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from types import MappingProxyType

from desk.documents import INVOICE
from desk.invoice_parties import language_of_payer
from desk.language import Language
from desk.link_letters import INVOICE as INVOICE_WITH_LINK
from desk.links import LinkView
from desk.mail import Attachment, Mail, WayOut
from desk.receipt_documents import test_words
from desk.settings import PracticeSettings
from rules.money import Money
from storage.clients import Client
from storage.reminder_facts import About

_BODY = "margin:0 auto;padding:16px;max-width:36em;font:16px/1.5 sans-serif;color:#1d1c1d"
_BUTTON = (
    "display:inline-block;padding:12px 20px;border-radius:6px;background:#0b6e4f;color:#ffffff;"
    "font-weight:bold;text-decoration:none"
)
_ADDRESS = "overflow-wrap:anywhere"
"""Styles; mail programs take them only at each element."""


@dataclass(frozen=True)
class Wanted:
    """Of whom what is due: one invoice or several of one payer in one currency. `shown`: the link
    by which they are paid, None: there is none. `test`: no real money moves."""

    settings: PracticeSettings
    owed: tuple[About, ...]
    payer: Client
    today: date
    shown: LinkView | None
    reply_to: str | None
    test: bool
    way_out: WayOut

    @property
    def by_day(self) -> Sequence[About]:
        """What is due the longest comes first."""
        return sorted(self.owed, key=lambda about: (about.facts.due_on, about.invoice_id))


def reminder_mail(wanted: Wanted) -> Mail:
    say = language_of_payer(wanted.payer, wanted.settings)
    lines = _lines(say, wanted)
    return Mail(
        to=wanted.owed[0].email or "",
        subject=_subject(say, wanted),
        text="\n\n".join(lines) + "\n",
        html=html_of(say, lines, _urls(wanted), _to_press(say, wanted)),
        attachments=tuple(_attachment(wanted, about) for about in wanted.by_day),
        reply_to=wanted.reply_to,
        way_out=wanted.way_out,
    )


def how_to_end(say: Language, way_out: WayOut) -> list[str]:
    """The last lines of a mail that nobody sends by hand."""
    if way_out.url is None:
        return [say("To get no more reminders by e-mail, answer this mail and say so.")]
    return [say("To get no more reminders by e-mail, open this page:"), way_out.url]


def html_of(
    say: Language,
    lines: Sequence[str],
    urls: frozenset[str],
    to_press: Mapping[str, str] = MappingProxyType({}),
) -> str:
    """The same as the text, a paragraph for each, with links that can be pressed. `to_press`: what
    stands on those that are drawn as buttons."""
    paragraphs = (
        f"<p>{_link(line, to_press.get(line))}</p>"
        if line in urls
        else f"<p>{escape(line).replace(chr(10), '<br>')}</p>"
        for line in lines
    )
    body = f'<body style="{_BODY}">{"".join(paragraphs)}</body>'
    return f'<html lang="{say.code}">{body}</html>'


def _link(url: str, words: str | None) -> str:
    style, shown = (_BUTTON, words) if words else (_ADDRESS, url)
    return f'<a href="{escape(url)}" style="{style}">{escape(shown)}</a>'


def _subject(say: Language, wanted: Wanted) -> str:
    words = _subject_of_many(say, wanted) if len(wanted.owed) > 1 else _subject_of_one(say, wanted)
    return f"{say('TEST')} · {words}" if wanted.test else words


def _subject_of_one(say: Language, wanted: Wanted) -> str:
    about = wanted.owed[0]
    values = {"invoice": about.reference, "day": about.facts.due_on}
    if wanted.today <= about.facts.due_on:
        return say("Reminder: {invoice} is due on {day}", **values)
    return say("Reminder: {invoice} was due on {day}", **values)


def _subject_of_many(say: Language, wanted: Wanted) -> str:
    return say(
        "Reminder: {n} invoices from {practice}",
        n=len(wanted.owed),
        practice=wanted.settings.legal_name,
    )


def _lines(say: Language, wanted: Wanted) -> list[str]:
    several = len(wanted.owed) > 1
    lines = [
        *([test_words(say)] if wanted.test else []),
        say("Hello {name},", name=wanted.payer.name),
        *(_what_they_are(say, wanted) if several else [_what_it_is(say, wanted)]),
    ]
    if wanted.shown is not None:
        lines += _how_to_pay(say, wanted, wanted.shown)
    one = say("The invoice is attached as a PDF.")
    lines.append(say("The invoices are attached as PDFs.") if several else one)
    lines.append(say("If you have paid meanwhile, please don’t mind this mail."))
    return lines + how_to_end(say, wanted.way_out)


def _what_it_is(say: Language, wanted: Wanted) -> str:
    about = wanted.owed[0]
    values = {
        "practice": wanted.settings.legal_name,
        "amount": Money(about.due, about.currency),
        "invoice": about.reference,
        "day": about.facts.due_on,
    }
    if wanted.today <= about.facts.due_on:
        return say("{amount} of {invoice} from {practice} is due on {day}.", **values)
    return say("{amount} of {invoice} from {practice} was due on {day}.", **values)


def _what_they_are(say: Language, wanted: Wanted) -> list[str]:
    currency = wanted.owed[0].currency
    together = Money(sum(about.due for about in wanted.owed), currency)
    return [
        say("These invoices from {practice} are to be paid:", practice=wanted.settings.legal_name),
        "\n".join(_row(say, wanted, about) for about in wanted.by_day),
        say("Together: {amount}", amount=together),
    ]


def _row(say: Language, wanted: Wanted, about: About) -> str:
    values = {
        "invoice": about.reference,
        "amount": Money(about.due, about.currency),
        "day": about.facts.due_on,
    }
    if wanted.today <= about.facts.due_on:
        return say("{invoice}: {amount}, is due on {day}", **values)
    return say("{invoice}: {amount}, was due on {day}", **values)


def _how_to_pay(say: Language, wanted: Wanted, shown: LinkView) -> list[str]:
    operation = shown.operation
    lines = [say("You can pay here:"), shown.url or ""]
    if {invoice.id for invoice, _ in shown.parts} != {about.invoice_id for about in wanted.owed}:
        lines.append(
            say(
                "This pays {invoices} together: {amount}.",
                invoices=", ".join(invoice.reference for invoice, _ in shown.parts),
                amount=Money(operation.amount, operation.currency),
            )
        )
    if operation.surcharge:
        lines.append(
            say(
                "In this is a surcharge of {surcharge} for this way of paying. You can also pay in"
                " another way: ask the practice.",
                surcharge=Money(operation.surcharge, operation.currency),
            )
        )
    return lines


def _attachment(wanted: Wanted, about: About) -> Attachment:
    if wanted.shown is None:
        return Attachment(INVOICE, str(about.invoice_id))
    return Attachment(INVOICE_WITH_LINK, f"{wanted.shown.operation.uid}:{about.invoice_id}")


def _to_press(say: Language, wanted: Wanted) -> dict[str, str]:
    shown = wanted.shown
    if shown is None or shown.url is None:
        return {}
    amount = Money(shown.operation.amount, shown.operation.currency)
    return {shown.url: say("Pay {amount}", amount=amount)}


def _urls(wanted: Wanted) -> frozenset[str]:
    pay = wanted.shown.url if wanted.shown else None
    return frozenset(filter(None, (pay, wanted.way_out.url)))
