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
    of_each_once_on_postgresql,
    postgres,
    remembered_cast,
    sqlite_template,
    store,
)

# A run in the background ignores Ctrl-C, and so would every process that the tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)

# Nothing that is made while tests are looked for goes away: a search for it finds none.
gc.disable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    kept, left_out = of_each_once_on_postgresql(items)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = kept


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
