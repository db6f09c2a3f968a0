"""The articles of a practice with the search in them, kept ready from one question to the next."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from threading import Lock
from weakref import WeakKeyDictionary

from desk.context import Aside, Desk
from desk.help.articles import Article, asked_elsewhere, shipped
from desk.help.index import Found, Index
from desk.language import LANGUAGES
from storage import help_articles, practices
from storage.help_articles import Version
from storage.practices import Practice
from storage.store import Store

MOST_KEPT = 20
_LATEST: "WeakKeyDictionary[Store, dict[int, Library]]" = WeakKeyDictionary()
"""The library that each practice was answered from last."""


class Library:
    """Of one practice: each article in at least one language."""

    def __init__(self, articles: Iterable[Article]) -> None:
        self._articles: Mapping[tuple[str, str], Article] = {
            (one.name, one.language): one for one in articles
        }
        self._index: Index | None = None
        self._meanwhile: Index | None = None
        self._aside: Aside | None = None
        self._making = Lock()

    def make_ready(self) -> Index:
        """The index, made if it wasn't yet: that takes a second or two."""
        with self._making:
            if self._index is None:
                elsewhere = [(code, text) for code in LANGUAGES for text in asked_elsewhere(code)]
                self._index = Index(self._articles.values(), elsewhere)
            self._meanwhile = None
            return self._index

    def comes_after(self, before: "Library", aside: Aside) -> None:
        """Until its own index is made, which the first search has done aside, that of `before`
        serves. Without one, the first search waits."""
        if self._index is None:
            self._meanwhile, self._aside = before._index or before._meanwhile, aside

    def search(self, text: str, code: str) -> list[Found]:
        """The articles that fit a text in the language `code`, best first."""
        return [one for one in self._searched().search(text, code) if self.has(one.name)]

    def _searched(self) -> Index:
        meanwhile, aside = self._meanwhile, self._aside
        if meanwhile is not None and aside is not None:
            self._aside = None
            aside(self.make_ready)
        return self._index or meanwhile or self.make_ready()

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
    if at is not None:
        return _library(versions)
    library, latest = _changed_library(versions), _LATEST.setdefault(desk.store, {})
    before = latest.get(practice.id)
    if before is not library:
        library.comes_after(before or shipped_library(), desk.aside)
        latest[practice.id] = library
    return library


def make_ready(desk: Desk) -> None:
    """The searches of all practices, before anybody asks."""
    shipped_library().make_ready()
    for practice in practices.all_practices(desk.store)[:MOST_KEPT]:
        library_of(desk, practice).make_ready()


@lru_cache(maxsize=MOST_KEPT)
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
