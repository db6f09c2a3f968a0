"""The pages' sentences, and in which language they come."""

import ast
import re
from pathlib import Path

import pytest

from sandbox.stripe import cards
from sandbox.stripe.pages import complaints, mandates, receipt, samples, tables, told, wallet
from sandbox.stripe.pages.fields import EMAIL, FIELDS, METHODS, NAME
from sandbox.stripe.pages.french import FRENCH
from sandbox.stripe.pages.language import reader_of

PAGES = Path(complaints.__file__).parent
SENTENCE = re.compile(r"""\bt\(\s*(?:"([^"]+)"|'([^']+)')""")


def sentences() -> set[str]:
    """All that the pages' code and templates say."""
    files = [*PAGES.glob("*.py"), *PAGES.glob("templates/*.html")]
    found = {a or b for file in files for a, b in SENTENCE.findall(file.read_text())}
    found |= {
        value for value in vars(complaints).values() if isinstance(value, str) and " " in value
    }
    found -= {complaints.__doc__ or ""}
    found |= {*complaints.OF_BANK.values(), *mandates.TEXTS.values(), *METHODS.values()}
    found |= {one.note for one in samples.BY_TOKEN.values()}
    found |= {*wallet.BANKS.values(), *receipt.STATES.values()}
    for field in (EMAIL, NAME, *(one for group in FIELDS.values() for one in group)):
        found |= {field.label, field.missing} - {""}
    for section in tables.sections([], reader_of([])):
        found |= {section.title, section.nothing, *section.heads}
    return found | set(told.HEADS)


def test_every_sentence_is_there_in_french() -> None:
    assert len(sentences()) > 150
    assert sentences() - FRENCH.keys() == set()


def test_no_french_sentence_is_left_over_or_has_other_blanks() -> None:
    blanks = re.compile(r"\{\w*\}")
    for english, french in FRENCH.items():
        assert sorted(blanks.findall(english)) == sorted(blanks.findall(french)), english
    code = [file for file in PAGES.glob("*.py") if file.name != "french.py"]
    said = {
        one.value
        for file in code
        for one in ast.walk(ast.parse(file.read_text()))
        if isinstance(one, ast.Constant)
    }
    assert FRENCH.keys() - said - sentences() - {*cards.MESSAGES.values(), cards.DECLINED} == set()


@pytest.mark.parametrize(
    ("wishes", "language", "amount"),
    [
        (["fr", "en"], "fr", "1\u202f234,50\xa0$US"),
        (["auto", None, "de", "en-GB"], "en", "US$1,234.50"),
        ([None, "fr-CA"], "fr", "1\xa0234,50\xa0$\xa0US"),
        (["xx"], "en", "$1,234.50"),
        (["en-ZZ"], "en", "$1,234.50"),
        ([], "en", "$1,234.50"),
    ],
)
def test_the_first_wish_that_the_pages_speak_is_granted(
    wishes: list[str | None], language: str, amount: str
) -> None:
    reader = reader_of(wishes)
    assert reader.language == language
    assert reader.money(123450, "usd") == amount


def test_money_is_written_as_its_currency_is() -> None:
    reader = reader_of(["en"])
    assert reader.money(1200, "jpy") == "¥1,200"
    assert reader.money(-550, "gbp") == "-£5.50"
    assert reader.money(1234, "kwd") == "KWD1.234"
