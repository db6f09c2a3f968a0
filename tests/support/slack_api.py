"""A small Slack for the tests: the Web API methods and response_urls that Paydesk calls, over a
real socket, with every call on record and failures that can be queued."""

import json
import threading
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

UPLOAD = "/upload/"
"""Begins the paths to which files are sent."""


@dataclass(frozen=True)
class Call:
    """One call that Paydesk made: the method's name ("response_url" and "upload" too), and
    what it sent."""

    method: str
    sent: dict[str, Any]
    authorization: str = ""


@dataclass
class Failure:
    """What happens instead of the next call's answer."""

    status: int = 200
    body: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    drop: bool = False
    """Close the connection without an answer."""
    wait: threading.Event | None = None
    """Answer only when this is set."""


class SmallSlack:
    """Answers like Slack for one workspace. Use as a context manager."""

    def __init__(self, team: str, name: str, token: str) -> None:
        self.team = team
        self.name = name
        self.token = token
        self.locales: dict[str, str] = {}
        self.teams: dict[str, str] = {}
        """Of those who are of another organisation."""
        self.channels: dict[str, list[str]] = {}
        """Who is in each, by its id; Paydesk is in all of them."""
        self.people: dict[str, dict[str, Any]] = {}
        """What more users.info tells of somebody."""
        self.scopes = "channels:read,chat:write,commands,files:write,groups:read"
        self.scopes += ",im:history,im:write,users:read"
        self.socket_url = ""
        self.calls: list[Call] = []
        self.arrived = threading.Condition()
        self._failures: dict[str, deque[Failure]] = defaultdict(deque)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"

    @property
    def api_url(self) -> str:
        return f"{self.address}/api/"

    def response_url(self, name: str = "1") -> str:
        return f"{self.address}/commands/{name}"

    def fails_next(self, method: str, failure: Failure) -> None:
        self._failures[method].append(failure)

    def made(self, method: str) -> list[dict[str, Any]]:
        """What was sent in the calls of `method`, oldest first."""
        return [call.sent for call in self.calls if call.method == method]

    def wait_for(self, method: str, count: int = 1, seconds: float = 10) -> list[dict[str, Any]]:
        """Until `count` calls of `method` were made; fails after `seconds`."""
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.made(method)) >= count, seconds), (
                f"{method} was called {len(self.made(method))} times, not {count}"
            )
        return self.made(method)

    def __enter__(self) -> "SmallSlack":
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, call: Call) -> dict[str, Any]:
        methods: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "auth.test": lambda _: {"team_id": self.team, "team": self.name, "user_id": "U0BOT"},
            "users.info": lambda sent: {
                "user": {
                    "id": sent["user"],
                    "team_id": self.teams.get(sent["user"], self.team),
                    "locale": self.locales.get(sent["user"], "en-US"),
                    **self.people.get(sent["user"], {}),
                }
            },
            "conversations.info": lambda sent: {
                "channel": {"id": sent["channel"], "is_member": sent["channel"] in self.channels}
            },
            "conversations.members": self._members,
            "chat.postMessage": lambda sent: {
                "channel": "D" + sent["channel"],
                "ts": f"1700000000.{len(self.calls):06}",
            },
            "chat.update": lambda sent: {"channel": sent["channel"], "ts": sent["ts"]},
            "conversations.open": lambda sent: {"channel": {"id": "D" + sent["users"]}},
            "files.getUploadURLExternal": lambda sent: {
                "upload_url": f"{self.address}{UPLOAD}1",
                "file_id": "F1",
            },
            "files.completeUploadExternal": lambda sent: {"files": [{"id": "F1"}]},
            "views.open": lambda sent: {"view": {"id": "V1"}},
            "views.push": lambda sent: {"view": {"id": "V2"}},
            "views.publish": lambda sent: {"view": {"id": "V3"}},
            "views.update": lambda sent: {"view": {"id": "V1"}},
            "apps.connections.open": lambda _: {"url": self.socket_url},
        }
        if call.authorization not in {f"Bearer {self.token}", "Bearer xapp-1-test"}:
            return {"ok": False, "error": "invalid_auth"}
        if call.method not in methods:
            return {"ok": False, "error": "unknown_method"}
        return {"ok": True, **methods[call.method](call.sent)}

    def _members(self, sent: dict[str, Any]) -> dict[str, Any]:
        members, start = self.channels[sent["channel"]], int(sent.get("cursor") or 0)
        end = start + int(sent["limit"])
        cursor = str(end) if end < len(members) else ""
        return {"members": members[start:end], "response_metadata": {"next_cursor": cursor}}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        slack = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def log_message(self, *_: object) -> None:
                pass

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                api = self.path.startswith("/api/")
                method = self.path.removeprefix("/api/") if api else "response_url"
                if self.path.startswith(UPLOAD):
                    method, sent = "upload", {"content": body}
                else:
                    sent = _read(body.decode(), self.headers)
                call = Call(method, sent, self.headers.get("Authorization", ""))
                failures = slack._failures[method]
                failure = failures.popleft() if failures else None
                with slack.arrived:
                    slack.calls.append(call)
                    slack.arrived.notify_all()
                if failure is not None and failure.wait is not None:
                    failure.wait.wait(30)
                if failure is not None and failure.drop:
                    self.close_connection = True
                    return
                if failure is not None and failure.body is not None:
                    self._send(failure.status, failure.body, failure.headers)
                else:
                    answer = slack.answer(call) if api else {"ok": True}
                    self._send(200, answer, {"x-oauth-scopes": slack.scopes})

            def _send(self, status: int, body: dict[str, Any], headers: dict[str, str]) -> None:
                data = json.dumps(body).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(data)

        return Handler


def _read(body: str, headers: Any) -> dict[str, Any]:
    if "json" in (headers.get("Content-Type") or ""):
        return dict(json.loads(body or "{}"))
    sent: dict[str, Any] = {name: values[0] for name, values in parse_qs(body).items()}
    for name in ("blocks", "view"):
        if name in sent:
            sent[name] = json.loads(sent[name])
    return sent
