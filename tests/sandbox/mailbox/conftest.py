"""A mailbox in memory at a fixed time, its SMTP server, and a browser on its page."""

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


@pytest.fixture
def client(mailbox: Mailbox) -> FlaskClient:
    return browser(mailbox)
