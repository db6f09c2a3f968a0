"""One mail, as a browser gets it: its headers, its text, its HTML, what is attached."""

import pytest
from flask.testing import FlaskClient

from sandbox.mailbox.mailbox import Mailbox
from sandbox.mailbox.showing import text_with_links
from tests.sandbox.mailbox.support import DESK, JANE, MARC, PDF, keep, page, receipt
from tests.sandbox.slack.pages_support import Tag


def opened(client: FlaskClient, mail: int, view: str = "") -> Tag:
    return page(client, f"/mails/{mail}", query_string={"view": view}).one("main")


def facts(shown: Tag) -> dict[str, str]:
    return {one.one("dt").text: one.one("dd").text for one in shown.one("dl").all("div")}


def links(shown: Tag) -> dict[str, str]:
    return {one.text: one.attributes["href"] for one in shown.all("a")}


def test_the_headers_are_told_in_words(inbox: Mailbox, client: FlaskClient) -> None:
    mail = receipt(
        Cc="Accounts <a@b.example>",
        Reply_To="desk@b.example",
        Date="Tue, 1 Sep 2026 12:00:00 +0000",
        List_Unsubscribe="<https://b.example/u>, <mailto:leave@b.example?subject=x>",
    )
    shown = facts(opened(client, keep(inbox, mail, JANE, "a@b.example", "hidden@b.example")))
    assert shown["Written"].startswith("Tuesday, September 1, 2026")
    assert shown["Received"].startswith("Monday, September 21, 2026")
    del shown["Written"], shown["Received"]
    assert shown == {
        "From": f"Northside Physio {DESK}",
        "To": f"Jane Doe {JANE}",
        "Copy": "Accounts a@b.example",
        "Hidden copy": "hidden@b.example",
        "Reply to": "desk@b.example",
        "Mailing list": "Unsubscribe on a page Unsubscribe by mail to leave@b.example",
    }


def test_the_text_has_links_that_open_in_a_new_tab(inbox: Mailbox, client: FlaskClient) -> None:
    shown = opened(client, keep(inbox, receipt()), "text").one("div", class_="text")
    [link] = shown.all("a")
    assert link.attributes["href"] == link.text == "https://pay.example/r?a=1&b=2"
    assert (link.attributes["target"], link.attributes["rel"]) == ("_blank", "noopener noreferrer")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<b>&", "&lt;b&gt;&amp;"),
        ("(see http://a.b/c_(d)).", "(see {http://a.b/c_(d)})."),
        ("http://a.b/?x=<y>", "{http://a.b/?x=}&lt;y&gt;"),
        ("javascript:alert(1) ftp://a.b", "javascript:alert(1) ftp://a.b"),
        ("« https://a.b/é »", "« {https://a.b/é} »"),
        ("https://a.b, https://c.d!", "{https://a.b}, {https://c.d}!"),
    ],
)
def test_links_in_a_text_end_where_they_should(text: str, shown: str) -> None:
    made = text_with_links(text)
    for address in (
        "http://a.b/c_(d)",
        "http://a.b/?x=",
        "https://a.b/é",
        "https://a.b",
        "https://c.d",
    ):
        anchor = f'<a href="{address}" target="_blank" rel="noopener noreferrer">{address}</a>'
        made = made.replace(anchor, f"{{{address}}}")
    assert made == shown


def test_an_address_in_a_text_can_be_written_to() -> None:
    assert 'href="mailto:billing@a.example"' in text_with_links("Write to billing@a.example.")


def test_the_html_is_shut_in(inbox: Mailbox, client: FlaskClient) -> None:
    frame = opened(client, keep(inbox, receipt())).one("iframe").attributes
    assert frame["sandbox"] == "allow-popups allow-popups-to-escape-sandbox"
    policy = client.get(frame["src"]).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "img-src data:" in policy
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
    assert "script" not in policy


