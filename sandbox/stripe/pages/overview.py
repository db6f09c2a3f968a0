"""The payments page of the whole local Stripe, and any object's JSON."""

import json

from flask import abort, url_for

from sandbox.stripe.books import Record
from sandbox.stripe.pages.orders import merchant_of
from sandbox.stripe.pages.showing import Shown, page, reader
from sandbox.stripe.pages.tables import sections
from sandbox.stripe.pages.told import events
from sandbox.stripe.service import Service


def show(service: Service) -> Shown:
    known = reader()
    return page(
        "overview.html",
        merchant=merchant_of(service.platform),
        sections=[*sections(service.all_books, known), events(service, known)],
        now=service.now(),
    )


def show_object(service: Service, token: str) -> Shown:
    record = _anything(service, token)
    text = json.dumps(record.body, indent=2, ensure_ascii=False)
    return page("object.html", id=token, json=text, back=url_for("pages.overview-show"))


def _anything(service: Service, named: str) -> Record:
    found = (books.get(kind, named) for books in service.all_books for kind in books.count())
    if (record := next(filter(None, found), None)) is None:
        abort(404)
    return record
