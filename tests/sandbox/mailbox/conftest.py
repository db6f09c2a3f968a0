"""Mailboxes in memory at a fixed time: a new one with its SMTP server, or one with its page."""

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from sandbox.mailbox.mailbox import Mailbox
from sandbox.mailbox.smtp import SmtpServer
from tests.sandbox.mailbox.support import NOW, browser


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    made = Mailbox(lambda: NOW)
    yield made
    made.close()


@pytest.fixture
def server(mailbox: Mailbox) -> Iterator[SmtpServer]:
    with SmtpServer(mailbox) as running:
        yield running


@pytest.fixture(scope="session")
def shown() -> Iterator[tuple[Mailbox, FlaskClient]]:
    """Each new web application would compile its templates anew, which takes its time."""
    made = Mailbox(lambda: NOW)
    yield made, browser(made, control=True)
    made.close()


@pytest.fixture
def inbox(shown: tuple[Mailbox, FlaskClient]) -> Mailbox:
    """The mailbox that `client` shows, empty."""
    shown[0].delete_all()
    return shown[0]


@pytest.fixture
def client(shown: tuple[Mailbox, FlaskClient]) -> FlaskClient:
    return shown[1]
