"""One line of JSON in, one answer out; and whatever is wrong with a line gets a sentence."""

import io
import json
from typing import Any

import pytest

from desk.language import language_of
from desk.quote_lines import LONGEST_LINE, lines, shown
from desk.quotes import KEYS, answer
from rules.surcharge_rules import BRANDS

ENGLISH = language_of("en")
ASKED = {
    "amount": 15000,
    "currency": "usd",
    "method": "card",
    "brand": "visa",
    "funding": "credit",
    "consumer": True,
    "practice": "US-TX",
    "client": "US-TX",
    "fee_payer": "client",
    "on": "2026-11-23",
}
CARD_NUMBER = "4242424242424242"


def asked(**changes: Any) -> dict[str, Any]:
    text, ok = answer(json.dumps({**ASKED, **changes}).encode(), ENGLISH)
    given = json.loads(text)
    assert isinstance(given, dict)
    assert ok is ("error" not in given)
    assert "\n" not in text
    return given


def refused(line: bytes) -> str:
    """The error of `line`, which must be the whole answer."""
    text, ok = answer(line, ENGLISH)
    given = json.loads(text)
    assert not ok
    assert list(given) == ["error"]
    assert given["error"].endswith((".", "null", "!"))
    assert len(given["error"]) < 400
    return str(given["error"])


def refused_with(**changes: Any) -> str:
    return refused(json.dumps({**ASKED, **changes}).encode())


def test_the_answer_to_the_documented_question_is_exactly_this() -> None:
    text, ok = answer(json.dumps(ASKED).encode(), ENGLISH)
    assert ok
    assert text == (
        '{"charge":15450,"surcharge":450,"fee":478,"practice_receives":14972,'
        '"practice_absorbs":28,"verdict":"allowed","rule":"us-visa-credit","cap":450,'
        '"percent":"2.9","fixed":30,"reason":"In the United States, Visa allows at most 3% of the'
        ' bill on credit cards, and never more than the charge costs.",'
        '"source":"Visa rules for the United States","checked_on":"2026-11-23"}'
    )


def test_a_bank_debit_has_its_own_fee_and_needs_no_card() -> None:
    given = asked(method="us_bank_account", brand=None, funding=None)
    assert (given["charge"], given["surcharge"], given["verdict"]) == (15_341, 341, "allowed")
    assert (given["percent"], given["fixed"], given["rule"]) == ("1.9", 50, "us-ach")
    assert asked(method="us_bank_account", brand="visa", funding="debit") == given


def test_where_the_practice_pays_every_key_is_there_still() -> None:
    given = asked(fee_payer="practice")
    assert list(given) == list(asked())
    assert (given["verdict"], given["charge"], given["surcharge"]) == ("not_asked", 15_000, 0)
    assert (given["rule"], given["cap"], given["source"], given["checked_on"]) == (None,) * 4
    assert given["reason"] == "The practice bears the fee, so nothing is passed on."


def test_what_is_banned_is_not_passed_on_and_says_why() -> None:
    given = asked(client="US-CT")
    assert (given["verdict"], given["rule"], given["cap"]) == ("banned", "us-ct-any", 0)
    assert (given["charge"], given["practice_absorbs"]) == (15_000, 465)
    assert given["reason"] == (
        "In Connecticut, nothing extra may be charged for paying by card."
        " This is the rule where the client is."
    )
    assert given["source"] == "Connecticut General Statutes § 42-133ff"


def test_what_has_to_be_confirmed_says_what_it_could_be_then() -> None:
    given = asked(practice="US-CA", client=None)
    assert (given["verdict"], given["surcharge"], given["cap"]) == ("confirm", 0, 450)


def test_places_and_currencies_may_be_written_small_or_large() -> None:
    assert asked(practice="us-tx", client="Us-Tx", currency="USD") == asked()
    assert (
        asked(practice="UK", client=None, currency="gbp", consumer=False)["rule"] == "gb-business"
    )
    assert asked(practice="PR") == asked(practice="US-PR")


@pytest.mark.parametrize("brand", ["unknown", "link"])
def test_a_brand_that_stripe_does_not_tell_is_not_known(brand: str) -> None:
    assert asked(practice="AU", client=None, currency="aud", brand=brand) == asked(
        practice="AU", client=None, currency="aud", brand=None
    )


def test_a_funding_that_stripe_does_not_tell_is_not_known() -> None:
    assert asked(funding="unknown") == asked(funding=None)
    assert asked(funding=None)["verdict"] == "banned"


def test_the_largest_amount_is_answered() -> None:
    assert asked(amount=99_999_999)["cap"] == 2_986_643  # the cost, which is below 3 %


def test_every_brand_is_answered() -> None:
    for brand in BRANDS:
        assert asked(brand=brand)["verdict"] == "allowed"


@pytest.mark.parametrize(
    "amount", [0, -1, 1.5, 15000.0, True, None, "15000", [15000], {}, 100_000_000, 10**4000]
)
def test_an_amount_that_is_no_whole_number_in_range_is_refused(amount: Any) -> None:
    assert "amount" in refused_with(amount=amount)


def test_an_amount_beyond_all_numbers_is_refused() -> None:
    assert "“amount”" in refused(json.dumps(ASKED).replace("15000", "1e400").encode())


