"""The mails that were kept: all of them, for whomever, in memory or in a file."""

import sqlite3
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Condition
from typing import Any

from sandbox.mailbox.failures import Failures
from sandbox.mailbox.letter import Letter, read
from sandbox.mailbox.sessions import Sessions

# The large column stands last: SQLite then finds the others without reading through it.
_TABLES = """
create table if not exists mails (
    id integer primary key autoincrement, at real not null, sender text not null,
    user text not null, subject text not null, name text not null, attached integer not null,
    is_read integer not null default 0, raw blob not null);
create table if not exists recipients (
    mail integer not null references mails (id), position integer not null, address text not null,
    primary key (mail, position));
create index if not exists recipients_address on recipients (address collate nocase, mail);
"""
_LISTED = "id, at, sender, name, subject, attached, is_read"
_LONGEST_SUBJECT = 300


class NoMailbox(Exception):
    """The file is none of ours, or can't be written. Its text can be shown."""


@dataclass(frozen=True)
class Entry:
    """A mail as the list shows it. `name`: what the sender calls itself; `attached`: how many."""

    id: int
    at: float
    sender: str
    name: str
    subject: str
    attached: int
    is_read: bool
    recipients: tuple[str, ...]


@dataclass(frozen=True)
class Mail:
    """`at`: when it came, in seconds since 1970. `sender` and `recipients` are those of the
    envelope; `user` logged in to send it, or ""."""

    id: int
    at: float
    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    user: str = ""

    @cached_property
    def letter(self) -> Letter:
        return read(self.raw)

    def is_to(self, address: str) -> bool:
        """Whether it was sent to that address; "" is everybody."""
        return not address or address.casefold() in [one.casefold() for one in self.recipients]


class Mailbox:
    """Any thread may use it. `file`: an SQLite file that keeps the mails over a restart."""

    def __init__(self, clock: Callable[[], float] = time.time, file: Path | None = None) -> None:
        self.clock = clock
        self.failures = Failures()
        self.sessions = Sessions()
        self.smtp_url = ""
        """Where mail is taken in, while it is."""
        self.version = 0
        self._changed = Condition()
        self._rows = _opened(file)

    def keep(self, sender: str, recipients: list[str], raw: bytes, user: str = "") -> Mail:
        """It is safe in the file when this returns."""
        letter, at = read(raw), self.clock()
        name = next((one.name or one.address for one in letter.sender), sender)
        subject = letter.subject[:_LONGEST_SUBJECT]
        row = (at, sender, user, raw, subject, name, len(letter.listed))
        with self._changed, self._rows:
            added = self._rows.execute(
                "insert into mails (at, sender, user, raw, subject, name, attached)"
                " values (?, ?, ?, ?, ?, ?, ?)",
                row,
            )
            mail = Mail(int(added.lastrowid or 0), at, sender, tuple(recipients), raw, user)
            self._rows.executemany(
                "insert into recipients values (?, ?, ?)",
                [(mail.id, position, one) for position, one in enumerate(recipients)],
            )
            self._has_changed()
        return mail

    def entries(self, to: str = "", before: int | None = None, most: int = 100) -> list[Entry]:
        """The newest first: those to the address `to`, with ids below `before`."""
        where, given = _to(to)
        if before is not None:
            where, given = f"{where} and id < ?", [*given, before]
        query = f"select {_LISTED} from mails where {where} order by id desc limit ?"  # noqa: S608
        with self._changed:
            rows = self._rows.execute(query, [*given, most]).fetchall()
            return [self._entry(row) for row in rows]

    def count(self, to: str = "", unread: bool = False) -> int:
        where, given = _to(to)
        query = f"select count(*) from mails where {where}"  # noqa: S608
        with self._changed:
            found = self._rows.execute(query + (" and not is_read" if unread else ""), given)
            return int(found.fetchone()[0])

    def mails(self, to: str = "", since: int = 0) -> list[Mail]:
        """Those with a higher id than `since`, in the order in which they came."""
        where, given = _to(to)
        query = f"select id from mails where {where} and id > ? order by id"  # noqa: S608
        with self._changed:
            ids = self._rows.execute(query, [*given, since]).fetchall()
        return [mail for (mail_id,) in ids if (mail := self.mail(mail_id))]

    def mail(self, mail_id: int) -> Mail | None:
        with self._changed:
            query = "select id, at, sender, raw, user from mails where id = ?"
            row = self._rows.execute(query, [mail_id]).fetchone()
            if row is None:
                return None
            found, at, sender, raw, user = row
            return Mail(found, at, sender, self._recipients(found), raw, user)

    def addresses(self) -> list[str]:
        """Everybody who was sent something, in alphabetical order."""
        query = "select address from recipients group by address collate nocase order by 1"
        with self._changed:
            return [address for (address,) in self._rows.execute(query)]

    def mark_read(self, mail_id: int) -> None:
        with self._changed, self._rows:
            query = "update mails set is_read = 1 where id = ? and not is_read"
            if self._rows.execute(query, [mail_id]).rowcount:
                self._has_changed()

    def delete_all(self) -> None:
        """An id is never given again."""
        with self._changed, self._rows:
            self._rows.execute("delete from recipients")
            self._rows.execute("delete from mails")
            self._has_changed()

    def wait_for_change(self, version: int, seconds: float) -> int:
        """The version, as soon as it is another than that one or the time is over."""
        with self._changed:
            self._changed.wait_for(lambda: self.version != version, seconds)
            return self.version

    def wait_for(self, wanted: Callable[[Mail], bool], seconds: float) -> Mail | None:
        """The first mail that is wanted, one that is there already included; None if none came."""
        deadline, seen = time.monotonic() + seconds, 0
        while True:
            version = self.version
            for mail in self.mails(since=seen):
                if wanted(mail):
                    return mail
                seen = mail.id
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            self.wait_for_change(version, left)

    def close(self) -> None:
        with self._changed:
            self._rows.close()

    def _entry(self, row: tuple[Any, ...]) -> Entry:
        mail_id, at, sender, name, subject, attached, is_read = row
        recipients = self._recipients(mail_id)
        return Entry(mail_id, at, sender, name, subject, attached, bool(is_read), recipients)

    def _recipients(self, mail_id: int) -> tuple[str, ...]:
        query = "select address from recipients where mail = ? order by position"
        return tuple(address for (address,) in self._rows.execute(query, [mail_id]))

    def _has_changed(self) -> None:
        self.version += 1
        self._changed.notify_all()


def _to(address: str) -> tuple[str, list[Any]]:
    """The condition for mails to that address; "" is everybody."""
    if not address:
        return "true", []
    return "id in (select mail from recipients where address = ? collate nocase)", [address]


def _opened(file: Path | None) -> sqlite3.Connection:
    try:
        rows = sqlite3.connect(file or ":memory:", check_same_thread=False)
        rows.executescript(_TABLES)
    except sqlite3.Error as error:
        raise NoMailbox(f"{file} can’t hold the mails: {error}.") from error
    return rows
