"""A Bolt app as anybody would write it, knowing nothing of where it runs."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from flask import Flask, request
from slack_bolt import App
from slack_bolt.adapter.flask import SlackRequestHandler
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from werkzeug.serving import make_server

CITIES = ("Amsterdam", "Antwerp", "Berlin")


def build_app(api_url: str, token: str, signing_secret: str) -> App:
    client = WebClient(token=token, base_url=api_url)
    app = App(client=client, signing_secret=signing_secret)
    app.command("/trip")(open_form)
    app.view("trip")(take_form)
    app.options("city")(cities)
    app.event("app_mention")(answer_mention)
    app.message("thanks")(say_welcome)
    app.event("message")(lambda: None)
    app.action("liked")(note_feedback)
    app.event("app_home_opened")(show_home)
    app.action("refresh")(refresh_home)
    app.shortcut("new_trip")(open_form)
    app.shortcut("save_this")(save_message)
    return app


def open_form(ack: Any, body: dict[str, Any], client: WebClient) -> None:
    ack()
    client.views_open(trigger_id=body["trigger_id"], view=form())


def form() -> dict[str, Any]:
    return {
        "type": "modal",
        "callback_id": "trip",
        "title": plain("A trip"),
        "submit": plain("Book"),
        "blocks": [
            {
                "type": "input",
                "block_id": "where",
                "label": plain("Where to"),
                "element": {
                    "type": "external_select",
                    "action_id": "city",
                    "min_query_length": 1,
                },
            },
            {
                "type": "input",
                "block_id": "days",
                "label": plain("Days"),
                "element": {"type": "plain_text_input", "action_id": "count"},
            },
        ],
    }


def cities(ack: Any, payload: dict[str, Any]) -> None:
    found = [city for city in CITIES if city.lower().startswith(payload["value"].lower())]
    ack(options=[{"text": plain(city), "value": city.lower()} for city in found])


def take_form(ack: Any, view: dict[str, Any], body: dict[str, Any], client: WebClient) -> None:
    values = view["state"]["values"]
    days = values["days"]["count"]["value"]
    if not days.isdigit():
        ack(response_action="errors", errors={"days": "A number, please"})
        return
    ack()
    city = values["where"]["city"]["selected_option"]["text"]["text"]
    client.chat_postMessage(channel=body["user"]["id"], text=f"{days} days in {city}")


def answer_mention(event: dict[str, Any], say: Any) -> None:
    say(text="Was that useful?", blocks=feedback(), thread_ts=event["ts"])


def feedback() -> list[dict[str, Any]]:
    buttons = {
        "type": "feedback_buttons",
        "action_id": "liked",
        "positive_button": {"text": plain("Good"), "value": "good"},
        "negative_button": {"text": plain("Bad"), "value": "bad"},
    }
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": "Was that *useful*?"}},
        {"type": "context_actions", "elements": [buttons]},
    ]


def note_feedback(ack: Any, action: dict[str, Any], respond: Any) -> None:
    ack()
    respond(f"Noted: {action['value']}")


def say_welcome(message: dict[str, Any], say: Any) -> None:
    say("You are welcome", thread_ts=message.get("thread_ts") or message["ts"])


def show_home(event: dict[str, Any], client: WebClient) -> None:
    if event["tab"] == "home":
        client.views_publish(user_id=event["user"], view=home("Hello"))


def refresh_home(ack: Any, body: dict[str, Any], client: WebClient) -> None:
    ack()
    view = body["view"]
    client.views_update(view_id=view["id"], hash=view["hash"], view=home("Fresh"))


def home(text: str) -> dict[str, Any]:
    button = {"type": "button", "action_id": "refresh", "text": plain("Refresh")}
    blocks = [
        {"type": "header", "text": plain(text)},
        {"type": "actions", "elements": [button]},
    ]
    return {"type": "home", "blocks": blocks}


def save_message(ack: Any, shortcut: dict[str, Any], client: WebClient) -> None:
    ack()
    client.chat_postEphemeral(
        channel=shortcut["channel"]["id"],
        user=shortcut["user"]["id"],
        text=f"Saved: {shortcut['message']['text']}",
    )


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


@contextmanager
def over_http(app: App, port: int) -> Iterator[None]:
    web, handler = Flask("foreign"), SlackRequestHandler(app)
    web.add_url_rule("/slack/events", "events", lambda: handler.handle(request), methods=["POST"])
    server = make_server("127.0.0.1", port, web, threaded=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def over_socket(app: App, app_token: str) -> Iterator[None]:
    handler = SocketModeHandler(app, app_token)
    handler.connect()
    try:
        yield
    finally:
        handler.close()
