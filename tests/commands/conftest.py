"""The chat of the tests, with the listeners as the bot registers them."""

import pytest

from bot.routes import ROUTES
from desk.context import Desk
from storage.database import Store
from tests.desk.conftest import accounting, register  # noqa: F401 - what a test charges with
from tests.support.cast import Cast, FrozenClock
from tests.support.chat import Chat
from tests.support.reminding import Office


@pytest.fixture
def desk(store: Store, clock: FrozenClock) -> Desk:
    return Desk(store, clock, claim_secret=b"of the tests")


@pytest.fixture
def chat(desk: Desk, cast: Cast) -> Chat:
    """The workspace of the cast's practice, in Texas."""
    return Chat(desk, cast.practice.id, ROUTES)


@pytest.fixture
def office(desk: Desk, cast: Cast, clock: FrozenClock) -> Office:
    """The same practice, as reminders find it."""
    return Office(desk, cast, clock)
