"""A workspace for tests, and how to wait for what happens in it."""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar

from sandbox.slack import api
from sandbox.slack.delivery import EVENT, Ack, Retry
from sandbox.slack.server import Server
from sandbox.slack.workspace import Workspace

OLIVIA, BEN, FLORENCE, GRACE = "U0OLIVIA", "U0BEN", "U0FLORENCE", "U0GRACE"
BILLING, HELP, GENERAL = "C0BILLING", "C0HELP", "C0GENERAL"
TOKEN, APP_TOKEN = "xoxb-demo-paydesk", "xapp-1-demo"

Found = TypeVar("Found")


def calls(workspace: Workspace, method: str, token: str = TOKEN, **given: Any) -> dict[str, Any]:
    """A call of the Web API, without HTTP."""
    return api.call(workspace, method, given, token)


def eventually(
    workspace: Workspace, found: Callable[[], Found | None], seconds: float = 10
) -> Found:
    """What `found` finds as soon as it is true; it looks after each change of the workspace."""
    deadline = time.monotonic() + seconds
    version = -1
    while not (result := found()):
        left = deadline - time.monotonic()
        assert left > 0, f"it never came; the log: {workspace.log.as_json()}"
        version = workspace.wait_for_change(version, left)
    return result


def texts(workspace: Workspace, person: str, channel: str, thread: str | None = None) -> list[str]:
    return [message.text for message in workspace.messages(person, channel, thread)]


def sees(
    workspace: Workspace, person: str, channel: str, text: str, thread: str | None = None
) -> None:
    """Until `person` sees that message."""
    eventually(workspace, lambda: text in texts(workspace, person, channel, thread))


@contextmanager
def served(workspace: Workspace, request_url: str = "", control: bool = False) -> Iterator[Server]:
    """The workspace on a free port, without the pages."""
    with Server(workspace, request_url=request_url, control=control, pages=False) as server:
        yield server


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}


def button(action_id: str, label: str = "Press", **more: Any) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": plain(label), **more}


def actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "block_id": "row", "elements": list(elements)}


def typed_input(block_id: str = "note", **more: Any) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "text"}
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain("Note"),
        "element": element,
        **more,
    }


def modal(*blocks: dict[str, Any], title: str = "A form", **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "title": plain(title),
        "submit": plain("Send"),
        "blocks": list(blocks) or [section("Nothing yet")],
        **more,
    }


class Recorder:
    """An app that is there in this process: it notes what it gets, and acknowledges with what
    was put into `acks` (events: `event_acks`), else with nothing."""

    def __init__(self) -> None:
        self.got: list[tuple[str, dict[str, Any]]] = []
        self.retries: list[Retry | None] = []
        self.acks: deque[Ack] = deque()
        self.event_acks: deque[Ack] = deque()
        self.meanwhile: Callable[[dict[str, Any]], None] | None = None
        """Called with each payload before it is acknowledged."""

    def send(self, kind: str, payload: dict[str, Any], retry: Retry | None = None) -> Ack:
        self.got.append((kind, payload))
        self.retries.append(retry)
        if self.meanwhile:
            self.meanwhile(payload)
        acks = self.event_acks if kind == EVENT else self.acks
        return acks.popleft() if acks else Ack()

    @property
    def last(self) -> dict[str, Any]:
        """What somebody did last."""
        return [payload for kind, payload in self.got if kind != EVENT][-1]

    def events(self, kind: str) -> list[dict[str, Any]]:
        """The events of that type, without their envelopes."""
        found = [payload["event"] for name, payload in self.got if name == EVENT]
        return [event for event in found if event["type"] == kind]


def with_recorder(**more: Any) -> tuple[Workspace, Recorder]:
    """A workspace whose app is a Recorder; its courier runs."""
    workspace, app = Workspace(**more), Recorder()
    workspace.delivery = app
    workspace.courier.start()
    return workspace, app


def settle(workspace: Workspace) -> None:
    assert workspace.courier.wait_until_idle(10)


@dataclass
class Heard:
    """A request at an app's own door."""

    headers: dict[str, str]
    body: str
    at: float


class Listener:
    """An app's door, over HTTP: notes requests, and answers as it is told."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self.status, self.body = 200, b""
        self.headers: dict[str, str] = {}
        self.hold = threading.Event()
        self.hold.set()
        self.drips = ""
        """"headers" or "body": these come byte by byte, for ten seconds."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/slack/events"

    def __enter__(self) -> "Listener":
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.hold.set()
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        door = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                door.heard.append(Heard(dict(self.headers), body, time.time()))
                door.hold.wait(10)
                self.send_response(door.status)
                for name, value in door.headers.items():
                    self.send_header(name, value)
                with suppress(OSError):
                    if door.drips == "headers":
                        self.flush_headers()
                        self._drip(b"X-Slow: ")
                    self.end_headers()
                    self._drip(b"") if door.drips == "body" else self.wfile.write(door.body)

            def _drip(self, begin: bytes) -> None:
                self.wfile.write(begin)
                for _ in range(200):
                    self.wfile.write(b"x")
                    threading.Event().wait(0.05)

        return Handler
