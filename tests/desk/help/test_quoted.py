"""What articles tell people to type and press is there, by that name, in either language."""

import re

import pytest

from commands.names import COMMANDS
from desk.help.articles import shipped
from desk.language import language_of
from tests.messages import catalogue, sentences

QUOTED = {
    "en": re.compile(r"→ “([^”]+)”|“([^”]+)” (?:on|gives|lists|sends|compares)"),
    "fr": re.compile(r"→ «\s([^»]+?)\s»"),
}
TYPED = re.compile(r"`/([a-z]+)")
SAID = re.compile(r"\{[a-z_]+\}")


def on_screen(code: str) -> set[str]:
    """All sentences that Paydesk says in the language, with plain spaces."""
    say = language_of(code)
    ids = [one.id if isinstance(one.id, str) else one.id[0] for one in sentences(catalogue("fr"))]
    return {
        " ".join(say(text).split()).strip("*…") for text in ids if text and not SAID.search(text)
    }


@pytest.mark.parametrize("code", ["en", "fr"])
def test_buttons_that_articles_name_are_there(code: str) -> None:
    known = on_screen(code)
    named = {
        (name, " ".join("".join(found).split()).strip("…"))
        for name, article in shipped(code).items()
        for found in QUOTED[code].findall(article.text)
    }
    assert len(named) >= 5
    assert {one for one in named if one[1] not in known} == set()


@pytest.mark.parametrize("code", ["en", "fr"])
def test_commands_that_articles_name_are_there(code: str) -> None:
    known = {one.name for one in COMMANDS}
    typed = {found for one in shipped(code).values() for found in TYPED.findall(one.text)}
    assert "charge" in typed
    assert typed - known == set()
