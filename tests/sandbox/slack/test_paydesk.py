"""Paydesk itself, unmodified and in a process of its own, in the local workspace."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest
import yaml

from sandbox.slack import acts
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.support import (
    APP_TOKEN,
    BEN,
    BILLING,
    FLORENCE,
    GRACE,
    HELP,
    TOKEN,
    calls,
    eventually,
    served,
)
from tests.support.forks import Forked
from tests.support.running import ROOT, Served, free_port, settings_for

MANIFEST = yaml.safe_load((ROOT / "manifest.yml").read_text())


@pytest.fixture(params=["http", "socket"])
def mode(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@contextmanager
def together(mode: str, folder: Path) -> Iterator[tuple[Workspace, Mapping[str, str]]]:
    """A workspace, and the settings with which Paydesk joins it."""
    workspace, port = Workspace(manifest=MANIFEST), free_port()
    url = f"http://127.0.0.1:{port}/slack/events" if mode == "http" else ""
    with served(workspace, url) as server:
        database = f"sqlite:///{folder / 'paydesk.db'}"
        settings = settings_for(server.api_url, TOKEN, database, port)
        if mode == "socket":
            settings["SLACK_APP_TOKEN"] = APP_TOKEN
        yield workspace, settings


def joined(workspace: Workspace, paydesk: Served, connections: int = 1) -> None:
    paydesk.wait_until_ready()
    socket: Any = workspace.delivery
    if workspace.socket_url is not None:
        assert socket.wait_for_connections(connections, 20)


def kill(paydesk: Served) -> None:
    """The whole of it at once: gunicorn and its worker."""
    processes = psutil.Process(paydesk.process.pid).children(recursive=True)
    paydesk.process.kill()
    for process in processes:
        process.kill()
    paydesk.process.wait(10)
    psutil.wait_procs(processes, 10)


def answers(workspace: Workspace, person: str, channel: str) -> list[str]:
    """What the person sees of Paydesk there, buttons and all."""
    shown = workspace.messages(person, channel)
    return [f"{one.text} {one.blocks}" for one in shown if one.by_app]


def last_answer(workspace: Workspace, person: str, channel: str, count: int) -> str:
    """The newest of `count` answers, once they are there; more than that is one too many."""
    eventually(workspace, lambda: len(answers(workspace, person, channel)) >= count)
    found = answers(workspace, person, channel)
    assert len(found) == count, found
    return found[-1]


def test_fees_are_answered_to_the_person_alone_in_their_language(mode: str, tmp_path: Path) -> None:
    with together(mode, tmp_path) as (workspace, settings), Forked(settings, tmp_path) as paydesk:
        joined(workspace, paydesk)
        assert acts.say(workspace, BEN, BILLING, "/fees 100 usd") == acts.Outcome()
        assert "3.20" in last_answer(workspace, BEN, BILLING, 1)
        assert acts.say(workspace, FLORENCE, BILLING, "/fees 100 usd") == acts.Outcome()
        assert "3,20" in last_answer(workspace, FLORENCE, BILLING, 1)
        assert len(answers(workspace, BEN, BILLING)) == 1
        acts.reload(workspace, BEN)
        assert not answers(workspace, BEN, BILLING)


def test_a_killed_paydesk_is_missed_and_the_next_one_answers(mode: str, tmp_path: Path) -> None:
    with together(mode, tmp_path) as (workspace, settings):
        with Forked(settings, tmp_path) as paydesk:
            joined(workspace, paydesk)
            kill(paydesk)
            eventually(workspace, lambda: getattr(workspace.delivery, "connected", 0) == 0)
        outcome = acts.say(workspace, BEN, BILLING, "/fees 100")
        assert outcome.notice == '/fees failed with the error "dispatch_failed"'
        with Forked(settings, tmp_path) as paydesk:
            joined(workspace, paydesk)
            assert acts.say(workspace, BEN, BILLING, "/fees 100 usd") == acts.Outcome()
            assert "3.20" in last_answer(workspace, BEN, BILLING, 1)


def test_a_guest_who_presses_paydesks_button_is_of_another_organisation(tmp_path: Path) -> None:
    with together("http", tmp_path) as (workspace, settings), Forked(settings, tmp_path) as paydesk:
        joined(workspace, paydesk)
        row = {
            "type": "actions",
            "block_id": "row",
            "elements": [
                {
                    "type": "button",
                    "action_id": "fees:region:gb",
                    "value": "gb",
                    "text": {"type": "plain_text", "text": "UK"},
                }
            ],
        }
        ts = calls(workspace, "chat.postMessage", channel=HELP, text="x", blocks=[row])["ts"]
        where = acts.Message(HELP, ts)
        assert acts.click(workspace, GRACE, where, "row", "fees:region:gb", {}) == acts.Outcome()
        answer = eventually(workspace, lambda: answers(workspace, GRACE, HELP)[1:])[0]
        assert "another organisation" in answer
        assert len(answers(workspace, BEN, HELP)) == 1
