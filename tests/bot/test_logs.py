"""Nothing that is secret stands in the log, whatever the level and however it is written."""

import io
import json
import logging
from collections.abc import Iterator
from urllib.parse import quote_plus

import pytest

from bot.logs import CHATTY, JsonLines, redact, start_logging

SECRETS = (
    "xoxb-12345-67890-AbCdEfGh",
    "xapp-1-A0-123-abcdef",
    "sk_live_51AbCdEfGhIj",
    "rk_test_51AbCdEfGhIj",
    "whsec_AbCdEfGhIjKl",
    "https://hooks.slack.com/commands/T0/123/AbC",
    "4242 4242 4242 4242",
    "4000-0000-0000-0002",
)


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """A log as the server starts it, caught; the loggers are put back afterwards."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level, {n: logging.getLogger(n).level for n in CHATTY})
    start_logging("debug")
    stream = io.StringIO()
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(stream)
    yield stream
    root.handlers[:], root.level = before[0], before[1]
    for name, level in before[2].items():
        logging.getLogger(name).setLevel(level)


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_masked_in_message_fields_and_traceback(log: io.StringIO, secret: str) -> None:
    try:
        raise ValueError(f"the body was {secret}")
    except ValueError:
        logging.getLogger("paydesk").exception("failed with %s", secret, extra={"sent": secret})
    line = json.loads(log.getvalue())
    assert line["level"] == "error"
    assert "Traceback" in line["traceback"]
    assert secret not in log.getvalue()


@pytest.mark.parametrize("secret", SECRETS)
def test_a_url_encoded_secret_is_masked_too(secret: str) -> None:
    hidden = redact(f"token=1&text={quote_plus(secret)}&x=2")
    assert secret not in hidden
    assert quote_plus(secret) not in hidden


def test_a_secret_beside_another_and_encoded_twice_is_masked() -> None:
    hidden = redact("xoxb-123456-abcdef 4242%204242%204242%204242")
    assert "4242" not in hidden
    assert "xoxb" not in hidden
    assert "4242" not in redact(quote_plus(quote_plus("4242 4242 4242 4242")))


def test_a_password_in_an_address_is_masked() -> None:
    hidden = redact("no connection to postgresql://paydesk:hunter2@db.example/paydesk")
    assert "hunter2" not in hidden
    assert "db.example" in hidden


@pytest.mark.parametrize("name", CHATTY)
def test_libraries_that_log_bodies_stay_quiet_at_debug(log: io.StringIO, name: str) -> None:
    logging.getLogger(f"{name}.client").debug("body: 100 dollars for Nora")
    logging.getLogger(f"{name}.client").info("body: 100 dollars for Nora")
    assert log.getvalue() == ""


def test_each_record_is_one_line_of_json() -> None:
    record = logging.makeLogRecord({"msg": "first\nsecond", "name": "paydesk", "reference": "3f9a"})
    line = JsonLines().format(record)
    assert "\n" not in line
    assert json.loads(line)["reference"] == "3f9a"
