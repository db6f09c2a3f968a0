"""What keeps the admin's pages safe in a browser: headers, cookies, and the token of each form."""

import hashlib
import hmac
from urllib.parse import urlsplit

from flask import Request, Response

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
    " form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
NO_STORE = "no-store"
FIELD = "csrf"
"""The hidden field of every form that changes something."""


def put_headers(response: Response, *, kept: bool) -> Response:
    """`kept`: a style or script, which browsers may keep; everything else they may not."""
    response.headers.update(HEADERS)
    if not kept:
        response.headers["Cache-Control"] = NO_STORE
    return response


def form_token(secret: str) -> str:
    """For the forms of whoever has `secret` in a cookie. It doesn't give the secret away."""
    return hmac.new(secret.encode(), b"paydesk admin form", hashlib.sha256).hexdigest()


def from_our_page(asked: Request, secret: str) -> bool:
    """Whether a form was sent by one of our own pages, to the browser with `secret` in its cookie.

    Pages here send no referrer, so browsers name no origin either ("null"); they do say, in
    Sec-Fetch-Site, whether it is the same. Browsers that don't are held by the token alone.
    """
    site = asked.headers.get("Sec-Fetch-Site", "")
    if site and site != "same-origin":
        return False
    origin = asked.headers.get("Origin", "null")
    if origin != "null" and _host_of(origin) != asked.host:
        return False
    given = asked.form.get(FIELD, "")
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), form_token(secret).encode())


def _host_of(origin: str) -> str | None:
    """None where it is no address."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return None


class Cookies:
    """The names of the admin's cookies, which scripts can't read and other sites can't send.

    Over https no other host may set them (`__Host-`); that prefix wants the whole site as path.
    """

    def __init__(self, address: str) -> None:
        self.secure = address.startswith("https://")
        prefix = "__Host-" if self.secure else ""
        self.session = f"{prefix}paydesk_admin"
        self.entering = f"{prefix}paydesk_entering"
        """While somebody comes in, before there is a session."""

    def put(self, response: Response, name: str, value: str) -> None:
        """Until the browser is closed; how long it is good for, the store knows."""
        response.set_cookie(
            name, value, path="/", secure=self.secure, httponly=True, samesite="Strict"
        )

    def take_away(self, response: Response, name: str) -> None:
        response.delete_cookie(name, path="/", secure=self.secure, httponly=True, samesite="Strict")
