"""What a workspace is told on the command line, by itself or among others."""

import argparse
import json
from dataclasses import fields
from pathlib import Path

import yaml

from sandbox.clock import Clock
from sandbox.links import Link
from sandbox.slack.people import Identity
from sandbox.slack.tour import read_tour
from sandbox.slack.workspace import Workspace

_ABOUT_US = {
    "team": "the workspace's id",
    "team_name": "its name",
    "bot_token": "the app's xoxb token",
    "app_token": "the app's xapp token",
    "signing_secret": "the secret that requests are signed with",
}


def add_options(parser: argparse.ArgumentParser) -> None:
    asked = parser.add_argument_group("the workspace")
    asked.add_argument("--request-url", default="", help="where the app listens, in HTTP mode")
    asked.add_argument("--socket", action="store_true", help="Socket Mode, whatever --request-url")
    asked.add_argument("--manifest", type=Path, help="the app's manifest.yml; none: no limits")
    asked.add_argument("--tour", type=Path, help="JSON: things to try, by language")
    asked.add_argument(
        "--link", action="append", default=[], metavar="LABEL=URL", help="in the rail"
    )
    defaults = {field.name: field.default for field in fields(Identity)}
    for name, meaning in _ABOUT_US.items():
        option = f"--{name.replace('_', '-')}"
        asked.add_argument(option, default=defaults[name], help=meaning)


def workspace_of(asked: argparse.Namespace, clock: Clock | None = None) -> Workspace:
    identity = Identity(**{name: getattr(asked, name) for name in _ABOUT_US})
    manifest = dict(yaml.safe_load(asked.manifest.read_text())) if asked.manifest else None
    workspace = Workspace(identity, manifest=manifest, clock=clock)
    if asked.tour:
        workspace.tour = read_tour(json.loads(asked.tour.read_text()))
    links = (link.partition("=") for link in asked.link)
    workspace.links = [Link(url, label, label) for label, _, url in links]
    return workspace


def request_url_of(asked: argparse.Namespace) -> str:
    """ "" for Socket Mode."""
    return "" if asked.socket else str(asked.request_url)
