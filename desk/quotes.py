"""Quotes for programs: one JSON object in, one out, from the published fee table."""

import json
from functools import lru_cache

from desk.language import Language
from desk.quote_lines import (
    Fields,
    choice,
    choice_or_null,
    day,
    read_object,
    shown,
    text,
    whole_number,
    yes_no_or_null,
)
from rules.currencies import is_known
from rules.fees import METHODS, published_row
from rules.places import Place, fee_region, parse_place
from rules.surcharge import NOT_ASKED, Quote, quote
from rules.surcharge_matching import Match, Question, unchanged_since
from rules.surcharge_rules import BRANDS, FUNDINGS
from rules.words import Refusal, Sentence, refuse

KEYS = (
    "amount",
    "currency",
    "method",
    "brand",
    "funding",
    "consumer",
    "practice",
    "client",
    "fee_payer",
    "on",
)
LARGEST_AMOUNT = 99_999_999

# Stripe says "unknown" where it can't tell, and "link" hides the card that is behind it.
_BRAND_NOT_KNOWN = frozenset({"unknown", "link"})
_FUNDING_NOT_KNOWN = frozenset({"unknown"})
_BRANDS = BRANDS | _BRAND_NOT_KNOWN
_FUNDINGS = FUNDINGS | _FUNDING_NOT_KNOWN
_PAYERS = frozenset({"client", "practice"})

_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def answer(line: bytes, say: Language) -> tuple[str, bool]:
    """The JSON answer to one line of JSON, and whether the line could be answered.

    Where it couldn't, the answer has the one key "error". The quote is taken from the published
    fee table, and its reason is in the language `say`.
    """
    try:
        return _written(_quote(read_object(line, KEYS)), say), True
    except Refusal as refusal:
        return _encode({"error": say.sentence(refusal.sentence)}), False


def _quote(fields: Fields) -> Quote:
    question = _question(fields)
    bill = whole_number(fields, "amount", LARGEST_AMOUNT)
    client_pays = choice(fields, "fee_payer", _PAYERS) == "client"
    row = published_row(fee_region(question.practice), _currency(fields), question.method)
    return quote(question, bill, row, client_pays=client_pays)


def _question(fields: Fields) -> Question:
    brand = choice_or_null(fields, "brand", _BRANDS)
    funding = choice_or_null(fields, "funding", _FUNDINGS)
    return Question(
        practice=_place(fields, "practice"),
        client=None if fields["client"] is None else _place(fields, "client"),
        method=choice(fields, "method", METHODS),
        brand=None if brand in _BRAND_NOT_KNOWN else brand,
        funding=None if funding in _FUNDING_NOT_KNOWN else funding,
        consumer=yes_no_or_null(fields, "consumer"),
        on=unchanged_since(day(fields, "on")),
    )


def _place(fields: Fields, key: str) -> Place:
    try:
        return parse_place(text(fields, key, "US-TX"))
    except Refusal as refusal:
        raise refuse("“{key}”: {problem}", key=key, problem=refusal.sentence) from None


def _currency(fields: Fields) -> str:
    value = text(fields, "currency", "usd")
    if not is_known(value.lower()):
        raise refuse(
            "“currency” must be the three letters of a currency that Stripe takes, such as"
            " {example}, not {value}.",
            example='"usd"',
            value=shown(value),
        )
    return value.lower()


def _written(quote: Quote, say: Language) -> str:
    # Filled in by hand: a JSON encoder would take a sixth of the whole time of a line.
    rule, explained = _explained(quote.decision.binding, say)
    cap = "null" if quote.decision.cap is None else quote.decision.cap
    return (
        f'{{"charge":{quote.charge},"surcharge":{quote.surcharge},"fee":{quote.fee},'
        f'"practice_receives":{quote.practice_receives},'
        f'"practice_absorbs":{quote.practice_absorbs},'
        f'"verdict":"{quote.decision.verdict.value}","rule":{rule},"cap":{cap},'
        f'"percent":"{quote.row.percent}","fixed":{quote.row.fixed},{explained}}}'
    )


@lru_cache(maxsize=2048)
def _explained(binding: Match | None, say: Language) -> tuple[str, str]:
    """The rule's id, and the members reason, source and checked_on, all as JSON."""
    rule = binding.rule if binding else None
    reason = binding.reason if binding else NOT_ASKED.reason
    source = rule.source if rule else None
    members = {
        "reason": say.sentence(reason),
        "source": say.sentence(source) if isinstance(source, Sentence) else source,
        "checked_on": rule.checked_on.isoformat() if rule else None,
    }
    return _encode(rule.id if rule else None), _encode(members)[1:-1]
