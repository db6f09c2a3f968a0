"""Help articles on a wide page: listed, written with a preview, and given back an earlier text."""

import pytest

from admin.articles.slack_look import parts_of
from desk.help.articles import shipped
from desk.help.markdown import mrkdwn
from storage import help_articles, members
from storage.store import Store
from tests.admin.conftest import MOST_QUERIES, Enter, Queries
from tests.support.admin_visits import Browser
from tests.support.cast import BEN, OLIVIA, SAM, T0, Cast

LIST, NEW, FEES = "/admin/articles/", "/admin/articles/new", "/admin/articles/fees/en"
FORM = {"article_title": "Where to park", "article_text": "In the **yard**.\n- left\n- right"}
LONG = "\n".join(["x" * 1_500] * 2)
MARKS = {"bold": "*", "italic": "_", "struck": "~", "code": "`", "": ""}


def texts(browser: Browser) -> dict[str, str]:
    """What stands in the form."""
    found = browser.html.one("textarea", id="article_text").children
    text = "".join(map(str, found)).removeprefix("\n")
    title = browser.html.one("input", id="article_title").attributes["value"]
    return {"article_title": title, "article_text": text}


def looks(browser: Browser) -> str:
    return browser.html.one("div", **{"class": "message"}).text


def write(browser: Browser, **more: str) -> Browser:
    return browser.opens(NEW).sends(NEW, {**FORM, "language": "en", **more})


@pytest.mark.parametrize("user", [OLIVIA, BEN, SAM])
def test_who_may_edit_articles_sees_all_of_them_and_searches(enter: Enter, user: str) -> None:
    browser = enter(user).opens(LIST)
    assert len(browser.html.one("table").all("tr")) == 1 + len(shipped("en"))
    browser.opens(f"{LIST}?q=SEPA")
    assert 1 < len(browser.html.one("table").all("tr")) < len(shipped("en"))
    browser.opens(f"{LIST}?origin=own")
    assert "Nothing is found." in browser.said


def test_many_articles_are_shown_page_by_page(enter: Enter, store: Store, cast: Cast) -> None:
    sam = enter(SAM)
    for number in range(60):
        write(sam, article_title=f"Note {number:02}", article_text=f"Text {number}")
    sam.opens(LIST)
    seen = [row.all("th")[0].text for row in sam.html.one("table").all("tr")[1:]]
    sam.opens(sam.html.one("a", rel="next").attributes["href"])
    seen += [row.all("th")[0].text for row in sam.html.one("table").all("tr")[1:]]
    assert len(set(seen)) == len(seen) == 60 + len(shipped("en"))
    sam.opens(sam.html.one("a", rel="prev").attributes["href"])
    assert [row.all("th")[0].text for row in sam.html.one("table").all("tr")[1:]] == seen[:50]


def test_a_preview_shows_what_people_would_read_and_saves_nothing(
    enter: Enter, store: Store, cast: Cast
) -> None:
    sam = write(enter(SAM), preview="yes")
    assert looks(sam).startswith("Where to park In the yard . • left • right")
    assert sam.html.one("div", **{"class": "message"}).all("strong")[1].text == "yard"
    assert texts(sam) == FORM
    assert help_articles.newest(store, cast.practice.id) == []


def test_nothing_that_is_written_is_html(enter: Enter) -> None:
    text = "<script>alert(1)</script> **<b>x</b>** [go](javascript:alert(1)) [<i>y</i>](https://a.b/?c=%22&d)"
    sam = write(enter(SAM), article_title="<img src=x>", article_text=text, preview="yes")
    assert sam.html.all("script") == sam.html.all("img") == []
    message = sam.html.one("div", **{"class": "message"})
    [link] = message.all("a")
    assert (link.attributes["href"], link.text) == ("https://a.b/?c=%22&d", "<i>y</i>")
    assert "<script>alert(1)</script> <b>x</b> [go](javascript:alert(1))" in message.text


@pytest.mark.parametrize("code", ["en", "fr"])
def test_what_is_shown_is_what_is_sent_to_slack(code: str) -> None:
    """Every shipped article, taken apart and put together again."""
    for article in shipped(code).values():
        sent = [mrkdwn(part) for part in article.sections if part.strip()]
        shown = [
            "\n".join(
                "".join(
                    f"{MARKS[one.look]}{f'<{one.href}|{one.text}>' if one.href else one.text}"
                    f"{MARKS[one.look]}"
                    for one in line
                )
                for line in lines
            )
            for lines in parts_of(article)
        ]
        plain = [
            one.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") for one in sent
        ]
        assert shown == plain


