"""Every page of the web admin in a practice with a thousand invoices and in one with a million: how
long the slowest way to look at it takes, and how many queries."""

import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

import psutil
from flask import Flask

from storage.store import Store
from tests.admin.entries import ROWS
from tests.admin.test_who_may_what import path_of
from tests.bench.counting import queries
from tests.bench.many_rows import Practice
from tests.support.admin_visits import Browser, admin_desk, admin_web, browser_of
from tests.support.cast import OLIVIA, FrozenClock
from tests.support.two_practices import TwoPractices, enter_two_practices

ROUNDS = 5
SOME_PIECES = 20
FEW_CHOICES = 8
"""Of a filter with more, each kind of choice is among the first."""


@dataclass(frozen=True)
class Page:
    """`slowest` of its ways in ms, which is `way`; `few`: how long that takes among a thousand."""

    name: str
    way: str
    few: float
    slowest: float
    queries: int
    more_queries: int


@dataclass(frozen=True)
class Admin:
    """The owner in the admin of a practice."""

    store: Store
    web: Flask
    world: TwoPractices
    browser: Browser

    @classmethod
    def of(cls, store: Store, clock: FrozenClock, world: TwoPractices) -> "Admin":
        desk = admin_desk(store, clock)
        web = admin_web(desk)
        return cls(store, web, world, browser_of(web, desk, world.cast.practice, OLIVIA))

    def files(self) -> list[str]:
        return [one for one in self._looks().values() if "/export." in one]

    def paths(self) -> dict[str, str]:
        """By the name of the page."""
        return {name: one for name, one in self._looks().items() if "/export." not in one}

    def _looks(self) -> dict[str, str]:
        looks = [row for row in ROWS if row.form is None]
        return {row.endpoint: path_of(self.web, row, self.world.ours[""]) for row in looks}

    def ways(self, path: str) -> list[str]:
        """The page as it is named, without a search, by each choice of its filters, and the page
        after it."""
        bare = urlsplit(path).path
        found = [path, bare]
        if self.browser.opens(bare).status != HTTPStatus.OK:
            return [path]
        for select in self.browser.html.one("main").all("select"):
            name = select.attributes["name"]
            options = [one.attributes["value"] for one in select.all("option")][:FEW_CHOICES]
            if select.attributes["id"].startswith("filter-"):
                found += [f"{bare}?{urlencode({name: one})}" for one in options if one]
        for way in list(found):
            following = self.browser.opens(way).html.all("a", rel="next")
            found += [one.attributes["href"] for one in following]
        return list(dict.fromkeys(found))

    def takes(self, way: str) -> float:
        """In ms."""
        begun = time.perf_counter()
        assert self.browser.opens(way).status in (200, 303, 404), way
        return (time.perf_counter() - begun) * 1000

    def queries(self, way: str) -> int:
        return queries(self.store, lambda: self.browser.opens(way))


def entered(practice: Practice) -> Admin:
    """With one of everything, so that every page has something to show."""
    world = enter_two_practices(admin_desk(practice.store, practice.clock), practice.cast)
    return Admin.of(practice.store, practice.clock, world)


def taken_along(admin: Admin) -> Iterator[tuple[str, float]]:
    """By how many MB this process grows at most while a file of all rows leaves it."""
    process = psutil.Process()
    for path in admin.files():
        most = begun = process.memory_info().rss
        answer = admin.browser.client.get(path, base_url=admin.browser.base)
        for number, _ in enumerate(answer.iter_encoded()):
            if number % SOME_PIECES == 0:
                most = max(most, process.memory_info().rss)
        answer.close()
        yield path, (most - begun) / 1_000_000


def measured(few: Admin, many: Admin) -> Iterator[Page]:
    small = few.paths()
    for name, path in many.paths().items():
        times = {
            way: statistics.median(many.takes(way) for _ in range(ROUNDS))
            for way in many.ways(path)
        }
        way = max(times, key=lambda one: times[one])
        most = max(many.queries(one) for one in times)
        least = max(few.queries(one) for one in few.ways(small[name]))
        at_few = statistics.median(few.takes(way) for _ in range(ROUNDS))
        yield Page(name, way, at_few, times[way], most, most - least)
