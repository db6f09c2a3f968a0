"""Leaving a list in one click, from the page to the sender's own server."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from flask.testing import FlaskClient

from sandbox.mailbox.mailbox import Mailbox
from tests.sandbox.mailbox.support import keep, page, receipt
from tests.sandbox.slack.pages_support import read


class Sender:
    """A sender's server: notes what is posted to it, and answers with `status`."""

    def __init__(self) -> None:
        self.status = 200
        self.got: list[tuple[str, str, bytes]] = []
        sender = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_: object) -> None:
                pass

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                sender.got.append((self.path, self.headers["Content-Type"], body))
                self.send_response(sender.status)
                self.send_header("Location", "/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/u/1"


@pytest.fixture
def sender() -> Iterator[Sender]:
    made = Sender()
    threading.Thread(target=made.server.serve_forever, args=(0.02,), daemon=True).start()
    yield made
    made.server.shutdown()
    made.server.server_close()


def leave(inbox: Mailbox, client: FlaskClient, address: str) -> str:
    """What the reader is told."""
    post = "List-Unsubscribe=One-Click"
    mail = receipt(List_Unsubscribe=f"<{address}>", List_Unsubscribe_Post=post)
    form = page(client, f"/mails/{keep(inbox, mail)}").one("main").one("form")
    answer = client.post(form.attributes["action"])
    return read(answer.text).one("main").one("p", class_="told").text


def test_one_click_posts_what_the_standard_asks_for(
    inbox: Mailbox, client: FlaskClient, sender: Sender
) -> None:
    assert leave(inbox, client, sender.url) == "Unsubscribed: the sender answered 200."
    form = "application/x-www-form-urlencoded"
    assert sender.got == [("/u/1", form, b"List-Unsubscribe=One-Click")]


@pytest.mark.parametrize("status", [302, 404, 500])
def test_an_answer_that_is_no_success_is_told(
    inbox: Mailbox, client: FlaskClient, sender: Sender, status: int
) -> None:
    sender.status = status
    told = leave(inbox, client, sender.url)
    assert told == f"Not unsubscribed: the sender answered {status}."
    assert len(sender.got) == 1


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/u", "http://localhost:x/u", "http://[/u"])
def test_a_sender_that_can_not_be_reached_is_told(
    inbox: Mailbox, client: FlaskClient, address: str
) -> None:
    assert leave(inbox, client, address) == "Not unsubscribed: the sender can’t be reached."


def test_nobody_outside_this_machine_is_called(inbox: Mailbox, client: FlaskClient) -> None:
    assert "calls no other" in leave(inbox, client, "https://lists.example.com/u/1")


def test_a_list_without_one_click_has_no_button(inbox: Mailbox, client: FlaskClient) -> None:
    kept = keep(inbox, receipt(List_Unsubscribe="<https://b.example/u>"))
    assert not page(client, f"/mails/{kept}").one("main").all("form")
    assert client.post(f"/mails/{kept}/leave").status_code == 404
