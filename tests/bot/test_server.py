"""`paydesk serve` as it really runs: a process of its own, real sockets, both databases."""

import json
import os
import sqlite3
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import serve_command, server
from bot.cli import main
from tests.support.cast import NAME, TEAM
from tests.support.forks import Forked
from tests.support.running import Served, free_port, plain_environment, settings_for
from tests.support.slack_api import Failure, SmallSlack
from tests.support.slack_requests import FORM, command_body, form, signed
from tests.support.slack_socket import SmallSlackSocket

TOKEN = "xoxb-test"


@pytest.fixture
def slack() -> Iterator[SmallSlack]:
    with SmallSlack(TEAM, NAME, TOKEN) as slack:
        yield slack


@pytest.fixture
def settings(slack: SmallSlack, empty_url: str) -> dict[str, str]:
    return settings_for(slack.api_url, TOKEN, empty_url, free_port())


@pytest.fixture
def here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> pytest.CaptureFixture[str]:
    """`paydesk serve` as main() sees it in this process: what it writes is read here, its log goes
    where the tests' goes, and it fails where it would begin to serve."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["paydesk", "serve"])
    monkeypatch.setattr(serve_command, "start_logging", lambda level: None)
    monkeypatch.setattr(server._Gunicorn, "run", lambda self: pytest.fail("it serves"))
    return capsys


def fees(served: Served, slack: SmallSlack, text: str = "100") -> str:
    status, body = served.command("/fees", text, "U0OLIVIA", TEAM, slack.response_url())
    assert status == 200
    return body


def test_fees_is_answered_over_http(
    settings: dict[str, str], slack: SmallSlack, tmp_path: Path
) -> None:
    with Served(settings, tmp_path) as served:
        served.wait_until_ready()
        answer = fees(served, slack)
        assert "3.20" in answer
        assert "96.80" in answer
        assert "103.30" in answer
        slack.locales["U0FLORENCE"] = "fr-FR"
        body = served.command("/fees", "100", "U0FLORENCE", TEAM)[1]
        assert "3,20" in body
        assert "103,30" in body
        assert json.loads(served.get("/readyz")[1])["ready"] is True
        assert served.stop() == 0


def test_fees_is_answered_over_socket_mode(
    settings: dict[str, str], slack: SmallSlack, tmp_path: Path
) -> None:
    with SmallSlackSocket() as server:
        slack.socket_url = server.url
        del settings["SLACK_SIGNING_SECRET"]
        with Forked({**settings, "SLACK_APP_TOKEN": "xapp-1-test"}, tmp_path) as served:
            served.wait_for("Paydesk is ready")
            server.wait_for_connection()
            server.send("e1", "slash_commands", command_body("/fees", "100", "U0OLIVIA", TEAM))
            assert "103.30" in json.dumps(server.answer_to("e1"))
            body = form(command_body("/fees", "100", "U0OLIVIA", TEAM))
            assert served.request("POST", "/slack/events", body, signed(body, FORM))[0] == 404
            assert served.stop() == 0


def test_the_claim_code_is_printed_while_there_is_no_owner(
    settings: dict[str, str], tmp_path: Path
) -> None:
    with Forked(settings, tmp_path) as served:
        served.wait_until_ready()
        code = served.wait_for(r"enter this code:\s+(\w{5}-\w{5})").group(1)
        assert all(code not in line for line in served.lines if line.startswith("{"))


def test_a_request_in_flight_is_finished_when_told_to_stop(
    settings: dict[str, str], slack: SmallSlack, tmp_path: Path
) -> None:
    go_on = threading.Event()
    slack.fails_next(
        "users.info", Failure(body={"ok": True, "user": {"locale": "en-US"}}, wait=go_on)
    )
    with Forked(settings, tmp_path) as served:
        served.wait_until_ready()
        answers: list[str] = []
        asking = threading.Thread(target=lambda: answers.append(fees(served, slack)))
        asking.start()
        slack.wait_for("users.info")
        served.process.terminate()
        go_on.set()
        asking.join(20)
        assert "103.30" in answers[0]
        assert served.process.wait(20) == 0


def test_a_killed_server_starts_again_with_everything_it_knew(
    settings: dict[str, str], slack: SmallSlack, tmp_path: Path
) -> None:
    with Forked(settings, tmp_path) as served:
        served.wait_until_ready()
        fees(served, slack)
        for child in _children(served.process.pid):
            child.kill()
        served.process.kill()
        served.process.wait(10)
    again = {**settings, "PAYDESK_PORT": str(free_port())}
    with Forked(again, tmp_path) as served:
        served.wait_until_ready()
        assert "103.30" in fees(served, slack)
    if settings["DATABASE_URL"].startswith("sqlite"):
        path = settings["DATABASE_URL"].removeprefix("sqlite:///")
        assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_it_starts_while_slack_is_away_once_it_knows_its_workspace(
    settings: dict[str, str], slack: SmallSlack, tmp_path: Path
) -> None:
    with Forked(settings, tmp_path) as served:
        served.wait_until_ready()
    away = {**settings, "SLACK_API_URL": "http://127.0.0.1:9/api/"}
    with Forked({**away, "PAYDESK_PORT": str(free_port())}, tmp_path) as served:
        served.wait_until_ready()
        assert "103.30" in fees(served, slack)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "Slack refuses the bot token (invalid_auth)"),
        ({"SLACK_API_URL": "http://127.0.0.1:9/api/"}, "Slack can’t be reached"),
        ({"PAYDESK_SECRET_KEY": "short"}, "PAYDESK_SECRET_KEY isn't a key"),
        ({"STRIPE_API_KEY": ""}, "STRIPE_API_KEY is missing"),
        ({"PAYDESK_PUBLIC_URL": "http://pay.example"}, "must begin with https://"),
        ({"PAYDESK_PUBLIC_URL": "https://pay.example"}, "STRIPE_WEBHOOK_SECRET is missing"),
        ({"DATABASE_URL": "sqlite:////nowhere/at/all/paydesk.db"}, "folder"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/paydesk"}, "PostgreSQL"),
    ],
)
def test_a_wrong_setting_is_told_in_a_sentence_and_nothing_is_served(
    slack: SmallSlack,
    tmp_path: Path,
    here: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    wrong: dict[str, str],
    says: str,
) -> None:
    right = settings_for(slack.api_url, TOKEN, f"sqlite:///{tmp_path}/paydesk.db", free_port())
    monkeypatch.setattr(os, "environ", {**plain_environment(), **right, **wrong})
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    written = "".join(here.readouterr())
    assert says in written
    assert "Traceback" not in written


def test_a_process_that_may_not_serve_says_why_and_ends(slack: SmallSlack, tmp_path: Path) -> None:
    right = settings_for(slack.api_url, TOKEN, f"sqlite:///{tmp_path}/paydesk.db", free_port())
    with Served({**right, "SLACK_BOT_TOKEN": ""}, tmp_path) as served:
        assert served.process.wait(20) == 1
        served.wait_for("SLACK_BOT_TOKEN is missing", 1)
        assert "Traceback" not in served.log


def test_a_port_that_is_taken_is_told_in_a_sentence(slack: SmallSlack, tmp_path: Path) -> None:
    taken = slack.address.rpartition(":")[2]
    right = settings_for(slack.api_url, TOKEN, f"sqlite:///{tmp_path}/paydesk.db", int(taken))
    with Forked(right, tmp_path) as served:
        assert served.process.wait(20) == 1
        assert f"Port {taken} on 127.0.0.1 can’t be used (Address already in use)" in served.log
        assert "Traceback" not in served.log


def test_a_live_key_on_a_store_of_test_payments_is_refused(
    slack: SmallSlack, tmp_path: Path
) -> None:
    right = settings_for(slack.api_url, TOKEN, f"sqlite:///{tmp_path}/paydesk.db", free_port())
    with Forked(right, tmp_path) as served:
        served.wait_until_ready()
    store = sqlite3.connect(tmp_path / "paydesk.db")
    store.execute("UPDATE practice SET livemode = 1")
    store.commit()
    store.close()
    with Forked(right, tmp_path) as served:
        assert served.process.wait(20) == 1
        assert "holds real payments" in served.log


def _children(pid: int) -> list[object]:
    import psutil

    return list(psutil.Process(pid).children(recursive=True))
