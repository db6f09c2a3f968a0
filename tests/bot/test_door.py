"""What is forged, replayed, too large or unreadable is turned away and leaves nothing behind."""

import json
import time
from collections.abc import Iterator
from typing import Any

import pytest

from bot.dispatcher import Routes
from bot.web import LARGEST_BODY
from commands.asked import Asked
from storage.database import open_store
from tests.bot.test_requests import says
from tests.support.cast import OLIVIA, TEAM
from tests.support.keys import TEST_KEY
from tests.support.office import Office, office
from tests.support.slack_requests import FORM, JSON, command_body, event_body, form, signed
from tests.support.stores import every_value_on_both

answered: list[Asked] = []


BY_ITSELF = {"instance", "comparison", "help_summary"}
"""Where a running Paydesk writes without being asked."""


def answer(asked: Asked) -> None:
    answered.append(asked)
    asked.reply.show(says("hello"))


@pytest.fixture
def desk(database_url: str) -> Iterator[Office]:
    answered.clear()
    with office(database_url, Routes({"who": answer}, {}, {})) as working:
        yield working


@pytest.fixture
def rows(desk: Office, database_url: str) -> Any:
    """Counts the rows of every table."""

    def count() -> dict[str, int]:
        store = open_store(database_url, TEST_KEY, time.time_ns)
        try:
            tables = set(store.database.get_tables()) - BY_ITSELF
            ask = store.database.execute_sql
            return {t: ask(f'SELECT count(*) FROM "{t}"').fetchone()[0] for t in tables}
        finally:
            store.close()

    return count


COMMAND = form(command_body("/who", "canary", OLIVIA, TEAM))
EVENT = json.dumps(event_body({"type": "user_change", "user": {"id": OLIVIA}}, TEAM, "Ev1"))


def forged(body: str, content_type: str) -> dict[str, str]:
    headers = signed(body, content_type)
    return {**headers, "X-Slack-Signature": "v0=" + "0" * 64}


def without(name: str, body: str) -> dict[str, str]:
    return {key: value for key, value in signed(body, FORM).items() if key != name}


CRAFTED = {
    "forged": lambda: (COMMAND, forged(COMMAND, FORM), 401),
    "forged event": lambda: (EVENT, forged(EVENT, JSON), 401),
    "old": lambda: (COMMAND, signed(COMMAND, FORM, time.time() - 301), 401),
    "from the future": lambda: (COMMAND, signed(COMMAND, FORM, time.time() + 301), 401),
    "no signature": lambda: (COMMAND, without("X-Slack-Signature", COMMAND), 401),
    "no timestamp": lambda: (COMMAND, without("X-Slack-Request-Timestamp", COMMAND), 401),
    "odd timestamp": lambda: (
        COMMAND,
        {**signed(COMMAND, FORM), "X-Slack-Request-Timestamp": "soon"},
        401,
    ),
    "odd signature": lambda: (
        COMMAND,
        {**signed(COMMAND, FORM), "X-Slack-Signature": "v0=é\xff"},
        401,
    ),
    "body swapped": lambda: (COMMAND + "x", signed(COMMAND, FORM), 401),
    "no JSON": lambda: ("{", signed("{", JSON), 400),
    "JSON that is no object": lambda: ("[]", signed("[]", JSON), 400),
    "payload that is no JSON": lambda: ("payload=%7B", signed("payload=%7B", FORM), 400),
    "not UTF-8": lambda: (b"text=\xff\xfe", signed(b"text=\xff\xfe", FORM), 400),
    "nested": lambda: ("[" * 100_000, signed("[" * 100_000, JSON), 400),
    "empty": lambda: ("", signed("", FORM), 400),
}


@every_value_on_both
@pytest.mark.parametrize("name", CRAFTED)
def test_a_crafted_request_is_turned_away_and_leaves_nothing_behind(
    desk: Office, rows: Any, caplog: pytest.LogCaptureFixture, name: str
) -> None:
    before = rows()
    body, headers, status = CRAFTED[name]()
    assert desk.posts(body, headers).status == status
    assert rows() == before
    assert answered == []
    assert "canary" not in caplog.text


def test_a_recording_played_again_is_turned_away(desk: Office) -> None:
    headers = signed(COMMAND, FORM)
    assert desk.posts(COMMAND, headers).status == 200
    assert desk.posts(COMMAND, headers).status == 401
    assert len(answered) == 1


def test_a_huge_body_is_turned_away_before_it_is_read(desk: Office, rows: Any) -> None:
    before = rows()
    body = "text=" + "x" * LARGEST_BODY
    assert desk.posts(body, signed(body, FORM)).status == 413
    assert rows() == before


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/slack/events", 405),
        ("PUT", "/slack/events", 405),
        ("POST", "/healthz", 405),
        ("POST", "/readyz", 405),
        ("GET", "/", 404),
        ("GET", "/../.env", 404),
        ("POST", "/stripe/webhook", 404),
        ("GET", "/healthz", 200),
        ("GET", "/readyz", 200),
    ],
)
def test_each_endpoint_takes_its_own_methods_only(
    desk: Office, method: str, path: str, status: int
) -> None:
    answer = desk.paydesk.web.test_client().open(path, method=method)
    assert answer.status_code == status
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Traceback" not in answer.get_data(as_text=True)


def test_ready_tells_of_database_migrations_and_slack(desk: Office) -> None:
    desk.types(OLIVIA, "/who")
    state = desk.paydesk.web.test_client().get("/readyz").get_json()
    assert state["ready"] is True
    assert (state["database"], state["migrations"], state["slack"]) == ("ok", "ok", "http")
    assert state["slack_last_contact_ms"] > 0


def test_a_url_verification_gets_its_challenge(desk: Office) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "c4", "token": "x"})
    assert desk.sends(body, JSON).body == {"challenge": "c4"}
