"""What is left of a text that is searched."""

import pytest

from desk.help.terms import terms_of
from desk.help.vocabulary import vocabulary
from desk.help.wording import words_of
from desk.language import LANGUAGES


def test_words_lose_capitals_accents_and_apostrophes() -> None:
    assert words_of("Don't REMBOURSÉE l’œuvre, C'EST") == (
        ["dont", "remboursee", "l", "oeuvre", "c", "est"]
    )


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("250 € or $12.50 or 30 quid", ["#amount", "or", "#amount", "or", "#amount"]),
        ("2,9 % puis 3 pour cent", ["#percent", "puis", "#percent"]),
        ("INV-1042 np42 inv1042", ["#invoice", "#client", "#invoice"]),
        ("14h 3d 2026", ["#number", "3d", "#number"]),
    ],
)
def test_numbers_stand_for_what_they_number(text: str, kinds: list[str]) -> None:
    assert words_of(text) == kinds


def test_the_same_idea_has_the_same_term_in_both_languages() -> None:
    assert terms_of("reimburse the credit card", "en") == ["=refund", "=card"]
    assert terms_of("rembourser la carte bleue", "fr") == ["=refund", "=card"]


def test_of_phrases_the_longest_counts() -> None:
    assert terms_of("bank", "en") == ["=bank"]
    assert terms_of("bank debit", "en") == ["=debit"]


def test_a_slip_is_mended_to_a_word_of_ours_only() -> None:
    known = frozenset({"clock"})
    assert terms_of("refnud", "en", known) == ["=refund"]
    assert terms_of("clock", "en", known) == ["clock"]
    assert terms_of("world", "en", known) == ["world"]
    assert terms_of("refnud", "en") == ["refnud"]


def test_names_after_mr_and_mrs_are_left_out() -> None:
    assert terms_of("mrs Cartier", "en", frozenset({"x"})) == ["=client"]


@pytest.mark.parametrize("code", LANGUAGES)
def test_words_that_say_nothing_are_none_of_ours(code: str) -> None:
    words = vocabulary(code)
    assert not words.spelt & words.ours
    assert set(words.ideas.values()) == set(vocabulary("en").ideas.values())
