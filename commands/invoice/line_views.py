"""The form of one line of an invoice: free, or filled in from a saved price."""

from decimal import Decimal

from commands.blocks import (
    Element,
    actions,
    button,
    labelled,
    modal,
    multi_select,
    option,
    select,
    sure,
    text_input,
)
from commands.replies import Block, Option, View
from desk.invoice_drafts import Place
from desk.invoice_forms import (
    DESCRIPTION,
    LONGEST_DESCRIPTION,
    NOBODY,
    PRACTITIONER,
    QUANTITY,
    TAXES,
    UNIT_PRICE,
)
from desk.invoice_sheets import LineSheet
from desk.language import Language
from rules.currencies import decimals
from rules.fees import Percent
from rules.ids import read_id
from rules.money import Money
from rules.words import refuse
from storage.invoice_contents import Line
from storage.taxes import TaxRate

LINE_FORM = "invoice:line"
ITEM = "invoice:line:item"
BACK = "invoice:line:back"
REMOVE = "invoice:line:remove"


def line_view(say: Language, sheet: LineSheet) -> View:
    """What comes back with it says which line of which draft it is of, and nothing else."""
    return modal(
        say("New line") if sheet.position is None else say("Line {n}", n=sheet.position + 1),
        [*_items(say, sheet), *_inputs(say, sheet), actions(*_ways_back(say, sheet))],
        close=say("Cancel"),
        submit=say("Add line") if sheet.position is None else say("Change line"),
        callback_id=LINE_FORM,
        private=_private(sheet),
    )


def read_place(private: str) -> Place:
    """Which line it is of."""
    pieces = private.split(":")
    numbers = [read_id(one) for one in pieces]
    wrong = any(one and number is None for one, number in zip(pieces, numbers, strict=True))
    if len(pieces) != 4 or wrong:
        raise refuse("This form has expired. Type /invoice and start anew.")
    draft_id, version, position, _ = numbers
    return Place(draft_id or 0, version or 0, position)


def price_text(say: Language, amount: int, currency: str) -> str:
    """As it is typed: "1250.50", « 1250,50 »."""
    places = decimals(currency)
    return _typed(say, f"{Decimal(amount).scaleb(-places):f}")


def _typed(say: Language, number: str) -> str:
    """Without marks between thousands: what is typed as 1,234 is read as a little over one."""
    return number.replace(".", ",") if say.code == "fr" else number


def _private(sheet: LineSheet) -> str:
    """With the price that it was filled in from: another one is another form."""
    draft = sheet.draft
    numbers = (draft.id, draft.version, sheet.position, sheet.item)
    return ":".join("" if one is None else str(one) for one in numbers)


def _items(say: Language, sheet: LineSheet) -> list[Block]:
    if not sheet.items:
        return []
    options = [
        option(
            say(
                "{name}, {price}",
                name=one.name[:50],
                price=Money(one.unit_amount, one.currency),
            ),
            str(one.id),
        )
        for one in sheet.items
    ]
    chosen = str(sheet.item) if sheet.item else ""
    return [actions(select(ITEM, options, chosen, placeholder=say("Fill in a saved price")))]


def _inputs(say: Language, sheet: LineSheet) -> list[Block]:
    line, currency = sheet.line, sheet.draft.currency
    began = line or Line("", "1", 0, 0)
    price = price_text(say, began.unit_amount, currency) if line else ""
    example = price_text(say, 60 * 10 ** decimals(currency), currency)
    description = text_input(DESCRIPTION, "", LONGEST_DESCRIPTION, began.description)
    quantity = text_input(QUANTITY, "1", 20, _typed(say, began.quantity))
    unit = text_input(UNIT_PRICE, example, 30, price)
    blocks = [
        labelled(say("What it is for"), description),
        labelled(say("How many"), quantity),
        labelled(
            say("Price of one, in {currency}", currency=currency.upper()),
            unit,
            hint=say("Below zero for a discount."),
        ),
    ]
    if sheet.rates:
        rates = multi_select(TAXES, [_rate(say, one) for one in sheet.rates], _chosen(began))
        blocks.append(labelled(say("Taxes"), rates, optional=True))
    if sheet.practitioners:
        people = [option(say("Nobody in particular"), NOBODY)]
        people += [option(one.name, str(one.id)) for one in sheet.practitioners]
        who = select(PRACTITIONER, people, chosen=str(began.practitioner_id or NOBODY))
        blocks.append(labelled(say("Practitioner"), who))
    return blocks


def _rate(say: Language, rate: TaxRate) -> Option:
    kind = say("contained in prices") if rate.inclusive else say("added to prices")
    words = say("{name} {percent}", name=rate.name[:40], percent=Percent(rate.percent))
    return option(f"{words}, {kind}", str(rate.version_id))


def _chosen(line: Line) -> list[str]:
    return [str(one) for one in line.taxes]


def _ways_back(say: Language, sheet: LineSheet) -> list[Element]:
    ways = [button(say("Back"), BACK)]
    if sheet.position is not None:
        question = sure(
            say("Take this line off?"),
            say("The other lines stay as they are."),
            say("Take it off"),
            say("Cancel"),
        )
        ways.append(button(say("Take it off"), REMOVE, style="danger", confirm=question))
    return ways
