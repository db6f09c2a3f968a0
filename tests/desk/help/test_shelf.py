"""The search is made beside the questions: while it is, they are answered by the one before."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from desk.access import Person
from desk.context import Desk
from desk.help import shelf
from desk.help.editing import ASKED, TEXT, TITLE, save
from desk.help.index import Index
from desk.help.shelf import library_of, make_ready
from rules.roles import Role
from tests.support.cast import OLIVIA, Cast
from tests.support.stores import ON_SQLITE

pytestmark = ON_SQLITE
PARKING = {TITLE: "Parking at the practice", TEXT: "Park behind the house.", ASKED: "where to park"}


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many indexes were made."""
    counted: list[int] = []

    def count(*given: Any) -> Index:
        counted.append(1)
        return Index(*given)

    monkeypatch.setattr(shelf, "Index", count)
    return counted


def write(desk: Desk, cast: Cast, title: str = "Parking at the practice") -> None:
    owner = Person(cast.practice.id, OLIVIA, Role.OWNER)
    save(desk, cast.practice, owner, "", "en", 0, {**PARKING, TITLE: title})


def names(desk: Desk, cast: Cast, text: str) -> list[str]:
    return [one.name for one in library_of(desk, cast.practice).search(text, "en")][:1]


def test_while_a_search_is_made_the_one_before_answers(
    desk: Desk, cast: Cast, made: list[int]
) -> None:
    make_ready(desk)
    aside: list[Callable[[], object]] = []
    desk, made[:] = replace(desk, aside=aside.append), []
    write(desk, cast)
    for _ in range(2):
        assert names(desk, cast, "how do I refund a payment?") == ["refunds"]
        assert names(desk, cast, "where to park") == []
    write(desk, cast, "Parking for bicycles")
    assert names(desk, cast, "how do I refund a payment?") == ["refunds"]
    assert (len(aside), made) == (2, [])
    for work in aside:
        work()
    assert names(desk, cast, "where to park")[0].startswith("parking")
    assert made == [1, 1]


def test_who_serves_nobody_meanwhile_finds_what_was_written_at_once(desk: Desk, cast: Cast) -> None:
    make_ready(desk)
    write(desk, cast)
    assert names(desk, cast, "where to park")[0].startswith("parking")


def test_what_was_made_ready_is_made_no_second_time(
    desk: Desk, cast: Cast, made: list[int]
) -> None:
    write(desk, cast, "Parking of its own")
    make_ready(desk)
    before = len(made)
    assert before >= 1
    names(desk, cast, "where to park")
    assert len(made) == before
