"""A page's answers, read as a browser reads them: no script is run."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from sandbox.slack import acts, posting
from sandbox.slack.pages.blueprint import build_pages
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.support import BEN, BILLING, Recorder, calls, modal
from tests.support.html import Tag, read

MANIFEST: dict[str, Any] = {
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "slash_commands": [
            {"command": "/fees", "description": "The fees", "usage_hint": "[120 eur]"},
            {"command": "/billing", "description": "Who you are"},
        ],
        "shortcuts": [
            {"name": "Look up", "type": "global", "callback_id": "look", "description": "x"},
            {"name": "Answer", "type": "message", "callback_id": "answer", "description": "x"},
        ],
    },
    "oauth_config": {"scopes": {"bot": ["chat:write", "commands"]}},
}


def browser(workspace: Workspace) -> FlaskClient:
    app = Flask("pages", static_folder=None)
    app.register_blueprint(build_pages(workspace))
    return app.test_client()


def page(client: FlaskClient, person: str, channel: str = "", **more: str) -> Tag:
    """The whole page, as after typing its address."""
    return read(client.get("/", query_string={"as": person, "c": channel, **more}).text)


def refreshed(
    client: FlaskClient, shown: Tag, person: str, channel: str = "", **more: str
) -> dict[str, Tag]:
    """The parts that live refresh brings to a page that shows `shown`, by id."""
    have = " ".join(
        f"{tag.attributes['id']}={tag.attributes['data-sig']}" for tag in shown.all(data_part="")
    )
    answer = client.get(
        "/",
        query_string={"as": person, "c": channel, **more},
        headers={"HX-Request": "true", "X-Have": have},
    )
    return {tag.attributes["id"]: tag for tag in read(answer.text).all(data_part="")}


def do(client: FlaskClient, person: str, what: str, **form: Any) -> str:
    answer = client.post(f"/page/{what}", data={"as": person, **form})
    assert answer.status_code in (200, 204), answer.status
    return answer.text


def messages(shown: Tag) -> list[str]:
    return [row.one("div", class_="what").text for row in shown.all("article")]


def by_app(workspace: Workspace, *blocks: dict[str, Any], **more: Any) -> str:
    """A message of the app in #billing; its ts."""
    bot = workspace.identity.bot_user
    return posting.post(workspace, BILLING, bot, "", list(blocks), by_app=True, **more).ts


def opened(workspace: Workspace, app: Recorder, *blocks: dict[str, Any], **more: Any) -> str:
    """Ben's modal, opened by a command; its id."""

    def open_it(payload: dict[str, Any]) -> None:
        app.meanwhile = None
        view = modal(*blocks, **more)
        assert calls(workspace, "views.open", trigger_id=payload["trigger_id"], view=view)["ok"]

    app.meanwhile = open_it
    acts.command(workspace, BEN, BILLING, "/fees", "")
    view = workspace.view_on_top(BEN)
    assert view is not None
    return str(view["id"])
