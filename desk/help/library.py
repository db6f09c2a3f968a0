"""The articles of a practice with the search in them, kept ready from one question to the next."""

from collections.abc import Iterable, Mapping
from functools import cache

from desk.context import Desk
from desk.help.articles import Article, asked_elsewhere, shipped
from desk.help.index import Found, Index
from desk.language import LANGUAGES
from storage.practices import Practice


class Library:
    """Of one practice: each article in at least one language."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._articles: Mapping[tuple[str, str], Article] = {
            (one.name, one.language): one for one in articles
        }
        elsewhere = [(code, text) for code in LANGUAGES for text in asked_elsewhere(code)]
        self._index = Index(self._articles.values(), elsewhere)

    def search(self, text: str, code: str) -> list[Found]:
        """The articles that fit a text in the language `code`, best first."""
        return self._index.search(text, code)

    def has(self, name: str) -> bool:
        return any((name, code) in self._articles for code in LANGUAGES)

    def article(self, name: str, code: str) -> Article:
        """In that language; in another one where it isn't written in it. KeyError: nowhere."""
        for language in (code, *LANGUAGES):
            if found := self._articles.get((name, language)):
                return found
        raise KeyError(name)


@cache
def shipped_library() -> Library:
    """What every practice begins with."""
    return Library(one for code in LANGUAGES for one in shipped(code).values())


def library_of(desk: Desk, practice: Practice) -> Library:
    """With what the practice has changed."""
    return shipped_library()
