"""The window "What if" of /fees: the same payments by another method, or at another price."""

from collections.abc import Iterator, Mapping

from commands.blocks import (
    Element,
    button,
    context,
    divider,
    labelled,
    modal,
    plain_section,
    section,
    text_input,
)
from commands.replies import View
from desk.fee_simulator import AMOUNT, COUNT, Outcome, Simulation
from desk.fee_words import fee_words, method_name
from desk.language import Language
from rules.money import Money

WHAT_IF = "fees:what_if"
FORM = "fees:what_if:form"


def what_if_button(say: Language) -> Element:
    """Opens the window."""
    return button(say("What if…"), WHAT_IF)


def what_if_view(
    say: Language,
    currency: str,
    simulation: Simulation | None = None,
    typed: Mapping[str, str] | None = None,
) -> View:
    """The form; with `simulation`, what comes of what was `typed`."""
    typed = typed or {}
    example = say.money(Money(12_000, currency))
    blocks = [
        plain_section(say("What if everybody paid by bank debit? Or if the price were another?")),
        labelled(say("One payment"), text_input(AMOUNT, example, 30, typed.get(AMOUNT, ""))),
        labelled(
            say("How many"),
            text_input(COUNT, "1", 10, typed.get(COUNT, "1")),
            hint=say("1, or the payments of a month with their average above."),
        ),
    ]
    if simulation:
        blocks += [divider(), *(section(words) for words in _results(say, simulation))]
        blocks.append(context(*_notes(say, simulation)))
    return modal(
        say("What if"),
        blocks,
        close=say("Close"),
        submit=say("Work it out"),
        callback_id=FORM,
    )


def _results(say: Language, shown: Simulation) -> Iterator[str]:
    yield say.plural(
        "*{n} payment of {one}: {paid}*",
        "*{n} payments of {one} each: {paid}*",
        shown.count,
        one=shown.one,
        paid=shown.by_card.paid,
    )
    yield _outcome_words(say, say("All by card"), shown.by_card)
    if shown.by_debit:
        yield _outcome_words(say, say("All by bank debit"), shown.by_debit)
        yield _saved_words(say, shown)
    yield from _price_words(say, shown)


def _outcome_words(say: Language, title: str, outcome: Outcome) -> str:
    return say(
        "*{title}* ({fee}): the processor keeps {kept}, the practice receives *{receives}*.",
        title=title,
        fee=fee_words(say, outcome.row),
        kept=outcome.kept,
        receives=outcome.receives,
    )


def _saved_words(say: Language, shown: Simulation) -> str:
    saved = shown.saved_by_debit or Money(0, shown.one.currency)
    if saved.amount < 0:
        more = Money(-saved.amount, saved.currency)
        return say("Bank debits cost {more} more than cards.", more=more)
    return say("Bank debits save {saved}.", saved=saved)


def _price_words(say: Language, shown: Simulation) -> Iterator[str]:
    if shown.price is None or shown.repriced is None:
        yield say("*Another price instead of a surcharge:* not possible in one charge.")
        return
    words = say(
        "*Another price instead of a surcharge:* at {price} for everybody, all by card, the"
        " processor keeps {kept} and the practice receives *{receives}*.",
        price=shown.price,
        kept=shown.repriced.kept,
        receives=shown.repriced.receives,
    )
    if shown.repriced_debit:
        more = say("By bank debit it receives {more}.", more=shown.repriced_debit.receives)
        words = f"{words} {more}"
    yield words


def _notes(say: Language, shown: Simulation) -> list[str]:
    rows = [one.row for one in (shown.by_card, shown.by_debit) if one]
    notes = [
        say("{what}: {fee}.", what=method_name(say, row.method), fee=fee_words(say, row))
        for row in rows
    ]
    if not all(row.own for row in rows):
        notes.append(say("This is an estimate until an owner has entered the practice’s own fees."))
    return notes
