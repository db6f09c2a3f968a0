"""Reads a number as people write it, in English and in French, into an amount of money."""

import re

from rules.currencies import decimals, largest, step
from rules.money import Money
from rules.words import Refusal, refuse

_SEPARATOR = re.compile(r"[.,' ]")
_HEAD_OF_GROUPS = re.compile(r"[1-9][0-9]{0,2}")


def read_number(written: str, language: str, currency: str) -> Money:
    """`written` (digits with . , ' or single spaces between them) as an amount of `currency`.

    Groups and decimals may be marked in any way that can't be mistaken. One point or comma before
    exactly three digits is read as `language` ("en" or "fr") writes; where that makes no amount,
    the Refusal asks which of the two was meant.
    """
    return chargeable(Money(_minor_units(written, language, currency), currency))


def chargeable(money: Money) -> Money:
    """`money`, unless Stripe could not take it as one charge: then a Refusal says why."""
    limit, multiple = largest(money.currency), step(money.currency)
    if money.amount <= 0:
        raise refuse(
            "Write an amount above zero, for example {example}.", example=_example(money.currency)
        )
    if money.amount > limit:
        raise refuse(
            "That is more than can be charged at once. Write at most {limit}.",
            limit=Money(limit, money.currency),
        )
    if money.amount % multiple:
        nearest = max(multiple, money.amount // multiple * multiple)
        raise refuse(
            "The third decimal is always 0 in {currency}. Write for example {nearest}.",
            currency=money.currency.upper(),
            nearest=Money(nearest, money.currency),
        )
    return money


def _minor_units(written: str, language: str, currency: str) -> int:
    pieces, separators = _SEPARATOR.split(written), _SEPARATOR.findall(written)
    if not separators:
        return _units(written, "", currency)
    if len(separators) == 1 and separators[0] in ".,":
        return _point_or_comma(pieces[0], separators[0], pieces[1], language, currency)
    if _are_groups(pieces, separators):
        return _units("".join(pieces), "", currency)
    last = separators[-1]
    if last in ".," and last not in separators[:-1] and _are_groups(pieces[:-1], separators[:-1]):
        return _units("".join(pieces[:-1]), pieces[-1], currency)
    raise _not_grouped(written, currency)


def _are_groups(pieces: list[str], separators: list[str]) -> bool:
    """Whether the pieces are thousands: 1 to 3 digits, then three each, one kind of separator."""
    return (
        len(set(separators)) == 1
        and bool(_HEAD_OF_GROUPS.fullmatch(pieces[0]))
        and all(len(piece) == 3 for piece in pieces[1:])
    )


def _point_or_comma(head: str, mark: str, tail: str, language: str, currency: str) -> int:
    if not _are_groups([head, tail], [mark]):
        return _units(head or "0", tail, currency)
    french = language == "fr"
    if mark == "," and not french:
        return _units(head + tail, "", currency)
    if mark == ("," if french else ".") and decimals(currency) == 3:
        return _units(head, tail, currency)
    raise _which_of_two(head, mark, tail, french=french, currency=currency)


def _units(whole: str, fraction: str, currency: str) -> int:
    places = decimals(currency)
    if len(fraction) > places:
        raise _too_many_decimals(currency)
    return int(whole + fraction.ljust(places, "0"))


def _example(currency: str) -> Money:
    """120.50, or 120 where there are no decimals."""
    places = decimals(currency)
    return Money(1205 * 10 ** (places - 1) if places else 120, currency)


def _too_many_decimals(currency: str) -> Refusal:
    places = decimals(currency)
    if not places:
        return refuse(
            "Amounts in {currency} have no decimals. Write for example {example}.",
            currency=currency.upper(),
            example=_example(currency),
        )
    return refuse(
        "Amounts in {currency} have at most {places} decimals. Write for example {example}.",
        currency=currency.upper(),
        places=places,
        example=_example(currency),
    )


def _not_grouped(written: str, currency: str) -> Refusal:
    if " " in written:
        return refuse(
            "I can’t tell whether “{written}” is one amount or several. "
            "Write one amount, for example {example}.",
            written=written[:40],
            example=_example(currency),
        )
    return refuse(
        "The digits of “{written}” are not grouped by threes. "
        "Write the amount without separators, for example {example}.",
        written=written[:40],
        example=_example(currency),
    )


def _which_of_two(head: str, mark: str, tail: str, *, french: bool, currency: str) -> Refusal:
    """The question what "1,250" means: a thousand and more, or one and a part."""
    typed, whole = head + mark + tail, head + tail
    thousands = Money(_units(whole, "", currency), currency)
    short = tail[: decimals(currency)]
    if not short or tail[len(short) :].strip("0"):
        return refuse(
            "“{typed}” is not clear. If you mean {thousands}, write {whole}.",
            typed=typed,
            thousands=thousands,
            whole=whole,
        )
    return refuse(
        "“{typed}” can be read in two ways. "
        "Write {whole} if you mean {thousands}, or {part} if you mean {small}.",
        typed=typed,
        whole=whole,
        thousands=thousands,
        part=head + ("," if french else ".") + short,
        small=Money(_units(head, short, currency), currency),
    )
