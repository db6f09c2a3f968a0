"""The admin, mounted, with the cast at its doors."""

from collections.abc import Callable

import pytest
from flask import Flask

from desk.context import Desk
from storage.store import Store
from tests.support.admin_visits import Browser, admin_desk, admin_web, browser_of
from tests.support.cast import Cast, FrozenClock
from tests.support.stores import KINDS

Enter = Callable[[str], Browser]
Queries = Callable[[Callable[[], object]], int]
MOST_QUERIES = 12
"""Of any page."""


@pytest.fixture(params=KINDS[:1])
def kind(request: pytest.FixtureRequest) -> str:
    """One kind of database, but where a test asks for both."""
    return str(request.param)


@pytest.fixture
def desk(store: Store, clock: FrozenClock, cast: Cast) -> Desk:
    return admin_desk(store, clock)


@pytest.fixture
def web(desk: Desk) -> Flask:
    return admin_web(desk)


@pytest.fixture
def enter(web: Flask, desk: Desk, cast: Cast) -> Enter:
    """Somebody of the practice, who has come in."""
    return lambda user: browser_of(web, desk, cast.practice, user)


@pytest.fixture
def queries(store: Store) -> Queries:
    """How many statements it takes to do something; of SQLite."""

    def counted(do: Callable[[], object]) -> int:
        said: list[str] = []
        connection = store.database.connection()
        connection.set_trace_callback(said.append)
        do()
        connection.set_trace_callback(None)
        starts = ("SELECT", "INSERT", "UPDATE", "DELETE")
        return sum(one.lstrip().upper().startswith(starts) for one in said)

    return counted
