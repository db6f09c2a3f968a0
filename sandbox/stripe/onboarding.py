"""Account links: one visit each of the page where a connected account tells Stripe who it is."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sandbox.stripe import accounts
from sandbox.stripe.books import Books, Record
from sandbox.stripe.ids import token
from sandbox.stripe.shapes import Body

if TYPE_CHECKING:
    from sandbox.stripe.service import Service

LASTS_SECONDS = 300


@dataclass(frozen=True)
class Visit:
    """`held`: expires_at, refresh_url, return_url and `opened`, as the account keeps them."""

    books: Books
    account: Record
    held: Body


def link(books: Books, account: Record, refresh_url: str, return_url: str | None) -> Body:
    """Its created, expires_at and url."""
    named = token(24)
    expires_at = books.now + LASTS_SECONDS
    account.private["links"][named] = {
        "expires_at": expires_at,
        "opened": False,
        "refresh_url": refresh_url,
        "return_url": return_url,
    }
    books.save(account)
    url = f"{books.service.base_url}/pages/onboarding/{named}"
    return {"created": books.now, "expires_at": expires_at, "url": url}


def of_token(service: "Service", named: str) -> Visit | None:
    """The link whose page is at /pages/onboarding/{named}."""
    books, account = service.whose("account", lambda one: named in one.private.get("links", {}))
    if books is None or account is None:
        return None
    return Visit(books, account, account.private["links"][named])


def enter(visit: Visit) -> bool:
    """Once only, and before it expires; False: whoever comes goes to the refresh_url."""
    fresh = not visit.held["opened"] and visit.books.now < visit.held["expires_at"]
    visit.held["opened"] = True
    visit.books.save(visit.account)
    return fresh


def submit(visit: Visit, name: str = "") -> str | None:
    """The form of a visit that was entered: all is known now. The return_url."""
    if not visit.account.private["onboarded"]:
        accounts.onboard(visit.books, visit.account, name)
    back: str | None = visit.held["return_url"]
    return back


def spoken(seconds: int) -> str:
    """A point in time as API v2 writes it."""
    at = datetime.fromtimestamp(seconds, UTC)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
