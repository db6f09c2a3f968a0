"""Fixtures that all tests share."""

import gc
import signal

import pytest

from tests.support.browsers import chromium
from tests.support.stores import (
    cast,
    clock,
    database_url,
    empty_url,
    kind,
    no_power_cut,
    postgres,
    remembered_cast,
    sqlite_template,
    store,
)

# A run in the background ignores Ctrl-C, and so would every process that the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Nothing that is made while tests are looked for goes away: a search for it finds none.
gc.disable()


def pytest_collection_finish(session: pytest.Session) -> None:
    gc.freeze()
    gc.enable()


__all__ = [
    "cast",
    "chromium",
    "clock",
    "database_url",
    "empty_url",
    "kind",
    "no_power_cut",
    "postgres",
    "remembered_cast",
    "sqlite_template",
    "store",
]
