"""What a whole sentence asks about fees: the amount, the way to pay and the region in it, whatever
else it says."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import takewhile

from desk.place_texts import country_codes
from rules.amount_text import FeeQuestion, read_fee_question
from rules.amount_tokens import Token, scan
from rules.amount_words import CURRENCIES, FILLERS, METHODS, REGIONS, folded
from rules.places import fee_region, parse_place
from rules.words import Refusal

_LEFT_OUT = re.compile(
    r"(?<![\w/])[A-Za-z0-9][A-Za-z0-9/_.]{0,11}-\d{1,9}(?![\w-])"  # INV-1042
    r"|\d+(?:[.,]\d+)?\s*(?:%|per ?cent\b|pour ?cent\b|¢)"
    r"|[^\w\s$€£¥₹₩₪₫₱₦₴₺.,'’-]|(?<!\w)-|-(?!\w)"
)
_IN_CAPITALS = {"US": "usa", "U.S.": "usa", "AU": "australia", "EU": "europe", "UE": "europe"}
"""In small letters these are other words."""
_ORDINARY = frozenset(
    [
        *("us", "au", "eu", "all", "tout", "tous", "toutes", "other", "others", "autre", "autres"),
        *("ailleurs", "elsewhere", "everything", "partout", "everywhere", "wallet", "wallets"),
        *("credit", "debit", "debits"),
    ]
)
"""Words that /fees understands, and that say something else in a sentence."""
_CODES = frozenset({"eur", "usd", "gbp", "aud", "cad", "nzd", "chf"})
"""The currencies whose codes are no words, and are written in small letters."""
_SAID = {
    **dict.fromkeys(("quid", "quids"), "pounds"),
    **dict.fromkeys(("bucks", "buck"), "dollars"),
    **dict.fromkeys(("balles", "e"), "euros"),
    **dict.fromkeys(("american", "americain", "americaine", "americaines", "americains"), "us"),
    **dict.fromkeys(("british", "english", "anglais", "anglaise", "britannique"), "uk"),
    **dict.fromkeys(("european", "europeen", "europeenne", "europeennes"), "europe"),
    **dict.fromkeys(("australian", "australien", "australienne"), "australia"),
}
"""What else people say."""
_COUNTED = frozenset(["cards", "cartes", "debits", "prelevements", "wallets"])
"""After a number, so many of them."""
_LONGEST = 5


def fee_question(text: str, language: str, home_currency: str) -> FeeQuestion | None:
    """What is asked about, if something is: with an amount, or the fees of a region or a way to
    pay. Raises Refusal where what was named doesn't go together, such as SEPA and dollars."""
    try:
        tokens = scan(_cleaned(text))
    except Refusal:
        return None
    pieces = list(_pieces(tokens))
    amounts = sum(piece[0].isdigit() for piece in pieces)
    others = sum(token.kind == "number" for token in tokens) - amounts
    if not pieces or amounts > 1 or (amounts and others and not _names_currency(pieces)):
        return None
    return read_fee_question(" ".join(pieces), language, home_currency)


def _names_currency(pieces: list[str]) -> bool:
    return any(piece in CURRENCIES for piece in pieces)


def _cleaned(text: str) -> str:
    for said, meant in _IN_CAPITALS.items():
        text = re.sub(rf"(?<![\w.]){re.escape(said)}(?!\w)", meant, text)
    return _LEFT_OUT.sub(" ; ", text)[:300]


def _pieces(tokens: Sequence[Token]) -> Iterator[str]:
    """What of the tokens says something about money, in the words that /fees understands."""
    at = 0
    while at < len(tokens):
        if tokens[at].kind == "number":
            if _is_amount(tokens, at):
                yield tokens[at].text
            at += 1
            continue
        count, meant = _meant(tokens[at : at + _LONGEST])
        if meant:
            yield meant
        at += count


def _is_amount(tokens: Sequence[Token], at: int) -> bool:
    """Not the number of something else: "2 cards", "3 days", "30 c"."""
    before = tokens[at - 1].kind if at else ""
    if before == "sign" or at + 1 == len(tokens) or tokens[at + 1].kind != "word":
        return True
    count, meant = _meant(tokens[at + 1 : at + 1 + _LONGEST])
    following = folded(" ".join(token.text for token in tokens[at + 1 : at + 1 + count]))
    return bool(meant or following in FILLERS) and following not in _COUNTED


def _meant(tokens: Sequence[Token]) -> tuple[int, str]:
    """How many of them the longest phrase has, and what /fees understands for it."""
    words = [token.text for token in takewhile(lambda one: one.kind == "word", tokens)]
    words = words or [tokens[0].text]
    for count in range(len(words), 0, -1):
        phrase = folded(" ".join(words[:count]))
        if meant := _understood(phrase):
            return count, meant
        if phrase in FILLERS:
            return count, ""
    return 1, ""


def _understood(phrase: str) -> str:
    if phrase in _SAID:
        return _SAID[phrase]
    if phrase in _ORDINARY or (len(phrase) == 3 and phrase in CURRENCIES and phrase not in _CODES):
        return ""
    if phrase in METHODS or phrase in REGIONS or phrase in CURRENCIES:
        return phrase
    return _region_names().get(phrase, "")


@cache
def _region_names() -> dict[str, str]:
    """What /fees calls the region of each country, by the country's name."""
    named = {"us": "us", "gb": "uk", "eu": "europe", "au": "australia", "other": "elsewhere"}
    return {
        name: named[fee_region(parse_place(code))]
        for name, code in country_codes().items()
        if _is_place(code)
    }


def _is_place(code: str) -> bool:
    try:
        parse_place(code)
    except Refusal:
        return False
    return True
