"""The cells of a line: days, amounts, languages and countries as files write them."""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from desk.imports.habits import COMMA, MONTH_FIRST, PARTS, POINT, Habits
from desk.place_texts import country_codes
from desk.privacy import plain
from rules.amount_words import CURRENCIES
from rules.currencies import decimals
from rules.places import parse_place
from rules.search_phrases import folded
from rules.words import refuse

MOST_DIGITS = 12
_ISO = re.compile(r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})(?:[ T].*)?")
_SIGN_OR_CODE = re.compile(r"[^\d\s.,'’()+\-−]+")
_NUMBER = re.compile(r"[0-9]+(?:[.,'’ ][0-9]+)*|[.,][0-9]+")
_USUAL_AMOUNT = re.compile(r"[0-9]{1,10}\.[0-9]{2}")
_QUANTITY = re.compile(r"[0-9]{1,5}(?:\.[0-9]{1,3}0*)?")
_FORMULA = re.compile(r"[=＝]|[+\-@＋－＠].*[(|!]")
_PLAIN = re.compile(r"[A-Za-z0-9][\x21-\x7e]*(?: [\x21-\x7e]+)*")
_NEUTRALISED = re.compile(r"'[=+\-@\t\r＝＋－＠]")


def text_of(cell: str, longest: int) -> str:
    """On one line, without what a spreadsheet would run. Refusal where it is one, or too long."""
    if len(cell) <= longest and _PLAIN.fullmatch(cell):
        return cell  # As most are.
    if _FORMULA.match(cell):
        raise refuse("This looks like a formula. Write the text that it stands for.")
    text = plain(unquoted(cell), longest + 1)
    if len(text) > longest:
        raise refuse("This is too long: at most {limit} characters.", limit=longest)
    return text


def unquoted(cell: str) -> str:
    """Without the apostrophe that exports put before what a spreadsheet would run."""
    return cell[1:] if _NEUTRALISED.match(cell) else cell


def day_of(cell: str, habits: Habits) -> date:
    """An ISO day, or one in the file's order; a time behind it doesn't count."""
    return _day(cell, habits.days)


@lru_cache(maxsize=4096)
def _day(cell: str, order: str | None) -> date:
    found = _ISO.fullmatch(cell)
    if found:
        year, month, day = map(int, found.groups())
    else:
        parts = PARTS.fullmatch(cell)
        if parts is None:
            raise refuse("Write the day as 2026-11-25 or 25/11/2026, with the year in four digits.")
        first, second, year = int(parts[1]), int(parts[3]), int(parts[4])
        day, month = (first, second) if order != MONTH_FIRST else (second, first)
    try:
        return date(year, month, day)
    except ValueError:
        raise refuse("There is no such day.") from None


def amount_of(cell: str, habits: Habits, currency: str) -> int:
    """In minor units, negative with a minus or in parentheses. Refusal for another currency's
    sign, and for more decimals than the currency has."""
    if habits.decimals != COMMA and _USUAL_AMOUNT.fullmatch(cell) and decimals(currency) == 2:
        return int(cell.replace(".", ""))
    text = " ".join(cell.replace("−", "-").split())
    negative = text.startswith("(") and text.endswith(")")
    _refuse_other_currency(text, currency)
    bare = _SIGN_OR_CODE.sub("", text.strip("()")).strip()
    negative ^= bare.startswith("-") or bare.endswith("-")
    number = bare.strip("+- ")
    if not _NUMBER.fullmatch(number):
        raise refuse("Write an amount in figures, for example 1250.50.")
    units = _units(number, habits, currency)
    return -units if negative else units


def quantity_of(cell: str, habits: Habits) -> Decimal:
    """More than nothing, with at most three decimals."""
    return _quantity(cell.replace(",", ".") if habits.decimals != POINT else cell)


@lru_cache(maxsize=1024)
def _quantity(number: str) -> Decimal:
    if not _QUANTITY.fullmatch(number) or not (quantity := Decimal(number)):
        raise refuse("Write how many, above 0, with at most three decimals.")
    return quantity


def _refuse_other_currency(text: str, currency: str) -> None:
    for sign in _SIGN_OR_CODE.findall(text):
        if currency not in CURRENCIES.get(sign.lower(), ()):
            raise refuse(
                "This is in another currency than the invoice, or is no amount: it is in "
                "{currency}.",
                currency=currency.upper(),
            )


def _units(number: str, habits: Habits, currency: str) -> int:
    whole, fraction = _parted(number, "," if habits.decimals == COMMA else ".")
    groups = re.split(r"[.,'’ ]", whole)
    if any(len(group) != 3 for group in groups[1:]):
        raise refuse("The digits are not grouped by threes. Write the amount as 1250.50.")
    places = decimals(currency)
    if fraction[places:].strip("0"):
        raise refuse("This has more decimals than {currency} has.", currency=currency.upper())
    digits = "".join(groups) + fraction[:places].ljust(places, "0")
    if len(digits) > MOST_DIGITS:
        raise refuse("This amount is too large.")
    return int(digits or "0")


def _parted(number: str, mark: str) -> tuple[str, str]:
    """Before and behind the decimal mark. A mark that comes twice separates groups."""
    if number.count(mark) != 1:
        return number, ""
    whole, _, fraction = number.partition(mark)
    if not (fraction.isascii() and fraction.isdigit()):
        return number, ""
    return whole, fraction


@lru_cache(maxsize=1024)
def language_of_cell(cell: str) -> str | None:
    """ "en" or "fr", from a code or a name; None: another language, so the practice's is used."""
    said = folded(cell)
    known = {"english": "en", "anglais": "en", "french": "fr", "francais": "fr"}
    code = known.get(said) or said.split(" ")[0][:2]
    return (
        code if code in ("en", "fr") and (said in known or len(said.split(" ")[0]) <= 3) else None
    )


@lru_cache(maxsize=1024)
def country_of(cell: str) -> str:
    """The ISO code of a country, from the code or from its English or French name."""
    code = country_codes().get(folded(cell))
    return str(parse_place(code or cell).country)
