"""What every page needs: its reader, its template, the object that its address names."""

from typing import Any
from urllib.parse import quote, urlencode

from flask import Response, abort, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from sandbox.stripe.books import Books, Record
from sandbox.stripe.pages.language import LANGUAGES, Reader, reader_of
from sandbox.stripe.service import Service

Shown = Response | AnyResponse | str | tuple[str, int]


def reader(set_for: str | None = None) -> Reader:
    """In the language of ?lang=, else the one that was `set_for` this page ("auto" and None: none
    was), else one that the browser asks for."""
    if set_for:
        g.set_for = set_for
    asked = request.args.get("lang")
    return reader_of([asked, g.get("set_for"), *request.accept_languages.values()])


def in_language(language: str) -> str:
    """This page's address, for the other language."""
    path = quote(request.script_root + request.path)
    return f"{path}?{urlencode({**request.args.to_dict(), 'lang': language})}"


def leading_to(endpoint: str, token: str, **more: str) -> str:
    """A page's address, in the language that was asked for on this one; `more` is its query."""
    asked = request.args.get("lang")
    keep = {"lang": asked} if asked in LANGUAGES else {}
    path, query = url_for(f"pages.{endpoint}", token=token), urlencode(keep | more)
    return f"{path}?{query}" if query else path


def to(url: str) -> AnyResponse:
    """After a form: the browser goes there with GET."""
    return redirect(url, 303)


def page(name: str, status: int = 200, **values: Any) -> tuple[str, int]:
    return render_template(name, **values), status


def message(
    heading: str,
    text: str = "",
    *,
    kind: str = "ok",
    merchant: str = "",
    links: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> tuple[str, int]:
    """`kind`: ok, wait or bad; `links`: words and addresses."""
    values = {"heading": heading, "text": text, "kind": kind, "merchant": merchant}
    return page("message.html", status, links=links or [], **values)


def found(service: Service, kind: str, named: str) -> tuple[Books, Record]:
    """Whichever account has it: who asks has its id from a link. Else the page isn't there."""
    for books in service.all_books:
        if (record := books.get(kind, named)) is not None:
            return books, record
    return abort(404)
