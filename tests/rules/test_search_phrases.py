"""What is typed, and whom it finds."""

import pytest

from rules.search_phrases import folded, phrases_of


@pytest.mark.parametrize(
    "typed",
    [
        "anna",
        "Anna M",
        "lopez",
        "LÓPEZ an",
        "maria lopez",
        "anna lopez",
        "López Anna Maria",
        "np-0042",
        "NP 42"[3:],
        "anna.lopez@ex",
    ],
)
def test_somebody_is_found_by_any_two_words_of_their_name(typed: str) -> None:
    phrases = phrases_of("Anna Maria López", "NP-0042", "anna.lopez@example.org")
    assert any(phrase.startswith(folded(typed)) for phrase in phrases)


@pytest.mark.parametrize("typed", ["opez", "anna zoe", "lopez maria z", "np-0043", "421"])
def test_others_are_not(typed: str) -> None:
    phrases = phrases_of("Anna Maria López", "NP-0042", "anna.lopez@example.org")
    assert not any(phrase.startswith(folded(typed)) for phrase in phrases)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("O’Brien-Smith", "obrien smith"),
        ("Müller  Straße", "muller strasse"),
        ("Łukasz", "łukasz"),
        ("李雷", "李雷"),
        ("  ", ""),
        ("ＮＰ－００４２", "np 0042"),
    ],
)
def test_accents_case_and_punctuation_do_not_matter(text: str, plain: str) -> None:
    assert folded(text) == plain


def test_a_name_of_many_words_stays_a_short_list() -> None:
    assert len(phrases_of("a b c d e f g h")) == 12
    assert phrases_of("Cher") == ["cher"]
    assert phrases_of("") == []
