"""The morning digest: a row for each invoice that is to be seen to, and for each payment link that
was opened and not paid, with what to do about it next.

It stands in channels: a client is a reference and initials.
"""

from collections.abc import Iterator
from datetime import date

from commands.blocks import Element, actions, button, context, header, option, section
from commands.charge import buttons as charge
from commands.charge.views import test_mark
from commands.menus import overflow
from commands.paylink import buttons as paylink
from commands.reminders.opened_views import link_row, links_count, more_links
from commands.reminders.rows import MORE, NOW, SNOOZE, STOP, cash_option, why_option
from commands.replies import Block, Message
from desk.initials import shortened
from desk.invoice_words import due_words
from desk.language import Language
from desk.reminders.digest import Digest, Row
from desk.reminders.pauses import SNOOZED_DAYS
from rules.money import Money


def digest_message(say: Language, digest: Digest, today: date, livemode: bool | None) -> Message:
    """As it stands now."""
    day = date.fromisoformat(digest.day)
    title = say("To see to on {day}", day=day)
    blocks = [
        *test_mark(say, livemode),
        header(title),
        *(block for row in digest.rows for block in _row(say, row, digest.day, today)),
        *(block for row in digest.links for block in link_row(say, row, digest.day)),
        *_ends(say, digest),
    ]
    return Message(_text(say, digest, title), blocks)


def _text(say: Language, digest: Digest, title: str) -> str:
    counts = [
        say.plural("{n} invoice", "{n} invoices", digest.many) if digest.many else "",
        links_count(say, digest.many_links) if digest.many_links else "",
    ]
    words = ", ".join(filter(None, counts))
    return f"{title}: {words}" if words else title


def _row(say: Language, row: Row, day: str, today: date) -> Iterator[Block]:
    about = row.about
    due = due_words(say, about.facts.due_on, today)
    what = [
        f"*{about.reference}*",
        shortened(about.payer_reference, about.payer_name),
        say.money(Money(about.due, about.currency)) if about.due else "",
        say.sentence(NOW[row.done]) if row.done in NOW else due,
        say("🔗 link opened, not paid") if row.opened and row.done is None else "",
    ]
    words = " · ".join(filter(None, what))
    if row.done is None:
        yield section(words)
        yield actions(_next(say, row), _more(say, row, day))
    else:
        yield section(words, overflow(MORE, [why_option(say, row.reminder_id, day)]))


def _next(say: Language, row: Row) -> Element:
    about = row.about
    if about.has_method:
        return button(say("Charge"), charge.OF_INVOICE, str(about.invoice_id), style="primary")
    return button(say("Send a link"), paylink.OF_INVOICE, str(about.invoice_id), style="primary")


def _more(say: Language, row: Row, day: str) -> Element:
    def value(what: str) -> str:
        return f"{what} {row.about.invoice_id} {day}"

    snooze = say.plural("Again in {n} day", "Again in {n} days", SNOOZED_DAYS)
    return overflow(
        MORE,
        [
            cash_option(say, row.about.invoice_id, day),
            option(snooze, value(SNOOZE)),
            option(say("No more reminders of it"), value(STOP)),
            why_option(say, row.reminder_id, day),
        ],
    )


def _ends(say: Language, digest: Digest) -> Iterator[Block]:
    """What is not shown, and what did not go out."""
    more = digest.many - len(digest.rows)
    lines = [
        say.plural(
            "{n} more invoice: type /invoice overdue.",
            "{n} more invoices: type /invoice overdue.",
            more,
        )
        if more
        else "",
        more_links(say, digest),
        _missed(say, digest),
        say.plural(
            "⚠️ {n} mail to a client could not be delivered.",
            "⚠️ {n} mails to clients could not be delivered.",
            digest.failed,
        )
        if digest.failed
        else "",
        say.plural(
            "⚠️ {n} client was not reminded, since they have no e-mail address. Add it under"
            " /client.",
            "⚠️ {n} clients were not reminded, since they have no e-mail address. Add it under"
            " /client.",
            digest.no_address,
        )
        if digest.no_address
        else "",
        *_unreachable(say, digest),
    ]
    if shown := list(filter(None, lines)):
        yield context(*shown)


def _unreachable(say: Language, digest: Digest) -> Iterator[str]:
    """Whom no reminder may reach at the address that they have."""
    if digest.stopped:
        yield say.plural(
            "🔕 {n} reminder did not go out, since whoever pays has asked for none by e-mail. Speak"
            " to them.",
            "🔕 {n} reminders did not go out, since those who pay have asked for none by e-mail."
            " Speak to them.",
            digest.stopped,
        )
    if digest.refused:
        yield say.plural(
            "⚠️ {n} reminder did not go out, since the mail server refuses the address. Correct it"
            " under /client.",
            "⚠️ {n} reminders did not go out, since the mail server refuses the addresses. Correct"
            " them under /client.",
            digest.refused,
        )


def _missed(say: Language, digest: Digest) -> str:
    missed = digest.missed + digest.missed_rows + digest.missed_lists
    if not missed:
        return ""
    return say.plural(
        "⚠️ Paydesk was away, and {n} reminder did not go out. /reminders shows which.",
        "⚠️ Paydesk was away, and {n} reminders did not go out. /reminders shows which.",
        missed,
    )
