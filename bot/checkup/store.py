"""Checks the store: that it opens and can be written, its schema, its key, test or real money."""

import time
from datetime import UTC, datetime
from pathlib import Path

from bot.checkup.finding import Finding, note, refused, right, wrong
from bot.settings import Settings
from rules.words import Refusal
from storage import audit, comparing, inbox, practices, schema, secrets, stripe_cursor
from storage.address import SqliteFile, parse_address
from storage.database import Store, connect_store


def store_findings(settings: Settings) -> list[Finding]:
    """Looks only: makes no store where there is none, and applies no migration."""
    address = parse_address(settings.database_url)
    if isinstance(address, SqliteFile) and not address.path.exists():
        return [_no_store_yet(address.path)]
    try:
        store = connect_store(settings.database_url, settings.secret_key, _now)
    except Refusal as refusal:
        return [refused("Database", "can't be worked with", refusal)]
    try:
        return [right("Database", _what(store)), *_inside(store, settings)]
    finally:
        store.close()


def _now() -> int:
    return time.time_ns() // 1_000_000


def _no_store_yet(path: Path) -> Finding:
    if path.parent.is_dir():
        return note("Database", f"no {path} yet: `paydesk serve` makes it")
    return wrong("Database", f"there is no folder {path.parent}", "Make it, or name another.")


def _what(store: Store) -> str:
    if isinstance(store.address, SqliteFile):
        return f"SQLite, {store.address.path.resolve()}"
    return "PostgreSQL"


def _inside(store: Store, settings: Settings) -> list[Finding]:
    try:
        schema.refuse_newer(schema.applied(store))
    except Refusal as refusal:
        return [refused("Migrations", "newer than this program", refusal)]
    waiting = schema.pending(store)
    if waiting:
        text = f"{len(waiting)} not applied yet"
        return [note("Migrations", text, "`paydesk serve` applies them, or `paydesk migrate`.")]
    found = [right("Migrations", "all applied")]
    try:
        secrets.check_key(store)
    except Refusal as refusal:
        return [*found, refused("Secret key", "not the key of this store", refusal)]
    found.append(right("Secret key", "opens the store's secrets"))
    return [*found, *_restored(store), *_audit(store), *_mode(store, settings), *_news(store)]


def _restored(store: Store) -> list[Finding]:
    """Whether what Stripe did since a restored backup has to be found out first."""
    since = comparing.begun(store)
    if since is None:
        return []
    text = f"nothing is charged until Stripe was compared with, since {_when(since)}"
    cure = "`paydesk serve` does it by itself, or `paydesk reconcile`."
    return [note("Restored backup", text, cure)]


def _news(store: Store) -> list[Finding]:
    """When each practice heard of Stripe last: by an event, and by asking for events."""
    found = []
    for practice in practices.all_practices(store):
        came = inbox.last_received(store, practice.id, "stripe")
        asked = stripe_cursor.last_checked(store, practice.id)
        told = f"last event {_when(came)}, last asked for events {_when(asked)}"
        found.append(right(f"News of {practice.name or practice.slack_team}"[:22], told))
    return found


def _when(ms: int | None) -> str:
    if ms is None:
        return "never"
    return f"{datetime.fromtimestamp(ms / 1_000, UTC):%Y-%m-%d %H:%M} UTC"


def _audit(store: Store) -> list[Finding]:
    """Whether each practice's log is as it was written."""
    found = []
    for practice in practices.all_practices(store):
        faults = audit.verify(store, practice.id)
        name = f"Audit log of {practice.name or practice.slack_team}"
        if faults:
            cure = "Somebody changed the database by hand. Compare with a backup of before."
            found.append(wrong(name, "; ".join(faults[:3]), cure))
        else:
            found.append(right(name, "as it was written"))
    return found


def _mode(store: Store, settings: Settings) -> list[Finding]:
    """Test payments and real ones never share a store."""
    modes = {practice.livemode for practice in practices.all_practices(store)} - {None}
    if not settings.stripe_api_key or not modes - {settings.livemode}:
        return []
    kinds = (
        ("test payments", "a live key") if settings.livemode else ("real payments", "a test key")
    )
    return [
        wrong(
            "Test or live",
            f"this store holds {kinds[0]}, but STRIPE_API_KEY is {kinds[1]}",
            "Take the other key, or another DATABASE_URL.",
        )
    ]
