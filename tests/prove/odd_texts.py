"""Odd texts to /fees in both languages: an answer each, and never a wrong amount.

Each text is written from an amount that is known before, in the many ways people write one, or is
wrong in a way that is known before. What is expected comes from here alone: nothing of
rules/amount_text.py or of what it uses takes part in it.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rules.amount_text import read_fee_question
from rules.money import Money
from rules.words import Refusal

NAME = "odd texts to /fees in both languages"
FULL = 100_000
SEED = 20261123

Answer = Callable[[str, str, str], Money | None]
"""Text, language and home currency in; the amount that was understood out, or Refusal raised."""

PLACES = {"usd": 2, "gbp": 2, "eur": 2, "aud": 2, "cad": 2, "chf": 2, "jpy": 0, "isk": 0, "kwd": 3}
LARGEST = {**dict.fromkeys(PLACES, 99_999_999), "isk": 999_999, "kwd": 99_999_990}
HOMES = ("usd", "gbp", "eur", "aud")
WRITTEN = {
    "usd": ("usd", "US$", "us dollars", "dollars américains", "$US"),
    "gbp": ("gbp", "£", "GBP", "livres sterling", "£GB"),
    "eur": ("eur", "€", "euros", "EUR", "Euro"),
    "aud": ("aud", "A$", "AU$", "australian dollars", "dollars australiens"),
    "cad": ("cad", "CA$", "C$", "$CA", "canadian dollars"),
    "chf": ("chf", "CHF", "francs suisses"),
    "jpy": ("jpy", "JPY", "¥", "yen"),
    "isk": ("isk", "ISK"),
    "kwd": ("kwd", "KWD"),
}
DIRECT_DEBITS = {"usd": "ach", "gbp": "bacs", "eur": "sepa", "aud": "becs"}
CARDS = ("card", "carte", "visa", "Apple Pay", "carte bancaire", "Mastercard", "AMEX")
BEFORE = ("fees for ", "frais sur ", "How much for ", "combien pour ", "the fee on ", "Bonjour, ")
AFTER = (" please", " svp", "?", " ?", " s'il vous plaît", " thanks!", ".")
GROUP_MARKS = ("", "", ",", ".", " ", "\u00a0", "\u202f", "\u2009", "'", "’")
OTHER_DIGITS = ("٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗")
NOISE = (
    "'; DROP TABLE practices; --", "<script>alert(1)</script>", "{{7*7}}", "{0.__class__}", "%s%n",
    "<!channel>", "<@U123>", "*120*", "`120`", "\x00", "\ud800", "\u202e021", "🙂", "Ω≈ç√∫", "ﷺ",
    "é" * 120, "9" * 299, "9" * 400, "1," * 150, " " * 299, "\u200b" * 50, "a\u0301" * 140, "∞",
    "=1+1", "../../etc/passwd", "NaN", "infinity", "null", "0x10", "1_000", "（８０）", "½", "10²",
)  # fmt: skip


@dataclass(frozen=True)
class Case:
    """A text and what must come of it: `expected`, or a refusal, or (neither) any answer at all.

    `debit`: the text names the direct debit of the amount's currency.
    """

    text: str
    language: str
    home: str
    expected: Money | None = None
    refused: bool = False
    debit: bool = False


def run(count: int, answer: Answer | None = None) -> int:
    """Check `count` texts; AssertionError names the seed and the first case that is wrong.

    `answer` may put another way in between, such as a whole Slack request.
    """
    checked = 0
    for case in cases(count):
        _check(case, answer or _read, f"seed {SEED}, case {checked}: {case!r}")
        checked += 1
    return checked


def cases(count: int) -> Iterator[Case]:
    """`count` cases, the same ones each time."""
    chance = random.Random(SEED)
    kinds = (_known, _known, _known, _wrong, _wrong, _mutated, _noise)
    for _ in range(count):
        yield chance.choice(kinds)(chance)


def _read(text: str, language: str, home: str) -> Money | None:
    return read_fee_question(text, language, home).amount


def _check(case: Case, answer: Answer, named: str) -> None:
    amount, refusal = _asked(case, answer)
    if refusal:
        assert not case.expected, f"{named}: refused: {refusal.sentence}"
        assert refusal.sentence.text.endswith("."), f"{named}: {refusal.sentence}"
    else:
        assert not case.refused, f"{named}: read as {amount}"
        assert case.expected in (None, amount), f"{named}: read as {amount}"


def _asked(case: Case, answer: Answer) -> tuple[Money | None, Refusal | None]:
    try:
        return answer(case.text, case.language, case.home), None
    except Refusal as refusal:
        return None, refusal


def _known(chance: random.Random) -> Case:
    """An amount written so that it has one meaning in this language, or none."""
    language, home = chance.choice(("en", "fr")), chance.choice(HOMES)
    currency = chance.choice((home, home, *PLACES))
    number, units = _number(chance, language, currency)
    text, debit = _dressed(chance, number, currency, home)
    if units is None or not 0 < units <= LARGEST[currency] or (currency == "kwd" and units % 10):
        return Case(text, language, home, refused=True)
    return Case(text, language, home, Money(units, currency), debit=debit)


def _number(chance: random.Random, language: str, currency: str) -> tuple[str, int | None]:
    """A number as written, and the minor units that it means; None if it has no one meaning."""
    places = PLACES[currency]
    whole = chance.randint(0, 10 ** chance.randint(1, 7))
    fraction = chance.randint(0, 10**places - 1) if places and chance.random() < 0.6 else 0
    if places == 3:
        fraction -= fraction % 10
    group, decimal = chance.choice(GROUP_MARKS), chance.choice(",.")
    if group == decimal:
        group = ""
    grouped = f"{whole:,}".replace(",", group)
    if not fraction and chance.random() < 0.7:
        return grouped, _meaning_of_groups(whole, grouped, group, language, places)
    tail = f"{fraction:0{places}}" if places else ""
    if not tail:
        return grouped, _meaning_of_groups(whole, grouped, group, language, places)
    if tail.endswith("0") and places == 2 and chance.random() < 0.3:
        tail = tail[:-1]
    units = whole * 10**places + fraction
    lone = grouped == str(whole) and 0 < whole < 1000 and len(tail) == 3
    if lone and (decimal == "." if language == "fr" else decimal == ","):
        units = None if language == "fr" else int(f"{whole}{tail}") * 1000
    return f"{grouped}{decimal}{tail}", units


def _meaning_of_groups(
    whole: int, grouped: str, group: str, language: str, places: int
) -> int | None:
    """Thousands in groups; one point or comma may be the language's decimal mark instead."""
    if group not in (",", ".") or grouped.count(group) != 1 or (language, group) == ("en", ","):
        return whole * 10**places
    if (language, group) == ("fr", "."):
        return None
    return whole if places == 3 else None


