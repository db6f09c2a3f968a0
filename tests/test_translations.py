"""Every sentence has its French, with the same values in it, written as French is written."""

import re
import string
from functools import cache

import pytest
from babel.messages.catalog import Message

from tests.messages import TRANSLATED, catalogue, in_the_code, said_in, sentences


@cache
def said() -> dict[str, Message]:
    """What the code can say."""
    return {str(message.id): message for message in sentences(in_the_code())}


def values(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def forms(text: str | tuple[str, ...] | list[str]) -> list[str]:
    return [text] if isinstance(text, str) else list(text)


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_sentence_is_translated(language: str) -> None:
    known = {str(message.id): message for message in sentences(catalogue(language))}
    missing = [text for text in said() if text not in known or not all(forms(known[text].string))]
    assert missing == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_translation_is_left_of_a_sentence_that_is_gone(language: str) -> None:
    known = {str(message.id) for message in sentences(catalogue(language))}
    assert known - set(said()) == set()


@pytest.mark.parametrize("language", TRANSLATED)
def test_a_translation_has_the_values_of_its_sentence(language: str) -> None:
    for message in sentences(catalogue(language)):
        wanted = set().union(*(values(form) for form in forms(message.id)))
        for form in forms(message.string):
            assert values(form) <= wanted, form
        assert set().union(*(values(form) for form in forms(message.string))) == wanted, message.id


def test_french_has_its_spaces_and_quotes() -> None:
    for message in sentences(catalogue("fr")):
        for form in forms(message.string):
            plain = re.sub(r"`[^`]*`|https?://\S+|:[a-z_]+:|\d:\d", "", form)
            assert not re.search(r"[^\s\u00a0\u202f][;?!»]|« \S|\S »| [;:?!»]", plain), form
            assert not re.search(r"\w'\w", plain), form


def test_the_code_has_sentences_to_translate() -> None:
    assert len(said()) > 100


def test_a_sentence_in_the_braces_of_an_f_string_is_found() -> None:
    assert list(said_in("""f"{say('Paid')} · {day}" + f"{plain}" """)) == ["Paid"]
