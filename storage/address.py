"""Where the store is: DATABASE_URL taken apart. The password never stands in a sentence."""

import importlib.util
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from rules.words import refuse

_POSTGRESQL = ("postgresql", "postgres")


@dataclass(frozen=True)
class SqliteFile:
    """A file of this machine."""

    path: Path


@dataclass(frozen=True)
class PostgresqlServer:
    """A PostgreSQL database. `conninfo` goes to libpq as it is, with sslmode and all the rest."""

    conninfo: str = field(repr=False)
    named: frozenset[str]
    """The connection parameters that the address names itself."""


Address = SqliteFile | PostgresqlServer


def parse_address(url: str) -> Address:
    """The address behind DATABASE_URL, or a refusal that shows what one looks like."""
    scheme, separator, _ = url.strip().partition("://")
    if not separator or scheme not in ("sqlite", *_POSTGRESQL):
        raise refuse(
            "DATABASE_URL must begin with sqlite:/// or postgresql://, for example {sqlite} or"
            " {postgresql}.",
            sqlite="sqlite:///paydesk.db",
            postgresql="postgresql://paydesk:password@localhost/paydesk",
        )
    return _sqlite(url.strip()) if scheme == "sqlite" else _postgresql(url.strip())


def _sqlite(url: str) -> SqliteFile:
    """sqlite:///paydesk.db is in the current folder; sqlite:////var/lib/paydesk.db has four."""
    rest = url.removeprefix("sqlite://")
    path = unquote(rest[1:])
    if not rest.startswith("/") or not path or path.endswith("/") or "?" in rest:
        raise refuse(
            "DATABASE_URL names no file: after sqlite:/// comes the path, for example {example}.",
            example="sqlite:////var/lib/paydesk/paydesk.db",
        )
    if path == ":memory:":
        raise refuse(
            "DATABASE_URL must name a file: a database in memory would forget all that was paid."
        )
    return SqliteFile(Path(path))


def _postgresql(url: str) -> PostgresqlServer:
    if importlib.util.find_spec("psycopg") is None:
        raise refuse(
            "DATABASE_URL names a PostgreSQL database, which needs one more package. Install it:"
            " {command}",
            command="pip install 'paydesk[postgres]'",
        )
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    conninfo = re.sub(r"^postgres://", "postgresql://", url)
    try:
        named = conninfo_to_dict(conninfo)
        _ = urlsplit(conninfo).port
    except (ProgrammingError, ValueError):
        # libpq's own sentence may quote the password.
        raise refuse(
            "DATABASE_URL can’t be read. It looks like {example}; in the password, characters such"
            " as @ : / # % are written as %40 %3A %2F %23 %25.",
            example="postgresql://user:password@host:5432/paydesk?sslmode=require",
        ) from None
    return PostgresqlServer(conninfo, frozenset(named))
