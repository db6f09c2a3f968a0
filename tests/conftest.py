"""Fixtures that all tests share."""

from tests.support.stores import (
    cast,
    clock,
    database_url,
    empty_url,
    kind,
    postgres,
    sqlite_template,
    store,
)

__all__ = [
    "cast",
    "clock",
    "database_url",
    "empty_url",
    "kind",
    "postgres",
    "sqlite_template",
    "store",
]
