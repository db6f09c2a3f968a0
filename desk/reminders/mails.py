"""What clients are written: that something is due, what it is, and where to pay. In their language,
and without a word of what it is for."""

from dataclasses import dataclass
from datetime import date
from html import escape

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


@dataclass(frozen=True)
class Wanted:
    """Of whom what is due. `shown`: the link by which it is paid, None: there is none. `test`: no
    real money moves."""

    settings: PracticeSettings
    about: About
    payer: Client
    today: date
    shown: LinkView | None
    reply_to: str | None
    test: bool
    way_out: WayOut


def reminder_mail(wanted: Wanted) -> Mail:
    say = language_of_payer(wanted.payer, wanted.settings)
    lines = _lines(say, wanted)
    return Mail(
        to=wanted.about.email or "",
        subject=_subject(say, wanted),
        text="\n\n".join(lines) + "\n",
        html=_html(say, wanted, lines),
        attachments=(_attachment(wanted),),
        reply_to=wanted.reply_to,
        way_out=wanted.way_out,
    )


def _subject(say: Language, wanted: Wanted) -> str:
    about = wanted.about
    words = (
        say("Reminder: {invoice} is due on {day}", invoice=about.reference, day=about.facts.due_on)
        if wanted.today < about.facts.due_on
        else say(
            "Reminder: {invoice} was due on {day}",
            invoice=about.reference,
            day=about.facts.due_on,
        )
    )
    return f"{say('TEST')} · {words}" if wanted.test else words


def _lines(say: Language, wanted: Wanted) -> list[str]:
    about, shown = wanted.about, wanted.shown
    values = {
        "practice": wanted.settings.legal_name,
        "amount": Money(about.due, about.currency),
        "invoice": about.reference,
        "day": about.facts.due_on,
    }
    ahead = wanted.today <= about.facts.due_on
    lines = [
        *([test_words(say)] if wanted.test else []),
        say("Hello {name},", name=about.payer_name),
        say("{amount} of {invoice} from {practice} is due on {day}.", **values)
        if ahead
        else say("{amount} of {invoice} from {practice} was due on {day}.", **values),
    ]
    if shown is not None:
        lines += _how_to_pay(say, shown)
    lines.append(say("The invoice is attached as a PDF."))
    lines.append(say("If you have paid meanwhile, please don’t mind this mail."))
    return lines + how_to_end(say, wanted.way_out)


def how_to_end(say: Language, way_out: WayOut) -> list[str]:
    """The last lines of a mail that nobody sends by hand."""
    if way_out.url is None:
        return [say("To get no more reminders by e-mail, answer this mail and say so.")]
    return [say("To get no more reminders by e-mail, open this page:"), way_out.url]


def _how_to_pay(say: Language, shown: LinkView) -> list[str]:
    operation = shown.operation
    lines = [say("You can pay here:"), shown.url or ""]
    if len(shown.parts) > 1:
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


def _attachment(wanted: Wanted) -> Attachment:
    if wanted.shown is None:
        return Attachment(INVOICE, str(wanted.about.invoice_id))
    return Attachment(INVOICE_WITH_LINK, f"{wanted.shown.operation.uid}:{wanted.about.invoice_id}")


def _html(say: Language, wanted: Wanted, lines: list[str]) -> str:
    """The same, with the links as such that can be pressed."""
    urls = {wanted.shown.url if wanted.shown else None, wanted.way_out.url}
    paragraphs = (
        f'<p><a href="{escape(line)}">{escape(line)}</a></p>'
        if line in urls
        else f"<p>{escape(line)}</p>"
        for line in lines
    )
    return f'<html lang="{say.code}"><body>{"".join(paragraphs)}</body></html>'
