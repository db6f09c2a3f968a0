"""The one gate before all pages: who is there, may they be, and did a page of ours send the form.

Deny by default: an address that belongs to no page of site.PAGES, and isn't among the few that are
open to all, answers nobody.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import abort, g, request
from flask.typing import ResponseReturnValue

from admin.errors import FORBIDDEN, refused, signed_out
from admin.here import Here, Site
from admin.page import Page
from admin.security import FIELD, form_token, from_our_page
from desk.access import authorize
from desk.admin.access import visit_of
from desk.language import language_of
from desk.privacy import refuse_card_numbers
from rules.words import Refusal, sentence

NOT_OURS = sentence(
    "This form did not come from a page that is open now, so nothing was done. Open the page again"
    " and repeat what you did."
)


@dataclass(frozen=True)
class Gate:
    """`open_to_all`: endpoints that ask nobody who they are; `pages`: by endpoint."""

    site: Site
    open_to_all: frozenset[str]
    pages: Mapping[str, Page]

    def __call__(self) -> ResponseReturnValue | None:
        """None lets the request through to its view."""
        endpoint = request.endpoint or ""
        if endpoint in self.open_to_all:
            return None
        secret = request.cookies.get(self.site.cookies.session, "")
        visit = visit_of(self.site.desk, secret) if secret else None
        if visit is None:
            return signed_out()
        member, practice = visit.member, visit.practice
        say = language_of(member.language or member.locale or practice.language)
        g.say, g.here = say, Here(self.site.desk, visit, say, form_token(secret))
        return self._stopped(endpoint, secret)

    def _stopped(self, endpoint: str, secret: str) -> ResponseReturnValue | None:
        g.page = self.pages.get(endpoint)
        if g.page is None:
            abort(404)
        try:
            for action in g.page.actions_at(endpoint):
                authorize(g.here.person, action)
            if g.page.largest:
                request.max_content_length = g.page.largest
            if any("\0" in text for text in _told()):
                abort(400)  # No database's text holds it.
            refuse_cards()
        except Refusal as refusal:
            return refused(refusal, FORBIDDEN)
        if request.method == "POST" and not from_our_page(request, secret):
            return refused(Refusal(NOT_OURS), FORBIDDEN)
        return None


def _told() -> Iterator[str]:
    """All that the address and the form say."""
    yield from map(str, (request.view_args or {}).values())
    for values in (request.args, request.form):
        for name, text in values.items(multi=True):
            yield name
            yield text


def refuse_cards() -> None:
    """Card numbers in whatever was typed, before anything logs or stores it."""
    for values in (request.args, request.form):
        for name, text in values.items(multi=True):
            if name != FIELD:
                refuse_card_numbers(text)
