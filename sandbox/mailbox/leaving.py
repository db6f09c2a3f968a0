"""Leaving a list in one click, as mail providers do it for their readers (RFC 8058)."""

import urllib.error
import urllib.request
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit

from sandbox.loopback import LOOPBACK
from sandbox.mailbox.words import Say

_SECONDS = 10


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A list must be left by the POST itself, so an answer that leads elsewhere is the answer."""

    def redirect_request(self, *_: Any) -> None:
        return None


def leave(address: str, say: Say) -> str:
    """POSTs what the RFC asks for to that web address; returns what to tell the reader."""
    try:
        if urlsplit(address).hostname not in LOOPBACK:
            return say(
                "Not unsubscribed: that address is not on this machine, and this mailbox calls no"
                " other."
            )
        directly = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirects)
        with directly.open(address, b"List-Unsubscribe=One-Click", _SECONDS) as answer:
            return say("Unsubscribed: the sender answered {status}.", status=answer.status)
    except urllib.error.HTTPError as error:
        return say("Not unsubscribed: the sender answered {status}.", status=error.code)
    except (OSError, HTTPException, ValueError):  # ValueError: an address that is none
        return say("Not unsubscribed: the sender can’t be reached.")
