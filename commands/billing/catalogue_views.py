"""Price items and practitioners: the list, and a form for each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

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

T = TypeVar("T")

ADD_ITEM, ADD_PRACTITIONER = "settings:item:add", "settings:practitioner:add"
ITEM_FORM, PRACTITIONER_FORM = "settings:item:form", "settings:practitioner:form"
ARCHIVE = "settings:archive:"
"""Begins the action_ids of the Archive buttons, which end in the kind; the value is the id."""

TURN = "settings:catalogue:page:"
"""Begins the action_ids of the buttons to other pages; their value says which pages of both."""
PAGE_SIZE = 20


@dataclass(frozen=True)
class Pages:
    """Which page of each list is shown, from 1 on. In the window's private_metadata they go on
    into the forms, and come back from them."""

    items: int = 1
    practitioners: int = 1

    def __str__(self) -> str:
        return f"{self.items}:{self.practitioners}"


def read_pages(text: str) -> Pages:
    """It came back from the person's side, so anything else is the first of both."""
    items, _, practitioners = text.partition(":")
    numbers = (items, practitioners)
    if not all(one.isascii() and one.isdigit() and len(one) < 6 for one in numbers):
        return Pages()
    return Pages(int(items), int(practitioners))


def catalogue_view(say: Language, known: Catalogue, pages: Pages, notice: str = "") -> View:
    """A page of both. `notice` is what has just happened, in mrkdwn."""
    pages = Pages(
        _within(pages.items, known.items), _within(pages.practitioners, known.practitioners)
    )
    blocks = [section(notice)] if notice else []
    items = [(_item_words(say, known, one), one.id) for one in _page(pages.items, known.items)]
    people = [
        (_practitioner_words(say, one), one.id)
        for one in _page(pages.practitioners, known.practitioners)
    ]
    new_item = button(say("New price item"), ADD_ITEM, style="primary")
    new_practitioner = button(say("New practitioner"), ADD_PRACTITIONER, style="primary")
    blocks += [section(say("*Price items*")), *_list(say, ITEM, items)]
    blocks.append(actions(new_item, *_turns(say, ITEM, pages, known.items)))
    blocks += [section(say("*Practitioners*")), *_list(say, PRACTITIONER, people)]
    turns = _turns(say, PRACTITIONER, pages, known.practitioners)
    blocks.append(actions(new_practitioner, *turns, back_button(say)))
    return modal(say("Prices and people"), blocks, close=say("Close"), private=str(pages))


def item_form(say: Language, known: Catalogue, pages: Pages) -> View:
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
    return _form(say, say("New price item"), blocks, ITEM_FORM, pages)


def practitioner_form(say: Language, pages: Pages) -> View:
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
    return _form(say, say("New practitioner"), blocks, PRACTITIONER_FORM, pages)


def _form(say: Language, title: str, blocks: list[Block], callback_id: str, pages: Pages) -> View:
    return modal(
        title,
        blocks,
        close=say("Cancel"),
        submit=say("Save"),
        callback_id=callback_id,
        private=str(pages),
    )


def _list(say: Language, kind: str, lines: Sequence[tuple[str, int]]) -> list[Block]:
    if not lines:
        return [context(say("None yet."))]
    return [section(words, _archive(say, kind, one)) for words, one in lines]


def _page(number: int, listed: Sequence[T]) -> Sequence[T]:
    return listed[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]


def _within(number: int, listed: Sequence[object]) -> int:
    """The page, or the nearest that there is."""
    return min(max(1, number), _count(listed))


def _count(listed: Sequence[object]) -> int:
    return max(1, -(-len(listed) // PAGE_SIZE))


def _turns(say: Language, kind: str, pages: Pages, listed: Sequence[object]) -> Iterator[Element]:
    number = pages.items if kind == ITEM else pages.practitioners
    for label, to in ((say("Previous page"), number - 1), (say("Next page"), number + 1)):
        if 1 <= to <= _count(listed):
            there = replace(pages, **{"items" if kind == ITEM else "practitioners": to})
            yield button(label, f"{TURN}{kind}-{to}", str(there))


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
