"""The demo: a local Slack, Stripe and mailbox in one process, and Paydesk beside it.

Everything it writes stands in one folder, which can be thrown away.
"""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from types import FrameType

from cryptography.fernet import Fernet

from bot.demo_folder import held, start_over
from bot.manifest import read_manifest
from bot.open_desk import open_desk
from bot.ports import free_port, why_not
from bot.settings import Settings, read_settings
from bot.tour import FRONT_DESK, NO_ROLE, OWNER, WHERE_QUESTIONS_ARE_ASKED, tour
from desk.access import Person
from desk.channels import HELP_CHANNEL
from desk.context import Desk
from desk.settings import change
from rules.roles import Role
from rules.words import refuse
from storage import access_requests, audit, members, practices, schema

TEAM, NAME = "T0DEMO", "Northside Physio"
BOT_TOKEN, APP_TOKEN = "xoxb-demo-paydesk", "xapp-1-demo"
SIGNING_SECRET = "0123456789abcdef0123456789abcdef"  # noqa: S105 - of a workspace on this machine
STRIPE_KEY = "sk_test_demo0000000000000000000000"
WEBHOOK_SECRET = "whsec_demo00000000000000000000000000"  # noqa: S105 - the same
MAIL_FROM = f"{NAME} <billing@northside.example>"
DEBIT_SECONDS = 3 * 24 * 60 * 60
"""Three days, about as a bank takes: one button of the demo's panel moves the time so far."""
ROLES = {
    OWNER: "owner",
    "U0BEN": "biller",
    FRONT_DESK: "front_desk",
    "U0SAM": "support",
}
STARTS_WITHIN_SECONDS = 30


@dataclass(frozen=True)
class Demo:
    """Where the demo runs. `port` is the one for people; Paydesk's own, and the one for mail, are
    any free ones."""

    folder: Path
    port: int
    socket_mode: bool = False
    bot_port: int = field(default_factory=free_port)
    mail_port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def bot_url(self) -> str:
        return f"http://127.0.0.1:{self.bot_port}"

    @property
    def clock_file(self) -> Path:
        return self.folder.resolve() / "clock"

    def environment(self) -> dict[str, str]:
        """Paydesk's settings in the demo."""
        by_http = {"STRIPE_WEBHOOK_SECRET": WEBHOOK_SECRET}
        way = {"SLACK_APP_TOKEN": APP_TOKEN} if self.socket_mode else by_http
        return {
            "SLACK_BOT_TOKEN": BOT_TOKEN,
            "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": f"{self.url}/api/",
            "STRIPE_API_KEY": STRIPE_KEY,
            "STRIPE_API_BASE": f"{self.url}/stripe",
            "SMTP_URL": f"smtp://127.0.0.1:{self.mail_port}",
            "MAIL_FROM": MAIL_FROM,
            "PAYDESK_RETURN_URL": f"{self.url}/mail/",
            "PAYDESK_CLOCK_FILE": str(self.clock_file),
            "DATABASE_URL": f"sqlite:///{self.folder.resolve() / 'paydesk.db'}",
            "PAYDESK_SECRET_KEY": self._secret_key(),
            "PAYDESK_PORT": str(self.bot_port),
            **way,
        }

    def _secret_key(self) -> str:
        file = self.folder / "secret_key"
        if not file.exists():
            file.write_text(Fernet.generate_key().decode())
        return file.read_text()


def run(demo: Demo, fresh: bool) -> None:
    """Until Ctrl-C. Raises Refusal where folder or port is taken, or something doesn't start, or
    the playground ends by itself."""
    with held(demo.folder, demo.port):
        _refuse_taken_port(demo.port)
        if fresh:
            start_over(demo.folder)
        _run(demo)


def _run(demo: Demo) -> None:
    environment = demo.environment()
    seed(read_settings(environment))
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _interrupt)
    processes: list[subprocess.Popen[bytes]] = []
    try:
        processes.append(_start_playground(demo))
        wait_for(f"{demo.url}/healthz", processes[0])
        processes.append(_start_paydesk(demo, environment))
        wait_for(f"{demo.bot_url}/readyz", processes[1])
        print(f"\nOpen {demo.url} in your browser. Stop the demo with Ctrl-C.\n", flush=True)  # noqa: T201
        _supervise(demo, environment, processes)
    except KeyboardInterrupt:
        pass
    finally:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        for process in reversed(processes):
            _end(process)


