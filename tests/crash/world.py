"""What outlives Paydesk's process: its database, and the local Stripe, Slack and mail server.

A world is data, and serves only for a while: a process that forks has no other threads, and each
copy of the world goes its own way from then on.
"""

import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from stripe import StripeClient
from werkzeug.serving import make_server

from bot.installations import register
from sandbox.clock import Clock
from sandbox.serving import QuietHandler
from sandbox.stripe.service import Service, Setup
from sandbox.stripe.web import build_web
from storage.database import open_store
from tests.crash.letterbox import Letterbox
from tests.sandbox.stripe.support import new_client
from tests.support.cast import NAME, T0, TEAM, enter_cast
from tests.support.invariants import Shown, shown_in
from tests.support.keys import TEST_KEY
from tests.support.slack_api import Call, SmallSlack

TOKEN = "xoxb-crash"
DEBIT_DAYS = 3
POLL_SECONDS = 0.01


class Server(Protocol):
    def serve_forever(self, poll_interval: float = ...) -> None: ...
    def shutdown(self) -> None: ...
    def server_close(self) -> None: ...


@dataclass(frozen=True)
class AtStripe:
    service: Service
    url: str
    client: StripeClient


@dataclass
class World:
    """`database` is a SQLite file. Where they serve, `slack_url` and `mail_port` tell where."""

    database: Path
    slack: list[Call] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)
    slack_url: str = ""
    mail_port: int = 0
    told: list[dict[str, Any]] = field(default_factory=list)
    """Events that Stripe has yet to tell by webhook."""

    def __post_init__(self) -> None:
        setup = Setup(debit_seconds=DEBIT_DAYS * 86_400)
        self.service = Service(Clock(lambda: T0 / 1000), setup)
        self._web = build_web(self.service)

    @property
    def url(self) -> str:
        """Of the database."""
        return f"sqlite:///{self.database}"

    @property
    def now(self) -> int:
        """Epoch ms, the same for everybody."""
        return round(self.service.clock() * 1000)

    @property
    def stripe(self) -> "AtStripe":
        """For what people do there."""
        url = self.service.base_url
        return AtStripe(self.service, url, new_client(url))

    def moved_to(self, folder: Path) -> None:
        """Its database goes on as a copy, with all that was committed."""
        folder.mkdir()
        for file in self.database.parent.glob(f"{self.database.name}*"):
            if not file.name.endswith("-shm"):
                shutil.copy(file, folder)
        self.database = folder / self.database.name

    def passes(self, seconds: float) -> None:
        self.service.advance(seconds)

    @contextmanager
    def serving(self) -> Iterator[None]:
        with ExitStack() as running, SmallSlack(TEAM, NAME, TOKEN) as slack:
            slack.calls = self.slack
            self.slack_url = slack.api_url
            stripe = make_server(
                "127.0.0.1", 0, self._web, threaded=True, request_handler=QuietHandler
            )
            self.service.base_url = f"http://127.0.0.1:{stripe.server_port}"
            box = Letterbox(self.mails)
            self.mail_port = box.port
            for server in (stripe, box):
                running.enter_context(_running(server))
            yield

    def shown(self) -> list[Shown]:
        """What Slack was given to show."""
        return shown_in(self.slack)


@contextmanager
def _running(server: Server) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, args=(POLL_SECONDS,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def new_world() -> Iterator[tuple[World, Path]]:
    """With the cast at its practices, and a folder for all that becomes of it."""
    fast = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=fast if fast.is_dir() else None) as folder:
        path = Path(folder) / "world" / "paydesk.db"
        path.parent.mkdir()
        store = open_store(f"sqlite:///{path}", TEST_KEY, lambda: T0)
        enter_cast(store)
        register(store, {"team_id": TEAM, "team": NAME}, TOKEN, livemode=False, now=T0)
        store.close()
        yield World(path), Path(folder)
