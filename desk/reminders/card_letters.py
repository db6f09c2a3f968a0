"""What clients are written whose card is about to expire: which one, and where to save another. In
their language."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from desk.consent_words import consent_words, legal_notice
from desk.invoice_parties import language_of_payer
from desk.language import Language
from desk.mail import Mail, WayOut
from desk.method_names import method_name
from desk.receipt_documents import test_words
from desk.reminders.fee_words import month_name
from desk.reminders.mails import how_to_end, html_of
from desk.settings import PracticeSettings
from storage.clients import Client
from storage.operations import Operation
from storage.practices import Practice
from storage.stripe_clients import SavedMethod


@dataclass(frozen=True)
class CardsWanted:
    """Whose which cards expire. `page`: the request on whose page they save another one, None:
    there is none."""

    practice: Practice
    settings: PracticeSettings
    client: Client
    methods: tuple[SavedMethod, ...]
    page: Operation | None
    reply_to: str | None
    way_out: WayOut


def expiry_mail(wanted: CardsWanted) -> Mail:
    say = language_of_payer(wanted.client, wanted.settings)
    lines = list(_lines(say, wanted))
    return Mail(
        to=wanted.client.email or "",
        subject=_subject(say, wanted),
        text="\n\n".join(lines) + "\n",
        html=html_of(say, lines, _urls(wanted)),
        reply_to=wanted.reply_to,
        way_out=wanted.way_out,
    )


def _subject(say: Language, wanted: CardsWanted) -> str:
    words = say(
        "{practice}: your saved card is about to expire", practice=wanted.settings.legal_name
    )
    return f"{say('TEST')} · {words}" if _is_test(wanted) else words


def _lines(say: Language, wanted: CardsWanted) -> Iterator[str]:
    name = wanted.settings.legal_name
    if _is_test(wanted):
        yield test_words(say)
    yield say("Hello {name},", name=wanted.client.name)
    yield from (_card_words(say, name, one) for one in wanted.methods)
    if wanted.page is not None and wanted.page.url:
        yield say("You can save another payment method here:")
        yield wanted.page.url
        yield say(
            "The page is Stripe’s, which keeps your details safe. It works once, for a day at most;"
            " if it has run out, answer this mail."
        )
        yield consent_words(say, wanted.practice.name, wanted.page.shown["wording"])
        if notice := legal_notice(say, wanted.practice.place):
            yield notice
    else:
        yield say("Please tell the practice how you would like to pay from then on.")
    yield from how_to_end(say, wanted.way_out)


def _card_words(say: Language, practice: str, method: SavedMethod) -> str:
    return say(
        "Your card {card}, with which you pay {practice}, expires at the end of {month}.",
        card=method_name(say, vars(method)),
        practice=practice,
        month=expiry_words(say, method),
    )


def expiry_words(say: Language, method: SavedMethod) -> str:
    """ "November 2026"."""
    return month_name(say, date(method.exp_year or 1, method.exp_month or 1, 1))


def _is_test(wanted: CardsWanted) -> bool:
    return wanted.practice.livemode is not True


def _urls(wanted: CardsWanted) -> frozenset[str]:
    page = wanted.page.url if wanted.page else None
    return frozenset(filter(None, (page, wanted.way_out.url)))
