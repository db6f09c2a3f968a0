"""Slack's end of Socket Mode, for the tests: sends envelopes, collects what comes back."""

import json
import threading
from collections.abc import Mapping
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve


class SmallSlackSocket:
    """One Socket Mode server. `deaf`: it accepts connections and then never answers a ping."""

    def __init__(self, deaf: bool = False) -> None:
        self._deaf = deaf
        self._server: Server = serve(
            self._talk, "127.0.0.1", 0, ping_interval=None, close_timeout=1, compression=None
        )
        self.url = f"ws://127.0.0.1:{self._server.socket.getsockname()[1]}/link"
        self.connections: list[ServerConnection] = []
        self.answers: dict[str, dict[str, Any]] = {}
        self.changed = threading.Condition()

    def __enter__(self) -> "SmallSlackSocket":
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.drop_all()
        self._server.shutdown()

    def wait_for_connection(self, count: int = 1, seconds: float = 20) -> None:
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.connections) >= count, seconds)

    def drop_all(self) -> None:
        for connection in self.connections:
            connection.close_timeout = 0
            connection.close()

    def send(self, envelope_id: str, kind: str, payload: Mapping[str, Any], **more: object) -> None:
        """An envelope on the newest connection: "slash_commands", "interactive", "events_api"."""
        envelope = {"envelope_id": envelope_id, "type": kind, "payload": dict(payload), **more}
        self.connections[-1].send(json.dumps({**envelope, "accepts_response_payload": True}))

    def answer_to(self, envelope_id: str, seconds: float = 10) -> dict[str, Any]:
        """What the app acknowledged with; {} where it said nothing more."""
        with self.changed:
            assert self.changed.wait_for(lambda: envelope_id in self.answers, seconds), (
                f"{envelope_id} was never acknowledged"
            )
        return self.answers[envelope_id]

    def _talk(self, connection: ServerConnection) -> None:
        connection.send(json.dumps({"type": "hello", "num_connections": 1}))
        with self.changed:
            self.connections.append(connection)
            self.changed.notify_all()
        if self._deaf:
            connection.protocol.receive_data = lambda _data: None  # type: ignore[method-assign]
        try:
            for message in connection:
                answer = json.loads(message)
                with self.changed:
                    self.answers[answer["envelope_id"]] = answer.get("payload") or {}
                    self.changed.notify_all()
        except ConnectionClosed:
            pass