def test_links_in_the_html_open_in_a_new_tab(inbox: Mailbox, client: FlaskClient) -> None:
    html = '<!doctype html><base href=x target=_self><a href="/a" target="_top" class=b>Pay</a>'
    mail = keep(inbox, receipt(html))
    shown = client.get(f"/mails/{mail}/html").text
    assert shown.startswith('<!doctype html><meta charset="utf-8"><base target="_blank">')
    assert '<a href="/a" class=b>Pay</a>' in shown
    assert "_self" not in shown


def test_a_picture_that_came_along_is_shown_in_the_html(
    inbox: Mailbox, client: FlaskClient
) -> None:
    mail = receipt('<img src="cid:logo">')
    mail.add_attachment(b"GIF", maintype="image", subtype="gif", filename="l.gif", cid="<logo>")
    kept = keep(inbox, mail)
    assert '<img src="data:image/gif;base64,R0lG">' in client.get(f"/mails/{kept}/html").text
    assert "l.gif" not in opened(client, kept).text


def test_a_mail_can_be_switched_to_its_text_and_its_source(
    inbox: Mailbox, client: FlaskClient
) -> None:
    kept = keep(inbox, receipt())
    shown = opened(client, kept)
    views = links(shown.one("nav"))
    assert list(views) == ["As sent", "Text", "Source"]
    source = page(client, views["Source"]).one("pre").text
    assert "Subject: Your receipt for INV-1042" in source
    whole = client.get(f"/mails/{kept}/source")
    assert whole.data == inbox.mails()[-1].raw
    assert whole.headers["Content-Disposition"] == f"attachment; filename=mail-{kept}.eml"


def test_a_mail_without_a_body_says_so(inbox: Mailbox, client: FlaskClient) -> None:
    kept = keep(inbox, b"Subject: x\r\nContent-Type: application/pdf\r\n\r\n%PDF")
    assert "This mail has no text." in opened(client, kept).text


def test_a_pdf_and_a_text_open_in_a_new_tab(inbox: Mailbox, client: FlaskClient) -> None:
    shown = opened(client, keep(inbox, receipt()))
    pdf, text = shown.all("a", class_="file")[:2]
    assert pdf.attributes["target"] == "_blank"
    answers = [client.get(one.attributes["href"]) for one in (pdf, text)]
    assert [one.data for one in answers] == [PDF, "Café\n".encode()]
    assert [one.content_type for one in answers] == ["application/pdf", "text/plain; charset=utf-8"]
    for one in answers:
        assert one.headers["X-Content-Type-Options"] == "nosniff"
        assert one.headers["Content-Security-Policy"].endswith("; sandbox")
        assert "Content-Disposition" not in one.headers


@pytest.mark.parametrize("mimetype", ["application/zip", "text/html", "image/svg+xml", "x/y"])
def test_what_a_browser_might_run_is_only_saved(
    inbox: Mailbox, client: FlaskClient, mimetype: str
) -> None:
    mail = receipt()
    main, _, sub = mimetype.partition("/")
    mail.add_attachment(b"<script>", maintype=main, subtype=sub, filename="reçu.x")
    link = opened(client, keep(inbox, mail)).all("a", class_="file")[-1]
    answer = client.get(link.attributes["href"])
    assert "download" in link.attributes
    assert answer.content_type == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename")


def test_a_pdf_can_be_saved_too(inbox: Mailbox, client: FlaskClient) -> None:
    save = opened(client, keep(inbox, receipt())).one("a", aria_label="Save: INV-1042.pdf")
    answer = client.get(save.attributes["href"])
    assert answer.headers["Content-Disposition"] == "attachment; filename=INV-1042.pdf"
    assert answer.data == PDF


def test_an_attachment_that_is_not_there_is_not_found(inbox: Mailbox, client: FlaskClient) -> None:
    kept = keep(inbox, receipt(), MARC)
    for path in ("0/other.pdf", "9/INV-1042.pdf"):
        assert client.get(f"/mails/{kept}/attachments/{path}").status_code == 404
