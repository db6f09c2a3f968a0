"""The web server as an app meets it, with Slack's own client."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.webhook import WebhookClient

from sandbox.slack import acts
from sandbox.slack.failures import Failure
from sandbox.slack.server import Server
from sandbox.slack.workspace import Workspace
from tests.sandbox.slack.support import (
    BEN,
    BILLING,
    TOKEN,
    Recorder,
    calls,
    section,
    served,
    texts,
)

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@pytest.fixture
def server() -> Iterator[Server]:
    with served(Workspace(), control=True) as server:
        yield server


@pytest.fixture
def client(server: Server) -> WebClient:
    return WebClient(token=TOKEN, base_url=server.api_url, retry_handlers=[])


def sends(
    server: Server, path: str, body: bytes = b"", headers: dict[str, str] | None = None
) -> tuple[int, Any]:
    """A plain request; POST where it has a body."""
    request = urllib.request.Request(server.url + path, body or None, headers or {})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            status, text = answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        status, text = refused.code, refused.read().decode()
    return status, json.loads(text) if text.startswith("{") else text


def test_arguments_come_as_json_as_a_form_or_in_the_query(server: Server) -> None:
    bearer = {"Authorization": f"Bearer {TOKEN}"}
    given = {"channel": BILLING, "text": "as JSON", "blocks": [section("x")]}
    headers = {**bearer, "Content-Type": "application/json; charset=utf-8"}
    assert sends(server, "/api/chat.postMessage", json.dumps(given).encode(), headers)[1]["ok"]
    form = b"channel=C0BILLING&text=as+a+form&blocks=%5B%5D&token=xoxb-demo-paydesk"
    assert sends(server, "/api/chat.postMessage", form)[1]["ok"]
    assert sends(server, f"/api/users.info?user={BEN}", headers=bearer)[1]["user"]["id"] == BEN
    assert texts(server.workspace, BEN, BILLING) == ["as JSON", "as a form"]


def test_a_body_that_is_no_json_is_said_to_be_none(server: Server) -> None:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {TOKEN}"}
    answer = sends(server, "/api/auth.test", b"{", headers)
    assert answer == (200, {"ok": False, "error": "invalid_json"})
    assert sends(server, "/api/auth.test", b"[]", headers)[1]["error"] == "json_not_object"


def test_a_token_in_a_json_body_counts_for_nothing(server: Server) -> None:
    body = json.dumps({"token": TOKEN}).encode()
    answer = sends(server, "/api/auth.test", body, {"Content-Type": "application/json"})
    assert answer[1]["error"] == "not_authed"


def test_the_log_holds_calls_and_answers_but_no_token(server: Server, client: WebClient) -> None:
    client.users_info(user=BEN, include_locale=True)
    sends(server, "/api/auth.test", f"token={TOKEN}".encode())
    first, second = server.workspace.log.entries()
    assert (first.way, first.name, first.sent["user"]) == ("to_slack", "users.info", BEN)
    assert (first.status, first.answer["user"]["locale"]) == (200, "en-US")
    assert second.answer["team_id"] == "T0DEMO"
    assert TOKEN not in json.dumps(server.workspace.log.as_json())


def test_only_this_machine_is_answered(server: Server) -> None:
    status, text = sends(server, "/api/api.test", headers={"Host": "evil.example"})
    assert (status, text) == (403, "This workspace answers only on this machine.\n")
    elsewhere = {"Origin": "https://evil.example"}
    assert sends(server, "/api/api.test", b"x=1", elsewhere)[0] == 403
    assert sends(server, "/api/api.test", b"x=1", {"Origin": server.url})[0] == 200
    assert sends(server, "/healthz")[0] == 200


def fetched(site: str, dest: str = "empty") -> dict[str, str]:
    """What a browser says of a request: where it comes from, and what for."""
    mode = "navigate" if dest in ("document", "iframe") else "no-cors"
    return {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode, "Sec-Fetch-Dest": dest}


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
@pytest.mark.parametrize("dest", ["image", "script", "empty", "iframe"])
def test_another_sites_page_can_ask_for_nothing(server: Server, site: str, dest: str) -> None:
    for path in ("/healthz", "/api/api.test", "/_control/state"):
        status, text = sends(server, path, headers=fetched(site, dest))
        assert (status, text) == (403, "Another site may not act in this workspace.\n")


def test_another_sites_link_leads_to_the_page_but_not_to_the_api(server: Server) -> None:
    link = fetched("cross-site", "document")
    assert sends(server, "/healthz", headers=link)[0] == 200
    assert sends(server, "/api/api.test", headers=link)[0] == 403
    assert sends(server, "/healthz", b"x=1", headers=link)[0] == 403
    assert sends(server, "/api/api.test", b"x=1", headers=link)[0] == 403


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_the_page_itself_and_the_address_bar_are_answered(server: Server, site: str) -> None:
    assert sends(server, "/api/api.test", headers=fetched(site))[0] == 200
    assert sends(server, "/healthz", headers=fetched(site, "document"))[0] == 200


def test_a_response_url_is_answered_as_slack_answers(server: Server) -> None:
    workspace, app = server.workspace, Recorder()
    workspace.delivery = app
    acts.say(workspace, BEN, BILLING, "/fees")
    webhook = WebhookClient(app.last["response_url"])
    assert (webhook.send(text="3.20").status_code, webhook.send(text="again").body) == (200, "ok")
    assert "invalid_blocks" in webhook.send(text="x", blocks=[{"type": "nonsense"}]).body
    assert texts(workspace, BEN, BILLING) == ["3.20", "again"]


def test_a_picture_is_uploaded_shared_and_seen(server: Server, client: WebClient) -> None:
    client.files_upload_v2(
        content=PICTURE, filename="chart.png", title="Fees", channel=BILLING, initial_comment="Look"
    )
    shown = server.workspace.messages(BEN, BILLING)[0]
    assert shown.text == "Look"
    file = shown.files[0]
    assert (file["title"], file["mimetype"], file["size"]) == ("Fees", "image/png", len(PICTURE))
    with urllib.request.urlopen(file["url_private"], timeout=10) as answer:
        assert answer.read() == PICTURE
        assert answer.headers["Content-Type"] == "image/png"
    info = client.files_info(file=file["id"])
    assert info["file"]["title"] == "Fees"


def test_an_upload_address_takes_one_file_of_the_announced_length(
    server: Server, client: WebClient
) -> None:
    path = client.files_getUploadURLExternal(filename="a.txt", length=3)["upload_url"]
    path = path.removeprefix(server.url)
    assert sends(server, path, b"abcd")[0] == 400
    assert sends(server, path, b"abc")[0] == 404
    with pytest.raises(SlackApiError, match="file_not_found"):
        client.files_completeUploadExternal(files=[{"id": "F0NONE"}])


def test_a_file_that_is_no_picture_is_only_downloaded(server: Server, client: WebClient) -> None:
    uploaded = client.files_upload_v2(content="<script>", filename="a.html", channel=BILLING)
    url = uploaded["file"]["url_private"]
    with urllib.request.urlopen(url, timeout=10) as answer:
        assert answer.headers["Content-Disposition"] == "attachment"


def test_a_queued_429_is_answered_once_with_retry_after(server: Server, client: WebClient) -> None:
    server.workspace.failures.add("chat.postMessage", Failure.read({"status": 429}))
    with pytest.raises(SlackApiError) as refused:
        client.chat_postMessage(channel=BILLING, text="x")
    assert refused.value.response["error"] == "ratelimited"
    assert refused.value.response.headers["Retry-After"] == "1"
    assert client.chat_postMessage(channel=BILLING, text="x")["ok"]
    assert len(texts(server.workspace, BEN, BILLING)) == 1


def test_a_client_that_waits_as_it_is_told_gets_through(server: Server) -> None:
    failure = Failure.read({"status": 429, "headers": {"Retry-After": "0"}})
    server.workspace.failures.add("auth.test", failure, times=1)
    handlers = [RateLimitErrorRetryHandler(max_retry_count=1)]
    patient = WebClient(token=TOKEN, base_url=server.api_url, retry_handlers=handlers)
    assert patient.auth_test()["ok"]


@pytest.mark.parametrize("after", [True, False])
def test_a_dropped_connection_leaves_open_whether_it_was_done(
    server: Server, client: WebClient, after: bool
) -> None:
    server.workspace.failures.add("chat.postMessage", Failure(drop=True, after=after))
    with pytest.raises(OSError):
        client.chat_postMessage(channel=BILLING, text="x")
    assert len(texts(server.workspace, BEN, BILLING)) == (1 if after else 0)


def test_slacks_own_errors_and_broken_answers_can_be_had(server: Server, client: WebClient) -> None:
    failures = server.workspace.failures
    failures.add("auth.test", Failure(error="account_inactive"))
    with pytest.raises(SlackApiError, match="account_inactive"):
        client.auth_test()
    failures.add("auth.test", Failure(status=503, body="<html>"))
    assert sends(server, "/api/auth.test", b"x=1") == (503, "<html>")


def test_a_slow_answer_is_the_usual_one_only_later(server: Server, client: WebClient) -> None:
    server.workspace.failures.add("auth.test", Failure(slow=0.3))
    began = server.workspace.clock()
    assert client.auth_test()["ok"]
    assert server.workspace.clock() - began >= 0.3


def test_a_body_that_is_too_large_is_refused(server: Server) -> None:
    status, answer = sends(server, "/api/chat.postMessage", b"text=" + b"x" * 22_000_000)
    assert (status, answer["error"]) == (413, "request_too_large")


def test_a_failure_leaves_other_methods_alone(server: Server, client: WebClient) -> None:
    server.workspace.failures.add("users.info", Failure(error="fatal_error"))
    assert client.auth_test()["ok"]
    assert calls(server.workspace, "users.info", user=BEN)["ok"]
