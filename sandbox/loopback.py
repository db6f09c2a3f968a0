"""Who may call the sandbox's web servers: browsers and programs of this machine alone."""

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import Response, request

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


def only_from_here(place: str, no_pages: tuple[str, ...] = ()) -> Callable[[], Response | None]:
    """For `before_request`: no other machine's name may lead to this `place` ("workspace"), and no
    other site's page may ask for anything there, be it by a script, a form, a frame or a picture.
    A link may lead to its pages, but to no path that begins as one of `no_pages` does."""

    def check() -> Response | None:
        origin = request.headers.get("Origin")
        if _name(request.host) not in LOOPBACK:
            return Response(f"This {place} answers only on this machine.\n", status=403)
        if (origin and origin.partition("//")[2] != request.host) or _from_another_site(no_pages):
            return Response(f"Another site may not act in this {place}.\n", status=403)
        return None

    return check


def _name(host: str) -> str | None:
    """Without its port; None where it is no host at all."""
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _from_another_site(no_pages: tuple[str, ...]) -> bool:
    """By what browsers say of a request and pages can't forge; apps say nothing. See
    w3.org/TR/fetch-metadata."""
    said = request.headers
    if said.get("Sec-Fetch-Site", "none") in ("none", "same-origin"):
        return False
    follows_link = request.method == "GET" and said.get("Sec-Fetch-Dest") == "document"
    return not follows_link or request.path.startswith(no_pages)