def test_an_article_is_written_changed_and_taken_out(
    enter: Enter, store: Store, cast: Cast
) -> None:
    sam = write(enter(SAM))
    assert "Saved. This is what people read from now on." in sam.said
    path = sam.page.request.path
    sam.sends(path, {**FORM, "article_text": "In the street.", "opened": "1"})
    assert looks(sam).startswith("Where to park In the street.")
    sam.opens(f"{path}/versions")
    assert len(sam.html.one("table").all("tr")) == 3
    sam.opens(sam.html.one("table").all("a")[-1].attributes["href"])
    assert texts(sam) == FORM
    sam.sends(f"{path}/back", {"opened": "2"})
    assert "The article is gone." in sam.said
    assert sam.opens(path).status == 404


def test_both_languages_are_written_and_the_shipped_text_comes_back(
    enter: Enter, store: Store, cast: Cast
) -> None:
    olivia = enter(OLIVIA)
    for code in ("en", "fr"):
        path = f"/admin/articles/fees/{code}"
        before = texts(olivia.opens(path))
        assert before["article_title"] == shipped(code)["fees"].title
        olivia.sends(path, {**FORM, "opened": "0"})
        assert texts(olivia) == FORM
        assert "Changed here" in olivia.opens(f"{LIST}?origin=changed").said
        olivia.opens(path).sends(f"{path}/back", {"opened": "1"})
        assert "The text that came with Paydesk holds again." in olivia.said
        assert texts(olivia) == before


@pytest.mark.parametrize("opened", ["0", "7", "x", "-1"])
def test_who_has_an_older_version_open_saves_nothing(
    enter: Enter, store: Store, cast: Cast, opened: str
) -> None:
    sam = enter(SAM).opens(FEES)
    sam.sends(FEES, {**FORM, "opened": "0"})
    sam.sends(FEES, {**FORM, "article_text": "Another.", "opened": opened})
    assert sam.status == 409
    assert "This was changed since you opened it" in sam.said
    sam.opens(FEES).sends(f"{FEES}/back", {"opened": opened})
    assert sam.status == 409
    [kept] = help_articles.newest(store, cast.practice.id)
    assert kept.text == FORM["article_text"]


def test_the_same_form_sent_twice_makes_one_article(enter: Enter, store: Store, cast: Cast) -> None:
    sam = enter(SAM)
    assert write(sam).page.request.path == write(sam).page.request.path
    assert len(help_articles.newest(store, cast.practice.id)) == 1


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(enter: Enter) -> None:
    for preview in ({}, {"preview": "yes"}):
        sam = write(enter(SAM), article_title=" ", article_text=LONG, **preview)
        assert sam.status == 422
        assert "Give the article a title." in sam.said
        assert "That is too long for one article." in sam.said
        assert texts(sam)["article_text"] == LONG
    card = write(enter(SAM), article_text="4242 4242 4242 4242")
    assert (card.status, "looks like a card number" in card.said) == (403, True)


@pytest.mark.parametrize("path", ["nothing/en", "fees/de", "fees/en?version=9", "F../en"])
def test_there_are_no_other_articles(enter: Enter, path: str) -> None:
    assert enter(SAM).opens(f"{LIST}{path}").status == 404


def test_an_unknown_language_is_refused(enter: Enter) -> None:
    assert write(enter(SAM), language="de").status == 409


@pytest.mark.parametrize("path", [LIST, FEES, f"{FEES}/versions", NEW])
def test_a_page_takes_as_many_questions_at_any_number_of_rows(
    enter: Enter, queries: Queries, path: str
) -> None:
    sam, asked = enter(SAM).opens(FEES), []
    for number in range(3):
        sam.opens(FEES).sends(FEES, {**FORM, "article_text": f"{number}", "opened": str(number)})
        write(sam, article_title=f"Title {number}")
        asked.append(queries(lambda: sam.opens(path)))
    assert asked[0] == asked[-1] <= MOST_QUERIES


def test_it_is_said_in_french(enter: Enter, store: Store, cast: Cast) -> None:
    members.set_language(store, cast.practice.id, SAM, "fr", T0)
    sam = enter(SAM).opens(LIST)
    assert shipped("fr")["fees"].title in sam.said
    assert "Tel qu’on le voit dans Slack" in sam.opens(NEW).said
