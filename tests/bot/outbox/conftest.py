"""A local Slack workspace for all tests here, and a desktop in it, anew for each."""

from collections.abc import Iterator

import pytest

from bot.installations import register
from desk.context import Desk
from sandbox.slack.server import Server
from sandbox.slack.workspace import Workspace
from storage.database import Store
from tests.bot.outbox.support import Desktop
from tests.sandbox.slack.support import TOKEN, served
from tests.support.cast import NAME, TEAM, Cast, FrozenClock


@pytest.fixture(scope="session")
def workspace() -> Iterator[Server]:
    with served(Workspace()) as server:
        yield server


@pytest.fixture
def desktop(store: Store, cast: Cast, clock: FrozenClock, workspace: Server) -> Desktop:
    workspace.workspace.reset()
    practice = register(store, {"team_id": TEAM, "team": NAME}, TOKEN, False, clock())
    desk = Desk(store, clock, b"claims")
    return Desktop(desk, clock, practice, workspace.workspace, workspace.api_url)