def _dressed(chance: random.Random, number: str, currency: str, home: str) -> tuple[str, bool]:
    """The number with its currency, a method and polite words around, in any width and case, and
    whether the method is a direct debit."""
    debit = False
    named = currency != home or chance.random() < 0.5
    written = chance.choice(WRITTEN[currency]) if named else ""
    if not written:
        pieces = [number]
    elif written[0] in "$£" and len(written) > 1:
        pieces = [number + chance.choice(("", " ", "\u00a0")) + written]
    else:
        pieces = [number, chance.choice(("", " ", "\u00a0")), written]
        pieces = ["".join(pieces if chance.random() < 0.5 else reversed(pieces))]
    if chance.random() < 0.4:
        method = chance.choice((*CARDS, DIRECT_DEBITS.get(currency, "card")))
        pieces.insert(chance.randint(0, 1), method)
        debit = method not in CARDS and method != "card"
    text = chance.choice((" ", "  ", "\t")).join(pieces)
    text = chance.choice(("", "", "", *BEFORE)) + text + chance.choice(("", "", "", *AFTER))
    return chance.choice((str, str, str.upper, str.lower, _full_width))(text), debit


def _full_width(text: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "0" <= c <= "9" or c in "$,." else c for c in text)


def _wrong(chance: random.Random) -> Case:
    """A text that is wrong by construction, whatever the language."""
    plain = str(chance.randint(1, 9999))
    three = f"{chance.randint(0, 999):03}"
    text = chance.choice(
        (
            f"-{plain}", f"+{plain}", f"−{plain}", f"{plain}e{chance.randint(0, 99)}", "0", "0.00",
            f"{plain}%", f"{plain} percent", f"{plain}/2", f"{plain} usd {plain} usd",
            f"{plain} and {plain}", f"{plain} usd gbp", f"£{plain} eur", f"{plain} usd sepa",
            f"{plain} gbp ach", f"{plain} eur bacs", f"{plain} sepa ach", f"{plain} us sepa",
            f"{plain} visa bacs", f"{plain} uk us", f"{plain} all", f"{plain} cad debit",
            f"{chance.randint(1, 9)},{chance.randint(10, 99)},{three}", f"1,{three},00",
            f"{chance.randint(1, 99)}.{chance.randint(10, 99)}.{chance.randint(10, 99)}",
            f"0,{three}", f"0,{three},{three}", f"{plain}.123", f"{plain}.{three}0",
            f"{plain} jpy 5", f"{plain}.5 jpy", f"1000000{plain}", f"{plain}k", f"{plain} banana",
            f"({plain})", f"{plain}½", f"{plain}²", f"1, {three}", f"1  {three}", f"12 {three[:2]}",
            f"1.{three},{three}.00", f"1'{three[:2]}", f"{plain}-{plain}", f"{plain} cents",
            plain.translate(dict(enumerate(chance.choice(OTHER_DIGITS), ord("0")))),
        )
    )  # fmt: skip
    return Case(text, chance.choice(("en", "fr")), chance.choice(HOMES), refused=True)


def _mutated(chance: random.Random) -> Case:
    """A known text with characters taken out, doubled, swapped or added: any answer will do."""
    case = _known(chance)
    chars = list(case.text)
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(chars) + 1)
        match chance.randrange(4):
            case 0:
                del chars[at : at + 1]
            case 1:
                chars[at:at] = chars[at : at + 1]
            case 2:
                chars[at : at + 2] = reversed(chars[at : at + 2])
            case _:
                chars.insert(at, chr(chance.choice((chance.randrange(128), 0x200B, 0x300, 0xFF10))))
    return Case("".join(chars), case.language, case.home)


def _noise(chance: random.Random) -> Case:
    """Things that were never an amount: any answer will do."""
    parts = [chance.choice(NOISE)]
    if chance.random() < 0.5:
        length = chance.randint(0, 40)
        parts.append("".join(chr(chance.randrange(0x20, 0x3000)) for _ in range(length)))
    if chance.random() < 0.3:
        parts.append(_known(chance).text)
    chance.shuffle(parts)
    return Case(" ".join(parts), chance.choice(("en", "fr")), chance.choice(HOMES))
