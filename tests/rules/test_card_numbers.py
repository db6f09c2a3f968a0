"""Card numbers in what people type are found however they are written."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.card_numbers import MASK, contains_card_number, mask_card_numbers

VISA = "4242424242424242"
CARDS = (
    VISA,
    "5555555555554444",
    "2223003122003222",
    "378282246310005",
    "6011111111111117",
    "30569309025904",
    "3566002020360505",
    "6200000000000005",
    "6759649826438453",
    "4000000000000000006",
)
SEPARATORS = (
    *(" ", "-", ".", "_", "/", "*", ",", "\n", "\t", " - ", "\r\n"),
    *("\u00a0", "\u202f", "\u2009", "\u2013", "\u2014", "\u2212", "\u00b7", "\uff0d"),
)
INVISIBLE = ("\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\ufe0f\u20e3")


def in_fours(number: str, separator: str) -> str:
    return separator.join(number[i : i + 4] for i in range(0, len(number), 4))


@pytest.mark.parametrize("number", CARDS)
def test_a_card_number_is_found_and_masked(number: str) -> None:
    assert contains_card_number(number)
    assert mask_card_numbers(f"pay with {number}, thanks") == f"pay with {MASK}, thanks"


@pytest.mark.parametrize("separator", SEPARATORS + INVISIBLE)
@pytest.mark.parametrize("number", CARDS)
def test_whatever_stands_between_its_digits(number: str, separator: str) -> None:
    assert mask_card_numbers(f"x {in_fours(number, separator)} y") == f"x {MASK} y"
    assert mask_card_numbers(separator.join(number)) == MASK


def test_in_the_groups_that_cards_have() -> None:
    for written in (
        "3782 822463 10005",
        "3056 930902 5904",
        "424242 4242424242",
        "4242 42424242 4242",
    ):
        assert mask_card_numbers(written) == MASK


@pytest.mark.parametrize("zero", ["٠", "०", "０", "𝟎", "۰", "๐"])
def test_in_digits_of_any_script(zero: str) -> None:
    written = "".join(chr(ord(zero) + int(digit)) for digit in VISA)
    assert mask_card_numbers(f"carte {in_fours(written, ' ')} !") == f"carte {MASK} !"


def test_in_uneven_groups_with_mixed_separators() -> None:
    for written in ("42-424242/4242 42.42", "4_2424 24242-424242", "card-42-424242-4242-4242"):
        assert contains_card_number(written)


def test_with_the_expiry_and_code_behind_it() -> None:
    assert mask_card_numbers("4242 4242 4242 4242 12/29 123") == f"{MASK} 12/29 123"
    assert mask_card_numbers("4242-4242-4242-4242 1229") == f"{MASK} 1229"
    assert contains_card_number("3782 822463 10005 09/28 1234")


def test_with_an_amount_or_reference_before_it() -> None:
    assert mask_card_numbers("120 4242 4242 4242 4242") == f"120 {MASK}"
    assert mask_card_numbers("INV-1042 150.00 4242424242424242") == f"INV-1042 150.00 {MASK}"


@pytest.mark.parametrize("glued", [VISA + "12", "12" + VISA, "99" + VISA + "1229123", VISA + VISA])
def test_inside_a_longer_run_of_digits(glued: str) -> None:
    assert contains_card_number(glued)
    assert VISA not in mask_card_numbers(glued)


def test_several_are_all_masked() -> None:
    text = "first 4242424242424242; then 5555 5555 5555 4444!"
    assert mask_card_numbers(text) == f"first {MASK}; then {MASK}!"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "120.50 eur",
        "4242 4242 4242 4243",
        "424242424242",
        "0000000000000000",
        "0424242424242420",
        "INV-1042 2026-11-23 150.00",
        "INV-1042 INV-1043 INV-1044 INV-1045",
        "+33 6 12 34 56 78 and +44 20 7946 0958",
        "four two four two",
        "1,250.50 1,250.50",
        "4242 4242 a 4242 4242",
    ],
)
def test_what_is_no_card_number_is_left_alone(text: str) -> None:
    assert not contains_card_number(text)
    assert mask_card_numbers(text) == text


def test_beside_other_digits_a_number_must_begin_as_an_issuers_do() -> None:
    assert contains_card_number("1042 1043 1044 1041")
    assert not contains_card_number("1042 1043 1044 1041 10463")


def test_what_masking_leaves_standing_alone_is_looked_at_again() -> None:
    assert mask_card_numbers("1042 1043 1044 1041 4242424242424242") == f"{MASK} {MASK}"


def test_any_digit_changed_makes_it_no_card_number() -> None:
    for place in range(len(VISA)):
        for digit in set("0123456789") - {VISA[place]}:
            assert not contains_card_number(VISA[:place] + digit + VISA[place + 1 :])


def luhn_complete(digits: str) -> str:
    """`digits` with the check digit behind, by the textbook's way."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        doubled = int(char) * 2 if place % 2 == 0 else int(char)
        total += doubled // 10 + doubled % 10
    return digits + str(-total % 10)


@given(
    st.from_regex(r"[1-9][0-9]{11,17}", fullmatch=True), st.sampled_from(["", " ", "-", "\u200b"])
)
@settings(derandomize=True)
def test_every_number_of_13_to_19_digits_that_passes_luhn(digits: str, separator: str) -> None:
    assert mask_card_numbers(in_fours(luhn_complete(digits), separator)) == MASK


@given(st.text(alphabet=st.sampled_from("0123456789 -.4242a\n٤４\u200b"), max_size=120))
@settings(derandomize=True)
def test_nothing_is_left_to_find_after_masking(text: str) -> None:
    masked = mask_card_numbers(text)
    assert not contains_card_number(masked)
    assert (masked != text) == contains_card_number(text)


@given(st.text(max_size=200))
@settings(derandomize=True)
def test_any_text_can_be_looked_at(text: str) -> None:
    assert isinstance(contains_card_number(text), bool)


def test_invoices_dates_and_amounts_are_not_taken_for_card_numbers() -> None:
    chance = random.Random(7)
    everyday = [
        f"INV-{chance.randint(1000, 9999)} 2026-{chance.randint(1, 12):02}-"
        f"{chance.randint(1, 28):02} {chance.randint(1, 2000)}.{chance.randint(0, 99):02}"
        for _ in range(2_000)
    ]
    assert sum(map(contains_card_number, everyday)) == 0


@pytest.mark.parametrize("piece", ["4", " 4", "4242 ", "4-", " ", "a"])
def test_the_time_is_linear_in_the_length(piece: str) -> None:
    text = piece * (40_000 // len(piece))
    began = time.process_time()
    contains_card_number(text + "x")
    mask_card_numbers(text)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "text",
    [
        "SIRET 73282932000074",
        "siret : 732 829 320 00074",
        "N° SIRET: 38012986646850",
        "TVA FR44732829320\nSIRET 73282932000074\nRCS Paris",
    ],
)
def test_the_siret_of_a_french_company_is_no_card_number(text: str) -> None:
    assert not contains_card_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "73282932000074",
        f"SIRET {VISA}",
        f"SIRET 73282932000074 {VISA}",
        f"SIRET 73282932000074, card {VISA}",
        "SIRET and then 30569309025904",
        "MYSIRET 30569309025904",
    ],
)
def test_beside_the_word_siret_every_other_number_is_looked_at(text: str) -> None:
    assert contains_card_number(text)
