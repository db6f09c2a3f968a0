"""Lists, all in one way: a search, filters, a page of rows with the pages beside it, and what there
is to say when nothing is found. All of it stands in the address, so that it can be kept and sent.

A page begins after or ends before a row, which its place names: a text by which the list is
ordered ("" where there is none) and the row's number. So any page takes the same time.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from flask import request, url_for

from rules.ids import read_id
from rules.words import Sentence

T = TypeVar("T")
Place = tuple[str, int]
PAGE_SIZE = 50
COUNTED_TO = 1_000
"""Beyond that a list says "1,000+": counting further takes longer than it is worth."""
LONGEST_SEARCH = 100
SEARCH, AFTER, BEFORE = "q", "after", "before"
_PLACE = re.compile(r"(.*)\.(\d{1,18})", re.DOTALL)


@dataclass(frozen=True)
class Filter:
    """A choice above the list. `choices`: what stands in the address, and how it is called; the
    first is what an address without it means."""

    name: str
    label: Sentence
    choices: Sequence[tuple[str, Sentence]]


@dataclass(frozen=True)
class Asked:
    """What the address asks for. Nothing in it is trusted: what is no choice, or no place, counts
    as not there."""

    search: str
    chosen: Mapping[str, str]
    after: Place | None
    before: Place | None

    def address(self, endpoint: str, **more: str) -> str:
        """The same search and filters at an endpoint; `more`: a place, the kind of a file."""
        told: dict[str, Any] = {name: value for name, value in self.chosen.items() if value}
        if self.search:
            told[SEARCH] = self.search
        return url_for(endpoint, **{**told, **more})


@dataclass(frozen=True)
class Paged(Generic[T]):
    """A page of rows. `previous` and `next`: where the pages beside it end and begin."""

    rows: Sequence[T]
    previous: Place | None
    next: Place | None


@dataclass(frozen=True)
class Column:
    """`number`: amounts and counts, which stand on the right."""

    label: Sentence
    number: bool = False


@dataclass(frozen=True)
class Cell:
    """`text` as it is shown, whatever it holds. `href` leads to more of it. `tone`: "good", "warn",
    "bad" or "quiet" for states, which the words say too."""

    text: str
    href: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Table:
    """A list as "table.html" shows it. `many`: how many rows all pages have, COUNTED_TO for as many
    or more, None where nobody counts. `exports`: the address for each type of file. `search`: what
    can be searched for, None where nothing can."""

    caption: Sentence
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    asked: Asked
    empty: Sentence
    endpoint: str
    filters: Sequence[Filter] = ()
    search: Sentence | None = None
    many: int | None = None
    previous: Place | None = None
    next: Place | None = None
    exports: Mapping[str, str] = field(default_factory=dict)

    @property
    def previous_address(self) -> str:
        return self._beside(BEFORE, self.previous)

    @property
    def next_address(self) -> str:
        return self._beside(AFTER, self.next)

    @property
    def narrowed(self) -> bool:
        """Whether a search or filter leaves something out."""
        firsts = {one.name: one.choices[0][0] for one in self.filters}
        return bool(self.asked.search) or dict(self.asked.chosen) != firsts

    def _beside(self, side: str, place: Place | None) -> str:
        if place is None:
            return ""
        return self.asked.address(self.endpoint, **{side: f"{place[0]}.{place[1]}"})


def asked(filters: Sequence[Filter] = ()) -> Asked:
    """What this request's address asks for."""
    chosen = {}
    for one in filters:
        values = [value for value, _ in one.choices]
        value = request.args.get(one.name, "")
        chosen[one.name] = value if value in values else values[0]
    return Asked(
        search=request.args.get(SEARCH, "").strip()[:LONGEST_SEARCH],
        chosen=chosen,
        after=read_place(request.args.get(AFTER, "")),
        before=read_place(request.args.get(BEFORE, "")),
    )


def read_place(text: str) -> Place | None:
    found = _PLACE.fullmatch(text)
    number = read_id(found[2]) if found else None
    return (found[1], number) if found and number is not None else None


def paged(
    asked: Asked,
    fetch: Callable[[Place | None, Place | None, int], Sequence[T]],
    place: Callable[[T], Place],
) -> Paged[T]:
    """The rows that `fetch(after, before, limit)` gives, in the list's order. Where nothing is left
    there, the first page."""
    found = list(fetch(asked.after, asked.before, PAGE_SIZE + 1))
    more = len(found) > PAGE_SIZE
    if asked.before is not None and more:
        rows = found[1:]
        return Paged(rows, place(rows[0]), place(rows[-1]))
    moved = asked.after is not None
    if asked.before is not None or (moved and not found):
        found, moved = list(fetch(None, None, PAGE_SIZE + 1)), False
        more = len(found) > PAGE_SIZE
    rows = found[:PAGE_SIZE]
    return Paged(rows, place(rows[0]) if moved else None, place(rows[-1]) if more else None)