@pytest.mark.parametrize("key", [key for key in KEYS if key != "amount"])
@pytest.mark.parametrize(
    "value", ["", "x", "VISA ", 1, 0, 1.5, [], ["visa"], {}, {"a": 1}, "\ud800"]
)
def test_a_value_that_is_none_of_those_known_is_refused_by_its_name(key: str, value: Any) -> None:
    assert f"“{key}”" in refused_with(**{key: value})


@pytest.mark.parametrize("key", ["currency", "method", "practice", "fee_payer", "on"])
def test_what_must_be_known_may_not_be_null(key: str) -> None:
    assert f"“{key}”" in refused_with(**{key: None})


@pytest.mark.parametrize("key", KEYS)
def test_a_missing_key_is_named(key: str) -> None:
    without = {name: value for name, value in ASKED.items() if name != key}
    assert refused(json.dumps(without).encode()) == f"These keys are missing: {key}."


def test_a_key_that_is_not_known_is_named() -> None:
    assert "tip, colour" in refused_with(tip=1, colour="red")


def test_a_key_that_stands_twice_is_named() -> None:
    line = json.dumps(ASKED)[:-1] + ',"brand":"amex","funding":"debit"}'
    assert refused(line.encode()) == "These keys stand more than once: brand, funding."


@pytest.mark.parametrize("value", ["true", 1, 0, "null", "yes"])
def test_a_consumer_is_true_false_or_null_and_nothing_like_it(value: Any) -> None:
    assert "“consumer” must be one of true, false, null" in refused_with(consumer=value)


@pytest.mark.parametrize(
    "on",
    ["2026-02-29", "2026-13-01", "0000-01-01", "26-11-23", "2026-11-23T00:00", "20261123",
     "2026-W48-1", "23/11/2026", "２０２６-11-23", "2026-11-23 "],
)  # fmt: skip
def test_a_day_that_is_none_is_refused(on: str) -> None:
    assert "“on” must be a day written as 2026-11-23" in refused_with(on=on)


@pytest.mark.parametrize(
    ("practice", "currency", "method"),
    [
        ("GB", "gbp", "us_bank_account"),
        ("US-TX", "eur", "us_bank_account"),
        ("CA-ON", "cad", "au_becs_debit"),
        ("US-TX", "jpy", "card"),
        ("US-TX", "kwd", "card"),
        ("US-TX", "xxx", "card"),
    ],
)
def test_what_the_published_table_has_no_row_for_is_refused(
    practice: str, currency: str, method: str
) -> None:
    assert refused_with(practice=practice, currency=currency, method=method)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n",
        b"   \r\n",
        b"x",
        b"null",
        b"12",
        b"[]",
        b'"text"',
        b"{",
        b"{}{}",
        b"{'amount':1}",
        b'{"amount":NaN}',
        b'{"amount":-Infinity}',
        b'{"amount":1}garbage',
        b"[" * 9_000,
        b'{"a":' * 1_900,
        b"\xff\xfe\x00",
        b"\xed\xa0\x80",
        b"\x00",
        b'{"amount":' + b"9" * 5_000 + b"}",
        b'{"amount":"' + b"x" * LONGEST_LINE + b'"}',
    ],
)
def test_a_line_that_is_no_json_object_is_refused(line: bytes) -> None:
    assert "JSON" in refused(line)


def test_a_byte_order_mark_before_the_first_line_does_not_matter() -> None:
    text, ok = answer(b"\xef\xbb\xbf" + json.dumps(ASKED).encode() + b"\r\n", ENGLISH)
    assert ok
    assert json.loads(text) == asked()


@pytest.mark.parametrize(
    "changes",
    [
        {"brand": CARD_NUMBER},
        {"brand": "4242 4242 4242 4242"},
        {"brand": "4242-4242-4242-4242 please charge it"},
        {"practice": CARD_NUMBER},
        {"client": CARD_NUMBER},
        {"currency": CARD_NUMBER},
        {"on": CARD_NUMBER},
        {"amount": int(CARD_NUMBER)},
        {"consumer": int(CARD_NUMBER)},
        {"method": [CARD_NUMBER]},
        {"fee_payer": {CARD_NUMBER: 1}},
        {CARD_NUMBER: 1},
        {"42424242": 1, "42424243": 2},
    ],
)
def test_no_error_repeats_a_card_number(changes: dict[str, Any]) -> None:
    error = refused_with(**changes)
    assert "4242" not in error


def test_what_is_repeated_is_short_and_printable() -> None:
    assert shown("visa\n\x1b[2J\u202e\ud800") == "visa��[2J��"
    assert shown("x" * 100) == "x" * 39 + "…"
    assert shown(None) == "null"
    assert shown(True) == "true"
    assert shown(["a"]) == "[…]"
    assert shown({"a": 1}) == "{…}"
    assert shown("1234567890123") == "…"
    assert shown("123456789012") == "123456789012"


def test_lines_that_are_too_long_are_cut_and_the_next_is_whole() -> None:
    stream = io.BytesIO(b"a\n" + b"b" * (3 * LONGEST_LINE) + b"\nc\n\nlast")
    read = list(lines(stream))
    assert [len(line) for line in read] == [2, LONGEST_LINE + 1, 2, 1, 4]
    assert read[2:] == [b"c\n", b"\n", b"last"]


def test_a_line_as_long_as_can_be_is_still_answered() -> None:
    line = json.dumps(ASKED).encode()
    padded = line + b" " * (LONGEST_LINE - len(line) - 1) + b"\n"
    assert answer(next(lines(io.BytesIO(padded))), ENGLISH)[1]
    assert "longer" in refused(next(lines(io.BytesIO(b" " + padded))))
