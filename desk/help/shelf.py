"""The articles of a practice with the search in them, kept ready from one question to the next."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, cached_property, lru_cache

from desk.context import Desk
from desk.help.articles import Article, asked_elsewhere, shipped
from desk.help.index import Found, Index
from desk.language import LANGUAGES
from storage import help_articles
from storage.help_articles import Version
from storage.practices import Practice


class Library:
    """Of one practice: each article in at least one language."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._articles: Mapping[tuple[str, str], Article] = {
            (one.name, one.language): one for one in articles
        }

    @cached_property
    def _index(self) -> Index:
        """Made by the first search: whoever edits articles one after the other needs none."""
        elsewhere = [(code, text) for code in LANGUAGES for text in asked_elsewhere(code)]
        return Index(self._articles.values(), elsewhere)

    def search(self, text: str, code: str) -> list[Found]:
        """The articles that fit a text in the language `code`, best first."""
        return self._index.search(text, code)

    @property
    def names(self) -> list[str]:
        """Of all articles, in their order."""
        return list(dict.fromkeys(name for name, _ in self._articles))

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


def library_of(desk: Desk, practice: Practice, at: int | None = None) -> Library:
    """With what the practice has changed; `at`: as far as it had then (epoch ms)."""
    versions = tuple(help_articles.newest(desk.store, practice.id, at))
    return _changed_library(versions) if at is None else _library(versions)


@lru_cache(maxsize=20)
def _changed_library(versions: tuple[Version, ...]) -> Library:
    """Known by all that stands in it, so that whoever changes an article, in whichever process, is
    answered with it from then on."""
    return _library(versions)


def _library(versions: tuple[Version, ...]) -> Library:
    if not versions:
        return shipped_library()
    known = {(one.name, code): one for code in LANGUAGES for one in shipped(code).values()}
    for one in versions:
        place = (one.name, one.language)
        if one.title is not None and one.text is not None:
            known[place] = _article(one, one.title, one.text, known.get(place))
        elif one.name not in shipped(one.language):
            known.pop(place, None)
    return Library(known.values())


def _article(version: Version, title: str, text: str, before: Article | None) -> Article:
    """What was shipped keeps its buttons, and the questions that are known of it."""
    asked, since = tuple(version.asked.splitlines()), date.fromisoformat(version.since)
    if before is None:
        return Article(version.name, version.language, title, text, since, asked=asked, own=True)
    return replace(
        before, title=title, text=text, since=since, asked=(*before.asked, *asked), of_parts={}
    )
