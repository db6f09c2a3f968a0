"""Questions are kept once, changed by one at a time, and forgotten in the end."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from storage import cards, help_messages, help_questions, help_summaries
from storage.cards import Card
from storage.database import Store
from storage.help_messages import Message
from storage.help_questions import Question
from tests.support.cast import BEN, FLORENCE, OLIVIA, SAM, T0, Cast

HELP = "C0HELP"


def question(ts: str = "1.1", **more: Any) -> Question:
    usual: dict[str, Any] = {
        "uid": f"q{ts}",
        "source": "channel",
        "channel": HELP,
        "ts": ts,
        "thread": ts,
        "asker": FLORENCE,
        "language": "fr",
        "private": False,
        "text": "Combien coûte SEPA ?",
        "state": "answered",
        "asked_at": T0,
        "articles": ("fees",),
    }
    return Question(0, 0, **{**usual, **more})


def added(store: Store, practice_id: int, ts: str = "1.1", **more: Any) -> Question:
    made = help_questions.add(store, practice_id, question(ts, **more))
    assert made is not None
    return made


def test_a_message_is_one_question(store: Store, cast: Cast) -> None:
    mine = cast.practice.id
    first = added(store, mine)
    assert help_questions.add(store, mine, question(uid="another")) is None
    assert help_questions.by_message(store, mine, HELP, "1.1") == first
    assert help_questions.by_uid(store, mine, first.uid) == first
    assert help_questions.by_id(store, mine, first.id) == first
    assert first.articles == ("fees",)


def test_of_several_at_once_one_writes_it_down(store: Store, cast: Cast) -> None:
    mine = cast.practice.id

    def add(number: int) -> bool:
        try:
            made = help_questions.add(store, mine, question(uid=f"q{number}"))
        finally:
            store.database.close()
        return made is not None

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(add, range(4))) == [False, False, False, True]


def test_the_same_message_elsewhere_is_another_practices(store: Store, cast: Cast) -> None:
    added(store, cast.practice.id)
    theirs = added(store, cast.other.id)
    assert help_questions.by_message(store, cast.other.id, HELP, "1.1") == theirs
    assert help_questions.by_uid(store, cast.practice.id, theirs.uid) != theirs
    assert help_questions.by_id(store, cast.practice.id, theirs.id) is None


def test_of_two_who_read_the_same_one_changes_it(store: Store, cast: Cast) -> None:
    read = added(store, cast.practice.id, state="waiting")
    taken = help_questions.change(store, cast.practice.id, read, state="taken", agent=SAM)
    assert taken is not None
    assert (taken.agent, taken.version) == (SAM, 2)
    assert help_questions.change(store, cast.practice.id, read, state="taken", agent=BEN) is None
    assert help_questions.by_uid(store, cast.practice.id, read.uid) == taken


def test_a_thread_finds_the_question_of_who_writes_there(store: Store, cast: Cast) -> None:
    mine = cast.practice.id
    added(store, mine, "1.1", state="waiting")
    newest = added(store, mine, "1.2", thread="1.1", state="replied")
    added(store, mine, "1.3", thread="1.1", asker=BEN, state="waiting")
    added(store, mine, "1.4", thread="1.1")
    found = help_questions.in_thread(store, mine, FLORENCE, HELP, "1.1", {"waiting", "replied"})
    assert found == newest
    assert help_questions.in_thread(store, mine, SAM, HELP, "1.1", {"waiting"}) is None
    assert help_questions.any_in_thread(store, mine, HELP, "1.1")
    assert not help_questions.any_in_thread(store, mine, HELP, "1.2")


def test_what_is_written_under_a_card_belongs_to_its_question(store: Store, cast: Cast) -> None:
    mine = cast.practice.id
    asked = added(store, mine, thread=None)
    card = Card(0, mine, "help", asked.uid, FLORENCE, 1, channel="D1", ts="7.7")
    assert cards.add(store, mine, card, T0)
    assert help_questions.under_card(store, mine, FLORENCE, "help", "7.7") == asked
    for where in ((BEN, "help", "7.7"), (FLORENCE, "other", "7.7"), (FLORENCE, "help", "8.8")):
        assert help_questions.under_card(store, mine, *where) is None


def test_what_is_due_is_found_the_longest_overdue_first(store: Store, cast: Cast) -> None:
    added(store, cast.practice.id, "1.1", due_at=T0 + 5)
    added(store, cast.other.id, "1.2", due_at=T0)
    added(store, cast.practice.id, "1.3")
    added(store, cast.practice.id, "1.4", due_at=T0 + 6)
    assert [one.ts for one in help_questions.due(store, T0 + 5, 9)] == ["1.2", "1.1"]
    assert [one.ts for one in help_questions.due(store, T0 + 9, 1)] == ["1.2"]


def message(question: Question, ts: str, **more: Any) -> Message:
    usual: dict[str, Any] = {
        "question_id": question.id,
        "channel": HELP,
        "ts": ts,
        "author": FLORENCE,
        "by_agent": False,
        "text": "Et en euros ?",
        "at": T0,
    }
    return Message(0, 0, **{**usual, **more})


def test_what_is_written_to_a_question_is_kept_once_and_in_order(store: Store, cast: Cast) -> None:
    mine, asked = cast.practice.id, added(store, cast.practice.id)
    assert help_messages.add(store, mine, message(asked, "2.1"))
    assert not help_messages.add(store, mine, message(asked, "2.1", text="again"))
    assert help_messages.add(store, mine, message(asked, "V1", channel="reply", by_agent=True))
    first, second = help_messages.of_question(store, mine, asked.id)
    assert (first.text, second.by_agent) == ("Et en euros ?", True)
    assert help_messages.find(store, mine, HELP, "2.1") == first
    assert help_messages.find(store, cast.other.id, HELP, "2.1") is None
    help_messages.set_text(store, mine, first.id, "Et en dollars ?")
    assert help_messages.of_question(store, mine, asked.id)[0].text == "Et en dollars ?"
    help_messages.delete_of(store, mine, asked.id)
    assert help_messages.of_question(store, mine, asked.id) == []


def test_a_rating_counts_once_a_person_and_answer_and_may_be_changed(
    store: Store, cast: Cast
) -> None:
    mine, asked = cast.practice.id, added(store, cast.practice.id)
    for user, revision, rating in (
        (FLORENCE, 1, "bad"),
        (FLORENCE, 1, "good"),
        (BEN, 1, "bad"),
        (FLORENCE, 2, "fair"),
    ):
        help_messages.rate(store, mine, asked.id, revision, user, rating, T0)
    assert help_messages.rating_by(store, mine, asked.id, 1, FLORENCE) == "good"
    assert help_messages.rating_by(store, mine, asked.id, 2, BEN) is None
    counted = help_messages.ratings(store, mine, [asked.id])
    assert counted == {asked.id: {"good": 1, "bad": 1, "fair": 1}}
    assert help_messages.ratings(store, cast.other.id, [asked.id]) == {}


def test_what_was_asked_long_ago_is_forgotten_with_all_that_belongs_to_it(
    store: Store, cast: Cast
) -> None:
    mine = cast.practice.id
    old, new = added(store, mine, "1.1"), added(store, mine, "1.2", asked_at=T0 + 9)
    for one in (old, new):
        help_messages.add(store, mine, message(one, f"2.{one.id}"))
        help_messages.rate(store, mine, one.id, 1, OLIVIA, "good", T0)
    assert help_questions.forget_before(store, T0 + 9) == 1
    assert help_questions.asked_between(store, mine, 0, T0 + 10) == [new]
    assert help_messages.of_question(store, mine, old.id) == []
    assert len(help_messages.of_question(store, mine, new.id)) == 1
    assert set(help_messages.ratings(store, mine, [old.id, new.id])) == {new.id}


def test_those_that_mention_a_word_are_found(store: Store, cast: Cast) -> None:
    mine = cast.practice.id
    first = added(store, mine, "1.1", text="Why was inv-1042 declined?")
    second = added(store, mine, "1.2")
    help_messages.add(store, mine, message(second, "2.1", text="it is for ADA Lovelace"))
    added(store, mine, "1.3")
    found = help_questions.mentioning(store, mine, ["INV-1042", "Ada Lovelace", ""])
    assert found == [first, second]
    assert help_questions.mentioning(store, cast.other.id, ["INV-1042"]) == []


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("I cannot charge it", False),
        ("Why was INV-10010 declined?", False),
        ("Anna asks", False),
        ("It is for Ann-Lou", False),
        ("and ann, please", True),
        ("Ann's card", True),
        ("(INV-1001)", True),
        ("Grace  Hopper\npays", True),
    ],
)
def test_a_word_is_found_where_it_stands_by_itself(
    store: Store, cast: Cast, text: str, is_named: bool
) -> None:
    added(store, cast.practice.id, text=text)
    words = ["Ann", "INV-1001", "Grace Hopper"]
    assert bool(help_questions.mentioning(store, cast.practice.id, words)) is is_named


def test_a_week_is_summed_up_once(store: Store, cast: Cast) -> None:
    mine = cast.practice.id
    assert help_summaries.last(store, mine) is None
    assert help_summaries.claim(store, mine, "2026-11-16", T0)
    assert not help_summaries.claim(store, mine, "2026-11-16", T0)
    assert help_summaries.claim(store, cast.other.id, "2026-11-16", T0)
    assert help_summaries.last(store, mine) == "2026-11-16"
