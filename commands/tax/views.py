"""The list of tax rates, the form of one, and what is shown once it is saved."""

from collections.abc import Mapping, Sequence

from commands.blocks import (
    Element,
    actions,
    button,
    context,
    divider,
    labelled,
    modal,
    option,
    plain_section,
    section,
    select,
    sure,
    text_input,
)
from commands.replies import Block, Message, View
from desk.days import day_in
from desk.language import Language
from desk.place_names import place_name
from desk.privacy import escape
from desk.taxes import EXCLUSIVE, INCLUSIVE, KIND, LONGEST_NAME, NAME, PERCENT, PLACE, SAMPLE, Saved
from rules.fees import Percent
from rules.invoice_totals import Totals
from rules.money import Money
from rules.places import parse_place
from storage.taxes import TaxRate

NEW = "tax:new"
EDIT = "tax:edit"
PREVIEW = "tax:preview"
ARCHIVE = "tax:archive"
FORM = "tax:form"
RATES_SHOWN = 40


def list_message(say: Language, rates: Sequence[TaxRate], time_zone: str) -> Message:
    """All rates in use, each with a button to its form. Days are those of the practice's zone."""
    title = say("*Tax rates*")
    blocks = [section(title)]
    if not rates:
        blocks.append(
            plain_section(
                say("There is none yet. Add the taxes that your invoices show, such as VAT.")
            )
        )
    blocks += [
        section(_line(say, rate, time_zone), button(say("Edit"), EDIT, str(rate.id)))
        for rate in rates[:RATES_SHOWN]
    ]
    if len(rates) > RATES_SHOWN:
        left = len(rates) - RATES_SHOWN
        blocks.append(
            section(say.plural("{n} more is not shown.", "{n} more are not shown.", left))
        )
    blocks.append(actions(button(say("New tax rate"), NEW, style="primary")))
    return Message(title, blocks)


def form_view(
    say: Language,
    currency: str,
    rate: TaxRate | None = None,
    preview: Totals | None = None,
    typed: Mapping[str, str] | None = None,
) -> View:
    """Of a new rate, or of `rate`. With `preview`, what an invoice of 100.00 becomes with what is
    `typed`."""
    began = typed or (_values(say, rate) if rate else {})
    blocks = [*_inputs(say, began), actions(*_buttons(say, currency, rate))]
    if preview:
        blocks.append(section(preview_words(say, preview, currency)))
    if rate:
        words = say("Invoices that are there already keep the percentage that they have.")
        blocks.append(context(words))
    return modal(
        say("Tax rate"),
        blocks,
        close=say("Cancel"),
        submit=say("Save"),
        callback_id=FORM,
        private=f"{rate.id}:{rate.version_id}" if rate else "",
    )


def saved_view(say: Language, saved: Saved, preview: Totals, currency: str, time_zone: str) -> View:
    """The rate as it is from now on."""
    words = [say("*Saved.*"), _line(say, saved.rate, time_zone)]
    if saved.before and saved.before.percent != saved.rate.percent:
        words.append(
            say(
                "It was {before} until now; invoices that are there already keep that.",
                before=Percent(saved.before.percent),
            )
        )
    words.append(preview_words(say, preview, currency))
    return modal(say("Tax rate"), [section("\n".join(words))], close=say("Close"))


def archived_view(say: Language, rate: TaxRate) -> View:
    words = say(
        "“{name}” is not offered for new invoices any more. Those that have it keep it.",
        name=escape(rate.name),
    )
    return modal(say("Tax rate"), [section(words)], close=say("Close"))


def preview_words(say: Language, preview: Totals, currency: str) -> str:
    """ "An invoice of $100.00 becomes $120.00: …"."""
    [tax] = preview.taxes
    return say(
        "An invoice of {price} comes to *{total}*: {net} and {tax} tax.",
        price=Money(SAMPLE, currency),
        total=Money(preview.total, currency),
        net=Money(preview.net, currency),
        tax=Money(tax.amount, currency),
    )


def _line(say: Language, rate: TaxRate, time_zone: str) -> str:
    kind = say("contained in prices") if rate.inclusive else say("added to prices")
    parts = [say("*{name}* {percent}", name=escape(rate.name), percent=Percent(rate.percent)), kind]
    if rate.place:
        parts.append(escape(place_name(parse_place(rate.place), say)))
    parts.append(say("since {day}", day=day_in(rate.since, time_zone)))
    return " · ".join(parts)


def _values(say: Language, rate: TaxRate) -> dict[str, str]:
    return {
        NAME: rate.name,
        PERCENT: say.percent(rate.percent),
        KIND: INCLUSIVE if rate.inclusive else EXCLUSIVE,
        PLACE: rate.place or "",
    }


def _inputs(say: Language, began: Mapping[str, str]) -> list[Block]:
    kinds = [
        option(say("It is added to the price"), EXCLUSIVE),
        option(say("The price contains it"), INCLUSIVE),
    ]
    name = text_input(NAME, say("VAT"), LONGEST_NAME, began.get(NAME, ""))
    percent = text_input(PERCENT, "20", 20, began.get(PERCENT, ""))
    place = text_input(PLACE, "GB, US-TX, CA-QC", 10, began.get(PLACE, ""))
    return [
        labelled(say("Name on invoices"), name),
        labelled(say("Percentage"), percent),
        labelled(say("How it counts"), select(KIND, kinds, chosen=began.get(KIND) or EXCLUSIVE)),
        labelled(
            say("Country or region"),
            place,
            hint=say("A code or a name. Leave it empty where the tax is the same everywhere."),
            optional=True,
        ),
        divider(),
    ]


def _buttons(say: Language, currency: str, rate: TaxRate | None) -> list[Element]:
    sample = say.money(Money(SAMPLE, currency))
    shown = [button(say("What becomes of {price}?", price=sample), PREVIEW)]
    if rate:
        question = sure(
            say("Archive this tax rate?"),
            say("New invoices can’t use it any more. Those that have it keep it."),
            say("Archive"),
            say("Cancel"),
        )
        shown.append(
            button(say("Archive"), ARCHIVE, str(rate.id), style="danger", confirm=question)
        )
    return shown
