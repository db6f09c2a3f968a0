"""The form in which an owner enters the practice's own fees, and what is shown once it is saved."""

from datetime import date
from decimal import Decimal

from commands.blocks import (
    date_input,
    grouped_select,
    labelled,
    modal,
    option,
    plain_section,
    section,
    select,
    text_input,
)
from commands.replies import Block, View
from desk.choices import currency_groups
from desk.fee_words import fee_words, method_name, what_it_is_for
from desk.language import Language
from desk.own_fees import (
    CAP,
    CURRENCY,
    FIXED,
    LONGEST_SOURCE,
    METHOD,
    PERCENT,
    SINCE,
    SOURCE,
)
from desk.privacy import escape
from rules.fees import METHODS
from rules.money import Money
from storage.fee_rows import SavedFeeRow

OWN_FEES_FORM = "fees:own:form"


def own_fees_form(say: Language, currency: str, today: date) -> View:
    """`currency` and `today` are what the form begins with."""
    intro = plain_section(
        say(
            "Enter what the practice’s contract with the processor says. Paydesk uses it from the"
            " day you choose; whatever was quoted or paid before keeps the fees it had."
        )
    )
    return modal(
        say("Our own fees"),
        [intro, *_what_for(say, currency), *_how_much(say, currency), *_since(say, today)],
        close=say("Cancel"),
        submit=say("Save"),
        callback_id=OWN_FEES_FORM,
    )


def saved_view(say: Language, saved: SavedFeeRow) -> View:
    """Shows the row as it was understood."""
    row = saved.row
    words = [
        say("*Saved.*"),
        say("{what}: {fee}", what=what_it_is_for(say, row), fee=fee_words(say, row)),
        say("These fees hold from {day} on.", day=row.since),
        say("They are from: “{source}”.", source=escape(str(row.source))),
    ]
    return modal(say("Our own fees"), [section("\n".join(words))], close=say("Close"))


def _what_for(say: Language, currency: str) -> list[Block]:
    methods = [option(method_name(say, method), method) for method in METHODS]
    return [
        labelled(say("How the client pays"), select(METHOD, methods, chosen="card")),
        labelled(
            say("Currency"), grouped_select(CURRENCY, currency_groups(say), chosen=currency.lower())
        ),
    ]


def _how_much(say: Language, currency: str) -> list[Block]:
    percent, fixed = say.percent(Decimal("2.9")), say.money(Money(30, currency))
    cap = say.money(Money(500, currency))
    return [
        labelled(say("Percentage of the payment"), text_input(PERCENT, percent, longest=20)),
        labelled(
            say("Fixed part of each payment"),
            text_input(FIXED, fixed, longest=30),
            hint=say("0 if there is none."),
        ),
        labelled(
            say("At most"),
            text_input(CAP, cap, longest=30),
            hint=say("Only if the fee has an upper limit."),
            optional=True,
        ),
    ]


def _since(say: Language, today: date) -> list[Block]:
    example = say("Contract of March 2026")
    return [
        labelled(say("These fees hold from"), date_input(SINCE, today.isoformat())),
        labelled(say("Where this is written"), text_input(SOURCE, example, longest=LONGEST_SOURCE)),
    ]
