"""The search: SQLite's full-text index in memory, over articles and the questions they answer."""

import math
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from threading import Lock

from desk.help.articles import Article
from desk.help.terms import terms_of
from desk.help.wording import words_of

NOWHERE = ""
"""In the place of an article's name: what is asked isn't about billing."""
SURE_ENOUGH = 0.3
"""Below this, nothing fits."""
MOST_ROWS = 60
_ROWS_OF_AN_ARTICLE = (1.0, 0.3, 0.15)
"""How much its best rows count, so that one that fits often goes before one that fits once."""


@dataclass(frozen=True)
class Found:
    """An article that fits; `score` grows with how well."""

    name: str
    score: float


@dataclass(frozen=True)
class _Row:
    """A text that is searched: which article it is of, and the terms in it."""

    name: str
    words: frozenset[str]
    terms: tuple[str, ...]


class Index:
    """Of the articles of one practice, in all languages at once: ideas are the same in each."""

    def __init__(self, articles: Iterable[Article], elsewhere: Iterable[tuple[str, str]]) -> None:
        """`elsewhere`: language and text of what isn't about billing."""
        rows = [*_rows(articles), *(_row(NOWHERE, code, text) for code, text in elsewhere)]
        self._known = frozenset(word for row in rows for word in row.words)
        self._count = len(rows)
        self._holding = Counter(term for row in rows for term in set(row.terms))
        self._lock = Lock()
        self._database = _filled(rows)

    def search(self, text: str, code: str) -> list[Found]:
        """The articles that fit, best first; none where it is about something else."""
        terms = terms_of(text, code, self._known)
        whole = sum(map(self._weight, terms))
        if not whole:
            return []
        scores: dict[str, list[float]] = defaultdict(list)
        for name, rank in self._matching(terms):
            scores[name].append(-rank / whole)
        found = [Found(name, _together(best)) for name, best in scores.items()]
        return _that_fit(sorted(found, key=lambda one: -one.score))

    def _matching(self, terms: list[str]) -> list[tuple[str, float]]:
        wanted = " OR ".join(f'"{term}"' for term in dict.fromkeys(terms))
        query = "SELECT name, rank FROM told WHERE terms MATCH ? ORDER BY rank LIMIT ?"
        with self._lock:
            return self._database.execute(query, (wanted, MOST_ROWS)).fetchall()

    def _weight(self, term: str) -> float:
        """As bm25 weighs it; what stands nowhere weighs most."""
        holding = self._holding.get(term, 0)
        return max(math.log((self._count - holding + 0.5) / (holding + 0.5)), 0.0)


def _rows(articles: Iterable[Article]) -> Iterator[_Row]:
    for article in articles:
        for text in (article.title, *article.asked, *article.sections):
            yield _row(article.name, article.language, text)


def _row(name: str, code: str, text: str) -> _Row:
    return _Row(name, frozenset(words_of(text)), tuple(terms_of(text, code)))


def _filled(rows: Iterable[_Row]) -> sqlite3.Connection:
    """Each row's terms as words of their own; "=" and "#" are part of them."""
    database = sqlite3.connect(":memory:", check_same_thread=False)
    database.execute(
        "CREATE VIRTUAL TABLE told USING"
        " fts5(terms, name UNINDEXED, tokenize = \"unicode61 tokenchars '=#'\")"
    )
    told = ((" ".join(row.terms), row.name) for row in rows)
    database.executemany("INSERT INTO told VALUES (?, ?)", told)
    return database


def _together(scores: list[float]) -> float:
    return sum(part * score for part, score in zip(_ROWS_OF_AN_ARTICLE, scores, strict=False))


def _that_fit(found: list[Found]) -> list[Found]:
    if not found or found[0].name == NOWHERE or found[0].score < SURE_ENOUGH:
        return []
    return [one for one in found if one.name != NOWHERE]
