"""The page on which a client ends reminders to their address: the link of a mail leads here.

Looking at it changes nothing, since mail programs and virus scanners look at every link. A POST
ends them: the page's button, or the reader's mail program by itself (RFC 8058).
"""

from collections.abc import Callable
from html import escape

from flask import Flask, Response, request

from desk.context import Desk
from desk.language import LANGUAGES, Language, language_of
from desk.reminders.ways_out import PATH, Door, open_door, use_door

AGAIN = "again"
"""In the form of the other button."""
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}
_STYLE = (
    "body{font:17px/1.5 system-ui,sans-serif;max-width:34rem;margin:12vh auto;padding:0 1.2rem;"
    "color:#1d1c1d;background:#fff}h1{font-size:1.4rem}button{font:inherit;padding:.6rem 1.1rem;"
    "border:1px solid #1d1c1d;border-radius:.4rem;background:#1d1c1d;color:#fff;cursor:pointer}"
    "@media(prefers-color-scheme:dark){body{color:#eee;background:#1a1d21}"
    "button{border-color:#eee;background:#eee;color:#1a1d21}}"
)


def add_stop_page(web: Flask, desk: Desk) -> None:
    @web.get(f"{PATH}<token>")
    def look(token: str) -> Response:
        return _answer(open_door(desk, token))

    @web.post(f"{PATH}<token>")
    def end(token: str) -> Response:
        return _answer(use_door(desk, token, stop=AGAIN not in request.form))


def _answer(door: Door | None) -> Response:
    if door is None:
        code = request.accept_languages.best_match(LANGUAGES, "en")
        return _response(language_of(code), _unknown, 404)
    return _response(door.say, lambda say: _body(say, door), 200)


def _response(say: Language, write: Callable[[Language], tuple[str, str]], status: int) -> Response:
    title, body = write(say)
    page = (
        f'<!doctype html><html lang="{say.code}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )
    return Response(page, status, _HEADERS, mimetype="text/html")


def _body(say: Language, door: Door) -> tuple[str, str]:
    practice = door.settings.legal_name
    kept = say("Invoices and receipts that the practice sends you still come.")
    if door.stopped:
        words = say("{practice} sends you no more reminders by e-mail.", practice=practice)
        again = say("If you change your mind, you can have them sent again.")
        button = _button(AGAIN, say("Send me reminders again"))
        return say("No more reminders"), f"{_said(words, kept)}{_said(again)}{button}"
    words = say("{practice} reminds you by e-mail of invoices that are due.", practice=practice)
    button = _button("stop", say("Send me no more reminders"))
    return say("Reminders by e-mail"), f"{_said(words, kept)}{button}"


def _unknown(say: Language) -> tuple[str, str]:
    words = say("This link leads nowhere any more. Answer the mail instead, and say what you want.")
    return say("Reminders by e-mail"), _said(words)


def _said(*words: str) -> str:
    return "".join(f"<p>{escape(one)}</p>" for one in words)


def _button(name: str, words: str) -> str:
    field = f'<input type="hidden" name="{name}" value="1">'
    return f'<form method="post">{field}<p><button>{escape(words)}</button></p></form>'
