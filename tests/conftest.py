"""Fixtures that all tests share."""

import signal

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
