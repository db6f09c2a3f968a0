"""What one page shows: the list, the mail that is open, and how it is shown."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any
from urllib.parse import unquote

from flask import url_for
from markupsafe import Markup
from werkzeug.datastructures import LanguageAccept

from sandbox.links import Link
from sandbox.mailbox.attachments import Attachment
from sandbox.mailbox.dates import full_moment, machine_moment, short_moment
from sandbox.mailbox.headers import Address, printable, text_of
from sandbox.mailbox.letter import Letter
from sandbox.mailbox.mailbox import Entry, Mail, Mailbox
from sandbox.mailbox.showing import LONGEST_SHOWN, text_with_links
from sandbox.mailbox.words import LANGUAGES, counted, sayer, size

PAGE_OF_MAILS = 100
_SOURCE_SHOWN = 200_000
_KEPT = ("to", "before", "lang")


class Page:
    """`asked`: the address's arguments: `to` (only mails to it), `before` (only ids below it),
    `view` (html, text or source), and `lang`, which goes before what the browser `accepts`.
    `links`: what else the header leads to."""

    def __init__(
        self,
        mailbox: Mailbox,
        mail: Mail | None,
        asked: Mapping[str, str],
        accepts: LanguageAccept,
        links: Sequence[Link],
    ) -> None:
        self._mailbox = mailbox
        self._asked = asked
        self.mail = mail
        wanted = asked.get("lang", "")
        self.language = wanted if wanted in LANGUAGES else _first_known(accepts)
        self.say = sayer(self.language)
        self.links = [(one.label(self.language), one.href(self.language)) for one in links]
        self.to = asked.get("to", "")

    # The list

    @cached_property
    def addresses(self) -> list[str]:
        return self._mailbox.addresses()

    def is_chosen(self, address: str) -> bool:
        return address.casefold() == self.to.casefold()

    @property
    def is_unknown(self) -> bool:
        """Whether the list is that of somebody who was sent nothing."""
        return bool(self.to) and not any(self.is_chosen(one) for one in self.addresses)

    @cached_property
    def _entries_and_one(self) -> list[Entry]:
        before = self._asked.get("before", "")
        below = int(before) if before.isdecimal() and len(before) < 18 else None
        return self._mailbox.entries(self.to, below, PAGE_OF_MAILS + 1)

    @property
    def entries(self) -> list[Entry]:
        return self._entries_and_one[:PAGE_OF_MAILS]

    @property
    def older(self) -> int | None:
        """The id below which there are more."""
        more = len(self._entries_and_one) > PAGE_OF_MAILS
        return self.entries[-1].id if more else None

    @property
    def is_first(self) -> bool:
        return not self._asked.get("before")

    @property
    def counts(self) -> str:
        all_, unread = self._mailbox.count(self.to), self._mailbox.count(self.to, unread=True)
        said = [counted("mails", all_, self.language)]
        return ", ".join(said + ([counted("unread", unread, self.language)] if unread else []))

    @property
    def title(self) -> str:
        unread = self._mailbox.count(unread=True)
        return f"({unread}) {self.say('Client mailbox')}" if unread else self.say("Client mailbox")

    @property
    def smtp_url(self) -> str:
        return self._mailbox.smtp_url

    def link(self, endpoint: str, **more: Any) -> str:
        """To another page, of the same list and in the same language."""
        kept: dict[str, Any] = {name: self._asked.get(name) or None for name in _KEPT}
        return url_for(endpoint, **{**kept, **more})

    @property
    def here(self) -> str:
        """The address of this page, also where it answers a form."""
        return self._in(self._asked.get("lang") or None)

    @property
    def other_languages(self) -> list[tuple[str, str, str]]:
        """(code, name, address of this page in it)"""
        others = [code for code in LANGUAGES if code != self.language]
        return [(code, LANGUAGES[code], self._in(code)) for code in others]

    def _in(self, language: str | None) -> str:
        if self.mail is None:
            return self.link("inbox", lang=language)
        view = self._asked.get("view") or None
        return self.link("read", mail_id=self.mail.id, view=view, lang=language)

    # The open mail

    @property
    def letter(self) -> Letter:
        return self.mail.letter if self.mail else Letter()

    @property
    def views(self) -> list[str]:
        """The ways to show it, the best first."""
        has = {"html": self.letter.html is not None, "text": self.letter.text is not None}
        return [name for name, there in has.items() if there] + ["source"]

    @property
    def view(self) -> str:
        """ "empty" stands for a mail that has neither text nor HTML."""
        asked = self._asked.get("view", "")
        if asked in self.views:
            return asked
        return self.views[0] if len(self.views) > 1 or not self.letter.readable else "empty"

    @property
    def text(self) -> Markup:
        return text_with_links((self.letter.text or "")[:LONGEST_SHOWN])

    @property
    def body_is_cut(self) -> bool:
        shown = {"html": self.letter.html, "text": self.letter.text}.get(self.view)
        return len(shown or "") > LONGEST_SHOWN

    @property
    def source(self) -> str:
        return text_of(self.mail.raw[:_SOURCE_SHOWN], None) if self.mail else ""

    @property
    def source_is_cut(self) -> bool:
        return self.mail is not None and len(self.mail.raw) > _SOURCE_SHOWN

    @property
    def hidden_copies(self) -> list[Address]:
        """To whom it came without a header that says so."""
        letter = self.letter
        named = {one.address.casefold() for one in letter.to + letter.cc}
        came_to = self.mail.recipients if self.mail else ()
        return [Address("", one) for one in came_to if one.casefold() not in named]

    @property
    def leaving_address(self) -> str:
        return printable(
            unquote(self.letter.unsubscribe.mailto.partition(":")[2].partition("?")[0])
        )

    # How things are said

    def short(self, seconds: float) -> str:
        return short_moment(seconds, self._mailbox.clock(), self.language)

    def full(self, seconds: float) -> str:
        return full_moment(seconds, self.language)

    machine = staticmethod(machine_moment)

    def size(self, one: Attachment) -> str:
        return size(len(one.content), self.language)

    def counted(self, what: str, number: int) -> str:
        return counted(what, number, self.language)


def _first_known(accepts: LanguageAccept) -> str:
    """The reader's first language that the page speaks; fr-CA is French."""
    wanted = (tag.partition("-")[0].lower() for tag, quality in accepts if quality > 0)
    return next((one for one in wanted if one in LANGUAGES), "en")
