"""Price items and practitioners: the list, and a form for each."""

from collections.abc import Sequence

from commands.billing.settings_views import back_button
from commands.blocks import (
    Element,
    actions,
    button,
    context,
    labelled,
    modal,
    multi_select,
    option,
    section,
    sure,
    text_input,
)
from commands.replies import Block, View
from desk.catalogue import (
    ITEM,
    LONGEST_NAME,
    LONGEST_NUMBER,
    NAME,
    NUMBER,
    PRACTITIONER,
    PRICE,
    TAXES,
    Catalogue,
)
from desk.language import Language
from desk.privacy import escape
from rules.fees import Percent
from rules.money import Money
from storage.catalogue import Practitioner, PriceItem

ADD_ITEM, ADD_PRACTITIONER = "settings:item:add", "settings:practitioner:add"
ITEM_FORM, PRACTITIONER_FORM = "settings:item:form", "settings:practitioner:form"
ARCHIVE = "settings:archive:"
"""Begins the action_ids of the Archive buttons, which end in the kind; the value is the id."""

SHOWN = 40


def catalogue_view(say: Language, known: Catalogue, notice: str = "") -> View:
    """All of both. `notice` is what has just happened, in mrkdwn."""
    blocks = [section(notice)] if notice else []
    items = [(_item_words(say, known, one), one.id) for one in known.items]
    people = [(_practitioner_words(say, one), one.id) for one in known.practitioners]
    blocks += [section(say("*Price items*")), *_list(say, ITEM, items)]
    blocks.append(actions(button(say("New price item"), ADD_ITEM, style="primary")))
    blocks += [section(say("*Practitioners*")), *_list(say, PRACTITIONER, people)]
    blocks.append(
        actions(
            button(say("New practitioner"), ADD_PRACTITIONER, style="primary"), back_button(say)
        )
    )
    return modal(say("Prices and people"), blocks, close=say("Close"))


def item_form(say: Language, known: Catalogue) -> View:
    """Of a new price item."""
    price = text_input(PRICE, say.money(Money(9_000, known.currency)), 30)
    blocks = [
        labelled(say("Name"), text_input(NAME, say("Physiotherapy, 45 minutes"), LONGEST_NAME)),
        labelled(say("Price"), price),
    ]
    if known.taxes:
        rates = [
            option(f"{one.name} {say.percent(Percent(one.percent).value)}", str(one.id))
            for one in known.taxes
        ]
        blocks.append(labelled(say("Taxes"), multi_select(TAXES, rates), optional=True))
    return _form(say, say("New price item"), blocks, ITEM_FORM)


def practitioner_form(say: Language) -> View:
    """Of a new practitioner."""
    blocks = [
        labelled(say("Name"), text_input(NAME, "", LONGEST_NAME)),
        labelled(
            say("Provider number"),
            text_input(NUMBER, "", LONGEST_NUMBER),
            hint=say("The number that insurers know them by."),
            optional=True,
        ),
    ]
    return _form(say, say("New practitioner"), blocks, PRACTITIONER_FORM)


def _form(say: Language, title: str, blocks: list[Block], callback_id: str) -> View:
    return modal(title, blocks, close=say("Cancel"), submit=say("Save"), callback_id=callback_id)


def _list(say: Language, kind: str, lines: Sequence[tuple[str, int]]) -> list[Block]:
    if not lines:
        return [context(say("None yet."))]
    shown = [section(words, _archive(say, kind, one)) for words, one in lines[:SHOWN]]
    if len(lines) > SHOWN:
        left = len(lines) - SHOWN
        shown.append(section(say.plural("{n} more is not shown.", "{n} more are not shown.", left)))
    return shown


def _archive(say: Language, kind: str, one: int) -> Element:
    question = sure(
        say("Archive this?"),
        say("It isn’t offered for new invoices any more. Those that have it keep it."),
        say("Archive"),
        say("Cancel"),
    )
    return button(say("Archive"), ARCHIVE + kind, str(one), confirm=question)


def _item_words(say: Language, known: Catalogue, item: PriceItem) -> str:
    price = say.money(Money(item.unit_amount, item.currency))
    names = [escape(one.name) for one in known.taxes if one.id in item.taxes]
    return " · ".join([f"*{escape(item.name)}*", price, *names])


def _practitioner_words(say: Language, one: Practitioner) -> str:
    return " · ".join(filter(None, [f"*{escape(one.name)}*", escape(one.provider_number)]))
