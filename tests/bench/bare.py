"""The bare Bolt app that /fees is measured against: it acknowledges with the same blocks.

Served by the same gunicorn with the same threads; nothing else happens. `python -m tests.bench.bare
PORT BLOCKS_FILE`.
"""

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from flask import Flask, request
from gunicorn.app.base import BaseApplication
from slack_bolt import Ack, App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult

from tests.support.slack_requests import SIGNING_SECRET


class Bare(BaseApplication):
    def __init__(self, port: int, answer: dict[str, Any]) -> None:
        self._port = port
        self._answer = answer
        super().__init__()

    def load_config(self) -> None:
        for name, value in {
            "bind": f"127.0.0.1:{self._port}",
            "worker_class": "gthread",
            "threads": 64,
            "keepalive": 30,
            "control_socket_disable": True,
            "loglevel": "error",
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        bolt = App(
            signing_secret=SIGNING_SECRET,
            authorize=lambda enterprise_id, team_id: AuthorizeResult(
                enterprise_id=enterprise_id, team_id=team_id, bot_token="xoxb-bare"
            ),
            listener_executor=ThreadPoolExecutor(64),
        )
        answer = self._answer

        @bolt.command("/fees")
        def fees(ack: Ack) -> None:
            ack(text=answer["text"], blocks=answer["blocks"], response_type="ephemeral")

        web = Flask("bare")
        handler = SlackRequestHandler(bolt)
        web.add_url_rule(
            "/slack/events", "slack", lambda: handler.handle(request), methods=["POST"]
        )
        web.add_url_rule("/healthz", "alive", lambda: "ok")
        return web


if __name__ == "__main__":
    Bare(int(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text())).run()
