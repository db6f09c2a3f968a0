"""The page as a whole: who may call it, where it stands, its languages."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.exceptions import NotFound
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client

import sandbox.mailbox
from sandbox.mailbox import words
from sandbox.mailbox.mailbox import Mailbox
from sandbox.mailbox.web import build_web
from tests.sandbox.mailbox.support import JANE, keep, page, receipt
from tests.sandbox.slack.pages_support import Tag, read

HOUSE = Path(next(iter(sandbox.mailbox.__path__)))


def addresses(shown: Tag) -> set[str]:
    names = ("href", "src", "action", "data-stream", "data-here")
    return {one.attributes[name] for one in shown for name in names if name in one.attributes}


def test_another_machines_name_does_not_lead_here(client: FlaskClient) -> None:
    answer = client.get("/", headers={"Host": "mailbox.example.org"})
    assert (answer.status_code, answer.text) == (
        403,
        "This mailbox answers only on this machine.\n",
    )


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:1"])
def test_another_site_may_not_delete(inbox: Mailbox, client: FlaskClient, origin: str) -> None:
    keep(inbox, b"Subject: a\r\n\r\n")
    assert client.post("/delete", headers={"Origin": origin}).status_code == 403
    assert inbox.count() == 1


def test_the_page_runs_only_its_own_script_and_keeps_addresses_to_itself(
    client: FlaskClient,
) -> None:
    headers = client.get("/").headers
    assert "default-src 'none'; script-src 'self';" in headers["Content-Security-Policy"]
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_a_page_that_does_not_exist_says_so(client: FlaskClient) -> None:
    answer = client.get("/nowhere")
    assert (answer.status_code, "This page does not exist." in answer.text) == (404, True)


def test_under_a_prefix_every_link_stays_under_it(inbox: Mailbox) -> None:
    mail = receipt(List_Unsubscribe="<http://127.0.0.1:1/u>", List_Unsubscribe_Post="x")
    mail.replace_header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    keep(inbox, mail)
    client = Client(DispatcherMiddleware(NotFound(), {"/mail": build_web(inbox)}))
    seen: set[str] = set()
    waiting = {"/mail/"}
    while waiting:
        address = waiting.pop()
        seen.add(address)
        if "/stream" in address or address.endswith(("/delete", "/leave")):
            continue
        answer = client.get(address)
        assert answer.status_code == 200, address
        if answer.mimetype == "text/html" and "/html" not in address:
            found = {
                one for one in addresses(read(answer.text)) if not one.startswith(("http", "#"))
            }
            assert all(one.startswith("/mail/") for one in found), found
            waiting |= {one for one in found if "lang=" not in one} - seen
    assert len(seen) > 12
    assert client.post("/mail/delete").location == "/mail/"


def test_the_page_speaks_the_browsers_language(inbox: Mailbox, client: FlaskClient) -> None:
    keep(inbox, receipt())
    french = page(client, "/", headers={"Accept-Language": "de, fr-CA;q=0.8, en;q=0.5"})
    assert french.one("html").attributes["lang"] == "fr"
    assert "1 message, 1 non lu" in french.text
    other = page(client, "/", headers={"Accept-Language": "de"})
    assert "1 mail, 1 unread" in other.text


def test_a_chosen_language_stays_while_reading(inbox: Mailbox, client: FlaskClient) -> None:
    keep(inbox, receipt(), JANE)
    shown = page(client, f"/?to={JANE}&lang=fr")
    row = next(one for one in shown.all("a") if "row" in one.attributes.get("class", ""))
    mail = page(client, row.attributes["href"])
    assert "Pièces jointes" in [one.attributes.get("aria-label") for one in mail.all("section")]
    [english] = mail.all("a", lang="en")
    assert "Reply to" not in page(client, english.attributes["href"]).text
    assert mail.one("input", name="lang").attributes["value"] == "fr"


def test_every_sentence_stands_in_french_and_none_is_left_over() -> None:
    texts = [*HOUSE.glob("templates/*.html"), *HOUSE.glob("*.py")]
    everything = "\n".join(path.read_text() for path in texts if path.name != "words.py")
    joined = re.sub(r'"\s*\n\s*"', "", everything)
    said = set(re.findall(r"""\bsay\(\s*["']([^"']+)["']""", joined))
    assert said <= set(words.FRENCH)
    left_over = {one for one in words.FRENCH if one not in joined}
    assert not left_over


@pytest.mark.parametrize(
    ("count", "english", "french"),
    [
        (0, "0 bytes", "0 octets"),
        (999, "999 bytes", "999 octets"),
        (1_499, "1 KB", "1 ko"),
        (999_499, "999 KB", "999 ko"),
        (999_500, "1.0 MB", "1,0 Mo"),
        (20_000_000, "20.0 MB", "20,0 Mo"),
    ],
)
def test_sizes_are_said_in_the_readers_units(count: int, english: str, french: str) -> None:
    assert (words.size(count, "en"), words.size(count, "fr")) == (english, french)
