"""The day as a file: the same sums as on the sheet, a row each."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from desk.day_sheets import DaySheet, Sum, Sums, lines_of, takers
from desk.exports import Cell
from desk.language import Language
from desk.settings import PracticeSettings
from rules.currencies import decimals
from rules.systems import System


def day_rows(
    say: Language, sheet: DaySheet, settings: PracticeSettings
) -> Iterator[Sequence[Cell]]:
    """The practice and the day, then the sums of each currency."""
    yield (settings.legal_name, say.date(sheet.day), "", "")
    yield (say("What"), say("How many"), say("Currency"), say("Amount"))
    for sums in sheet.sums:
        yield from _sums(say, sums)
    if not sheet.sums:
        yield (say("Nothing moved on this day."), "", "", "")


def _sums(say: Language, sums: Sums) -> Iterator[Sequence[Cell]]:
    def row(words: str, amount: int, number: int | None = None) -> Sequence[Cell]:
        value = Decimal(amount).scaleb(-decimals(sums.currency))
        return (words, "" if number is None else str(number), sums.currency.upper(), value)

    for name, one in lines_of(sums):
        yield row(say.sentence(name), one.amount, one.number)
    yield row(say("Total"), sums.total)
    beside: list[tuple[str, Sum]] = [
        (say("On its way, not in the total"), sums.on_its_way),
        (say("Written off, no money"), sums.written_off),
        (say("Stripe’s fees, not in the total"), sums.fees),
    ]
    yield from (row(words, one.amount, one.number) for words, one in beside if one.number)
    for who, one in takers(sums):
        if who == System.RECONCILER:
            taken = say("Found at Stripe")
        elif who == System.REMINDERS:
            taken = say("By links of reminders")
        else:
            taken = say("Taken by {person}", person=who)
        yield row(taken, one.amount, one.number)