def seed(settings: Settings) -> None:
    """A practice with something to look at, where there is none yet."""
    desk = open_desk(settings)
    try:
        schema.migrate(desk.store)
        if practices.by_team(desk.store, TEAM) is None:
            _move_in(desk)
    finally:
        desk.store.close()


def _move_in(desk: Desk) -> None:
    store, now = desk.store, desk.clock()
    with store.transaction():
        practice = practices.ensure(store, TEAM, NAME, now)
        practices.set_place(store, practice.id, "US-TX", "usd")
        for user, role in ROLES.items():
            members.set_role(store, practice.id, user, role, now)
            audit.record(store, practice.id, "demo", "role.set", user, {"role": role}, now)
        access_requests.ask(store, practice.id, NO_ROLE, now)
        owner = Person(practice.id, OWNER, Role.OWNER)
        change(desk, owner, practice, HELP_CHANNEL, WHERE_QUESTIONS_ARE_ASKED)


def _start_playground(demo: Demo) -> "subprocess.Popen[bytes]":
    steps = demo.folder / "tour.json"
    steps.write_text(json.dumps(tour()))
    manifest = demo.folder / "manifest.json"
    manifest.write_text(json.dumps(read_manifest()))
    way = ["--socket"] if demo.socket_mode else []
    return _start(
        [
            *("sandbox.playground", "--port", str(demo.port), "--smtp-port", str(demo.mail_port)),
            *("--folder", str(demo.folder), "--clock-file", str(demo.clock_file)),
            *("--request-url", f"{demo.bot_url}/slack/events"),
            *("--manifest", str(manifest), "--tour", str(steps), *way),
            *_webhook(demo),
            *("--name", NAME, "--pricing", "published", "--debit-seconds", str(DEBIT_SECONDS)),
        ],
        os.environ,
    )


def _webhook(demo: Demo) -> list[str]:
    """How Stripe's news come where Slack's come by HTTP; else Paydesk asks for them."""
    if demo.socket_mode:
        return []
    return ["--webhook", f"{demo.bot_url}/stripe/webhook", "--webhook-secret", WEBHOOK_SECRET]


def _start_paydesk(demo: Demo, environment: Mapping[str, str]) -> "subprocess.Popen[bytes]":
    settings = {**_plain(os.environ), **environment}
    return _start(["bot", "serve", "--log-level", "warning"], settings, demo.folder)


def _start(
    arguments: list[str], environment: Mapping[str, str], folder: Path | None = None
) -> "subprocess.Popen[bytes]":
    """In a session of its own, so that Ctrl-C reaches this process alone and it ends the others;
    tethered, so that they end too where this process is killed."""
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "bot.tether", *arguments],
        env=dict(environment),
        cwd=folder,
        stdin=subprocess.PIPE,
        start_new_session=True,
    )


def _supervise(
    demo: Demo, environment: Mapping[str, str], processes: list["subprocess.Popen[bytes]"]
) -> None:
    """Start Paydesk again when it ends, as a service manager would."""
    while processes[0].poll() is None:
        if processes[1].poll() is not None:
            print("Paydesk ended and is started again.", flush=True)  # noqa: T201
            processes[1] = _start_paydesk(demo, environment)
        time.sleep(0.5)
    raise refuse(
        "The local Slack, Stripe and mailbox ended by themselves, and Paydesk with them. What is "
        "printed above may say why. Payments and mails are kept: make demo goes on with them."
    )


def wait_for(url: str, process: "subprocess.Popen[bytes]") -> None:
    """Until `url` answers. Raises Refusal where that takes too long, or the process has ended."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with direct.open(url, timeout=2):
                return
        except (OSError, HTTPException):  # a port nobody has yet may reach itself, and echo
            time.sleep(0.1)
    raise refuse("The demo did not start. What is printed above says why.")


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _refuse_taken_port(port: int) -> None:
    if why := why_not("127.0.0.1", port):
        raise refuse(
            "Port {port} can’t be used ({why}). Perhaps another demo has it. Choose another: "
            "make demo PORT={other}",
            port=str(port),
            why=why,
            other=str(port + 1),
        )


def _plain(environ: Mapping[str, str]) -> dict[str, str]:
    """Without the settings of a real installation, which the demo must not touch."""
    ours = ("SLACK_", "STRIPE_", "PAYDESK_", "DATABASE_URL", "SMTP_URL", "MAIL_FROM")
    return {name: value for name, value in environ.items() if not name.startswith(ours)}


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
