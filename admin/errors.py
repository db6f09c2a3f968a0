"""What people see when something isn't to be had: a sentence, and a reference where it is our
fault. Never a traceback."""

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from admin.here import show, site, spoken
from rules.words import Refusal, Sentence, sentence
from storage.failures import StoreDown

UNAUTHORIZED, FORBIDDEN, NOT_FOUND, CONFLICT, TOO_LARGE = 401, 403, 404, 409, 413
WENT_WRONG, AWAY = 500, 503

_SENTENCES: dict[int, Sentence] = {
    NOT_FOUND: sentence("There is no such page."),
    405: sentence("There is no such page."),
    TOO_LARGE: sentence("That is more than one form may hold. Make it smaller and try again."),
}
_OTHERS = sentence("The browser asked in a way that can’t be answered. Go back and try again.")


def signed_out() -> ResponseReturnValue:
    """Nobody is known: never in, out again, or gone for too long."""
    return show("signed_out.html", UNAUTHORIZED, again=request.method == "GET")


def refused(refusal: Refusal, status: int) -> ResponseReturnValue:
    return show("error.html", status, words=spoken().sentence(refusal.sentence))


def on_refusal(refusal: Refusal) -> ResponseReturnValue:
    """What isn't there, when looking; what can't be done, when doing."""
    if isinstance(refusal, StoreDown):
        return refused(refusal, AWAY)
    return refused(refusal, NOT_FOUND if request.method == "GET" else CONFLICT)


def on_error(error: Exception) -> ResponseReturnValue:
    """The one place that turns the unexpected into a sentence."""
    if isinstance(error, HTTPException):
        return _of_browser(error)
    doing = f"{request.method} {request.endpoint}"  # The address may hold a link's token.
    return show("error.html", WENT_WRONG, words=spoken().sentence(site().report(error, doing)))


def _of_browser(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:  # A redirection, to the address with its slash.
        return error.get_response()
    told = _SENTENCES.get(error.code, _OTHERS)
    return show("error.html", error.code, words=spoken().sentence(told))
