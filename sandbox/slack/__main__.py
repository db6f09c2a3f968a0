"""`python -m sandbox.slack --port N [--request-url URL | --socket]`: a workspace of its own."""

import argparse
import json
import signal
import sys
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from threading import Event
from typing import TextIO

import yaml

from sandbox.loopback import LOOPBACK
from sandbox.slack.people import Identity
from sandbox.slack.server import Server
from sandbox.slack.tour import read_tour
from sandbox.slack.workspace import Workspace

_ABOUT_US = {
    "team": "the workspace's id",
    "team_name": "its name",
    "bot_token": "the app's xoxb token",
    "app_token": "the app's xapp token",
    "signing_secret": "the secret that requests are signed with",
}


def parser() -> argparse.ArgumentParser:
    asked = argparse.ArgumentParser(prog="python -m sandbox.slack", description=__doc__)
    asked.add_argument("--host", default="127.0.0.1", help="loopback only")
    asked.add_argument("--port", type=int, required=True, help="0: any free port")
    asked.add_argument("--request-url", default="", help="where the app listens, in HTTP mode")
    asked.add_argument("--socket", action="store_true", help="Socket Mode, whatever --request-url")
    asked.add_argument("--manifest", type=Path, help="the app's manifest.yml; none: no limits")
    asked.add_argument("--tour", type=Path, help="JSON: things to try, by language")
    asked.add_argument(
        "--link", action="append", default=[], metavar="LABEL=URL", help="in the rail"
    )
    asked.add_argument("--control", action="store_true", help="with the control API for tests")
    defaults = {field.name: field.default for field in fields(Identity)}
    for name, meaning in _ABOUT_US.items():
        option = f"--{name.replace('_', '-')}"
        asked.add_argument(option, default=defaults[name], help=meaning)
    return asked


def main(arguments: Sequence[str] | None = None) -> int:
    asked = parser().parse_args(arguments)
    if asked.host not in LOOPBACK:
        _say(f"{asked.host} is not this machine: the workspace serves loopback only", sys.stderr)
        return 2
    workspace = _workspace(asked)
    stopped = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    request_url = "" if asked.socket else asked.request_url
    with Server(workspace, asked.port, request_url=request_url, control=asked.control) as server:
        name = workspace.identity.team_name
        _say(f"{name} is at {server.url}; SLACK_API_URL={server.api_url}", sys.stdout)
        stopped.wait()
    return 0


def _workspace(asked: argparse.Namespace) -> Workspace:
    identity = Identity(**{name: getattr(asked, name) for name in _ABOUT_US})
    manifest = dict(yaml.safe_load(asked.manifest.read_text())) if asked.manifest else None
    workspace = Workspace(identity, manifest=manifest)
    if asked.tour:
        workspace.tour = read_tour(json.loads(asked.tour.read_text()))
    links = (link.partition("=") for link in asked.link)
    workspace.links = [(label, url) for label, _, url in links]
    return workspace


def _say(text: str, where: TextIO) -> None:
    print(text, file=where, flush=True)


if __name__ == "__main__":
    sys.exit(main())
