"""A playground for tests, and a browser's requests to it."""

import smtplib
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from sandbox.clock import Clock
from sandbox.mailbox.mailbox import Mailbox
from sandbox.playground.playground import Places, Playground
from sandbox.slack.workspace import Workspace
from sandbox.stripe.service import Service, Setup
from tests.support.html import Tag, read

FOUR_DAYS = 4 * 86_400.0


def new_playground(folder: Path | None = None, **options: Any) -> Playground:
    """What `python -m sandbox.playground --folder … --clock-file …` makes."""
    stripe = Service(
        Clock(),
        Setup(pricing="published", debit_seconds=FOUR_DAYS),
        file=folder and folder / "stripe.db",
        clock_file=folder and folder / "clock",
    )
    mailbox = Mailbox(stripe.clock, folder and folder / "mail.db")
    return Playground(Places(Workspace(clock=stripe.clock), stripe, mailbox), **options)


def page(address: str, **asked: str) -> Tag:
    answer = requests.get(address, params=asked, timeout=10)
    assert answer.status_code == 200, answer.text
    return read(answer.text)


def panel(playground: Playground, language: str = "en") -> Tag:
    return page(f"{playground.url}/panel/", lang=language)


def press(playground: Playground, act: str, **form: str) -> Tag:
    """The panel after one of its buttons, as a browser without scripts gets it."""
    answer = requests.post(f"{playground.url}/panel/{act}?lang=en", data=form, timeout=10)
    assert answer.status_code in (200, 422), answer.text
    return read(answer.text)


def send_mail(smtp_url: str, to: str, subject: str) -> None:
    place = urlsplit(smtp_url)
    with smtplib.SMTP(place.hostname or "", place.port or 0, timeout=10) as server:
        server.sendmail("billing@northside.example", to, f"Subject: {subject}\r\n\r\nHello\r\n")
