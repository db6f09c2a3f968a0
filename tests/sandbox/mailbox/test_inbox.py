"""The list of mails, as a browser gets it."""

import pytest
from flask.testing import FlaskClient

from sandbox.links import Link
from sandbox.mailbox.mailbox import Mailbox
from sandbox.mailbox.web import events
from tests.sandbox.mailbox.support import JANE, MARC, browser, keep, page, receipt
from tests.sandbox.slack.pages_support import Tag


def rows(shown: Tag) -> list[Tag]:
    return [one for one in shown.all("a") if "row" in one.attributes.get("class", "").split()]


def is_unread(row: Tag) -> bool:
    return bool(row.all("span", aria_label="Unread"))


def test_an_empty_mailbox_says_what_it_is_for(inbox: Mailbox, client: FlaskClient) -> None:
    shown = page(client)
    assert "Every mail to a client lands here" in shown.text
    assert not shown.all("button", data_opens="sure")


def test_an_empty_mailbox_says_where_mail_goes() -> None:
    mailbox = Mailbox()
    mailbox.smtp_url = "smtp://127.0.0.1:2525"
    assert "Mail is taken in at smtp://127.0.0.1:2525." in page(browser(mailbox)).text


def test_the_newest_mail_stands_first_with_all_that_tells_it_apart(
    inbox: Mailbox, client: FlaskClient
) -> None:
    keep(inbox, b"Subject: First\r\n\r\n", MARC)
    keep(inbox, receipt(), JANE, MARC)
    newest, oldest = rows(page(client))
    assert newest.text.startswith(f"{JANE}, {MARC}")
    assert "Your receipt for INV-1042" in newest.text
    assert newest.one("time").attributes["title"].startswith("Monday, September 21, 2026")
    assert newest.all("svg", aria_label="3 attachments")
    assert not oldest.all("svg")
    assert is_unread(newest)


def test_an_opened_mail_is_read(inbox: Mailbox, client: FlaskClient) -> None:
    first, second = keep(inbox, b"Subject: a\r\n\r\n"), keep(inbox, b"Subject: b\r\n\r\n")
    opened, *_ = [row for row in rows(page(client, f"/mails/{first}")) if not is_unread(row)]
    assert opened.attributes["href"] == f"/mails/{first}"
    assert opened.attributes["aria-current"] == "true"
    shown = page(client)
    assert [is_unread(row) for row in rows(shown)] == [True, False]
    assert (shown.one("title").text, second) == ("(1) Client mailbox", first + 1)
    assert shown.one("p", class_="counts").text == "2 mails, 1 unread"


def test_the_list_of_one_recipient_is_kept_while_reading(
    inbox: Mailbox, client: FlaskClient
) -> None:
    keep(inbox, b"Subject: a\r\n\r\n", JANE)
    mail = keep(inbox, b"Subject: b\r\n\r\n", MARC)
    choices = page(client).one("select").all("option")
    assert [one.attributes["value"] for one in choices] == ["", JANE, MARC]
    shown = page(client, f"/?to={MARC.upper()}")
    assert shown.one("option", selected="").text == MARC
    [row] = rows(shown)
    assert row.attributes["href"] == f"/mails/{mail}?to={MARC.upper()}"
    assert len(rows(page(client, row.attributes["href"]))) == 1


def test_somebody_who_was_sent_nothing_has_an_empty_list(
    inbox: Mailbox, client: FlaskClient
) -> None:
    keep(inbox, b"Subject: a\r\n\r\n", JANE)
    shown = page(client, "/?to=nobody@example.org")
    assert "Nobody with this address was sent anything." in shown.text
    assert shown.one("option", selected="").text == "nobody@example.org"


def test_a_hundred_mails_stand_on_a_page(inbox: Mailbox, client: FlaskClient) -> None:
    for n in range(101):
        keep(inbox, f"Subject: mail {n}\r\n\r\n".encode())
    newest = page(client)
    assert len(rows(newest)) == 100
    [older] = [one for one in newest.all("a") if one.text == "Older"]
    oldest = page(client, older.attributes["href"])
    assert "mail 0" in rows(oldest)[0].text
    assert [one.attributes["href"] for one in oldest.all("a") if one.text == "Newer"] == ["/"]
    assert "Older" not in oldest.one("section").text


@pytest.mark.parametrize("before", ["x", "-1", "9" * 40])
def test_an_odd_page_number_shows_the_newest(
    inbox: Mailbox, client: FlaskClient, before: str
) -> None:
    keep(inbox, b"Subject: a\r\n\r\n")
    assert len(rows(page(client, f"/?before={before}"))) == 1


def test_all_mails_are_deleted_and_their_numbers_with_them(
    inbox: Mailbox, client: FlaskClient
) -> None:
    old = keep(inbox, b"Subject: a\r\n\r\n")
    form = page(client).one("dialog").one("form")
    answer = client.post(form.attributes["action"])
    assert (answer.status_code, answer.location) == (303, "/")
    assert rows(page(client)) == []
    assert keep(inbox, b"Subject: b\r\n\r\n") > old
    gone = client.get(f"/mails/{old}")
    assert (gone.status_code, "no longer there" in gone.text) == (404, True)


def test_a_page_hears_of_every_change(inbox: Mailbox) -> None:
    heard = events(inbox, ping_seconds=0.01)
    assert "event: hello" in next(heard)
    assert next(heard) == ": ping\n\n"
    keep(inbox, b"Subject: a\r\n\r\n")
    assert next(heard) == f"event: changed\ndata: {inbox.version}\n\n"


def test_the_header_leads_to_what_stands_beside(inbox: Mailbox) -> None:
    shown = page(browser(inbox, links=[Link("/", "Workspace", "Espace de travail")]))
    assert ("Workspace", "/?lang=en") in [
        (one.text, one.attributes["href"]) for one in shown.one("header").all("a")
    ]
