"""Questions on a wide page: what was asked, what was answered, whether it helped, who took over."""

import pytest

from desk.context import Desk
from desk.help.asked import CHANNEL, COMMAND
from storage import help_questions, members
from storage.help_questions import Question
from storage.store import Store
from tests.admin.conftest import MOST_QUERIES, Enter, Queries
from tests.support.admin_visits import Browser
from tests.support.cast import BEN, NOAH, OLIVIA, SAM, T0, Cast
from tests.support.stores import KINDS

LIST = "/admin/questions/"
FOUND = "Combien coûte un prélèvement SEPA ?"
DECLINED, DEBITS = "When a card is declined", "Bank debits: ACH, SEPA, Bacs, BECS"
both_databases = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def asked(desk: Desk, cast: Cast):
    """Questions in the store, each with a number of its own."""
    numbers = iter(range(1_000))

    def add(text: str, **values: object) -> Question:
        number = next(numbers)
        known = {"source": CHANNEL, "private": False, "state": "answered", "asked_at": T0 + number}
        known |= {"channel": "C0HELP", "ts": f"{number}.1", "thread": None, "language": "en"}
        new = Question(
            **{"id": 0, "practice_id": 0, "uid": f"{number:032x}", "asker": NOAH, "text": text}
            | known
            | values
        )
        added = help_questions.add(desk.store, cast.practice.id, new)
        assert added is not None
        return added

    return add


def rows(browser: Browser) -> list[list[str]]:
    return [
        [cell.text for cell in (*row.all("th"), *row.all("td"))]
        for row in browser.html.one("table").all("tr")[1:]
    ]


@pytest.mark.parametrize("user", [OLIVIA, BEN, SAM])
def test_the_list_says_what_was_answered_whether_it_helped_and_who_has_it(
    enter: Enter, asked, user: str
) -> None:
    asked("What is <b>SEPA</b>?", articles=("bank-debits",), state="helped")
    asked(
        "Why was it refused?", articles=("declines",), state="taken", agent=SAM, handed_over_at=T0
    )
    asked("Who feeds the cat?", state="waiting", handed_over_at=T0)
    asked("How much is it?", computed=True)
    browser = enter(user).opens(LIST)
    shown = [[row[0], *row[2:]] for row in rows(browser)]
    assert shown == [
        ["How much is it?", NOAH, "something was worked out", "not said", "–", "answered"],
        ["Who feeds the cat?", NOAH, "no article was found", "not said", "–", "waits for somebody"],
        ["Why was it refused?", NOAH, DECLINED, "not said", SAM, "somebody has it"],
        ["What is <b>SEPA</b>?", NOAH, DEBITS, "yes", "–", "answered, and it helped"],
    ]
    assert "<b>" not in browser.source


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ("state=waiting", ["cat"]),
        ("state=held", ["dog"]),
        ("state=answered", ["emu", "ant"]),
        ("state=over", ["fox"]),
        ("state=gone", ["–"]),
        ("answer=none", ["fox", "emu", "cat"]),
        ("q=ANT", ["ant"]),
        ("q=%25", []),
    ],
)
@both_databases
def test_the_list_is_narrowed(enter: Enter, asked, narrowed: str, found: list[str]) -> None:
    asked("ant", articles=("fees",))
    asked("cat", state="waiting", handed_over_at=T0)
    asked("dog", state="taken", agent=SAM, handed_over_at=T0, computed=True)
    asked("emu")
    asked("fox", state="silent", agent=SAM, handed_over_at=T0)
    asked("", state="withdrawn", articles=("fees",))
    sam = enter(SAM).opens(f"{LIST}?{narrowed}")
    assert ([row[0] for row in rows(sam)] if found else sam.html.all("table")) == found


def test_what_was_asked_in_private_is_seen_once_a_person_is_to_answer(enter: Enter, asked) -> None:
    secrets = [
        asked("about a client", private=True),
        asked("by a command", source=COMMAND, private=True, articles=("fees",)),
    ]
    handed = asked("please, a person", source=COMMAND, private=True, handed_over_at=T0)
    for user in (OLIVIA, SAM):
        browser = enter(user).opens(LIST)
        assert [row[0] for row in rows(browser)] == ["please, a person"]
        assert browser.opens(f"{LIST}{handed.uid}").status == 200
        for one in secrets:
            assert browser.opens(f"{LIST}{one.uid}").status == 404
            assert one.text not in browser.source


@both_databases
def test_many_questions_are_shown_page_by_page_and_back(enter: Enter, asked) -> None:
    for number in range(70):
        asked(f"number {number}", asked_at=T0 + number % 3)
    sam = enter(SAM).opens(LIST)
    first = [row[0] for row in rows(sam)]
    sam.opens(sam.html.one("a", rel="next").attributes["href"])
    second = [row[0] for row in rows(sam)]
    assert (len(first), len({*first, *second})) == (50, 70)
    sam.opens(sam.html.one("a", rel="prev").attributes["href"])
    assert [row[0] for row in rows(sam)] == first


def test_the_story_of_a_question(enter: Enter, asked, store: Store, cast: Cast) -> None:
    one = asked("Why <i>me</i>?", articles=("declines", "gone-one"), state="replied", agent=SAM)
    values = {"handed_over_at": T0 + 60_000, "first_reply_at": T0 + 120_000}
    assert help_questions.change(store, cast.practice.id, one, **values) is not None
    sam = enter(SAM).opens(f"{LIST}{one.uid}")
    for words in ("Why <i>me</i>?", "in the help channel", "It was handed over to a person"):
        assert words in sam.said
    links = [link.attributes["href"] for link in sam.html.one("main").all("a")]
    assert "/admin/articles/declines/en" in links
    assert "gone-one" in sam.said


@pytest.mark.parametrize("uid", ["nothing", "0" * 40, "%27"])
def test_there_are_no_other_questions(enter: Enter, uid: str) -> None:
    assert enter(SAM).opens(f"{LIST}{uid}").status == 404


@pytest.mark.parametrize("path", [LIST, f"{LIST}{0:032x}"])
def test_a_page_takes_as_many_questions_at_any_number_of_rows(
    enter: Enter, asked, queries: Queries, path: str
) -> None:
    sam, counted = enter(SAM), []
    for _ in range(3):
        asked("Why?", articles=("declines", "fees"), handed_over_at=T0, agent=BEN)
        counted.append(queries(lambda: sam.opens(path)))
    assert counted[0] == counted[-1] <= MOST_QUERIES


def test_it_is_said_in_french(enter: Enter, asked, store: Store, cast: Cast) -> None:
    asked(FOUND, articles=("bank-debits",), state="waiting", handed_over_at=T0)
    members.set_language(store, cast.practice.id, SAM, "fr", T0)
    sam = enter(SAM).opens(LIST)
    assert "Attend quelqu’un" in sam.said
    assert "Confiée à une personne" in sam.opens(f"{LIST}{0:032x}").said
