"""Whoever writes to Paydesk is answered, in their language, and what they wrote is not kept."""

from collections.abc import Iterator
from typing import Any

import pytest

from storage import inbox
from tests.support.blockcheck import faults_in_message
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA
from tests.support.office import Office, office

GRACE = "U0GRACE"
"""Of another organisation."""


@pytest.fixture
def desk(database_url: str) -> Iterator[Office]:
    with office(database_url) as working:
        working.slack.teams[GRACE] = "T0ELSEWHERE"
        yield working


def written(user: str, text: str = "hello", **more: Any) -> dict[str, Any]:
    where = {"type": "message", "channel": "D0PAYDESK", "channel_type": "im"}
    return {**where, "user": user, "text": text, "ts": "1700000000.000100", **more}


def answers(desk: Office, count: int = 1) -> list[tuple[str, str]]:
    """To whom, and what can be read in it."""
    posted = desk.slack.wait_for("chat.postMessage", count)
    for sent in posted:
        assert faults_in_message(sent["text"], sent["blocks"]) == []
    return [(sent["channel"], f"{sent['text']} {sent['blocks']}") for sent in posted]


@pytest.mark.parametrize(
    ("user", "words"),
    [
        (OLIVIA, "Type one here or in any channel."),
        (FLORENCE, "Tapez-en une ici ou dans n’importe quel canal."),
        (NOAH, "Who you are here"),
    ],
)
def test_a_message_is_answered_with_what_the_writer_can_type(
    desk: Office, user: str, words: str
) -> None:
    assert desk.event(written(user), "Ev1").status == 200
    [(reader, text)] = answers(desk)
    assert reader == user
    assert words in text
    assert "`/fees`" in text


def test_somebody_whom_paydesk_never_met_is_answered_in_their_language(desk: Office) -> None:
    desk.slack.locales["U0NEW"] = "fr-CA"
    desk.event(written("U0NEW"), "Ev1")
    assert "Tapez-en une ici" in answers(desk)[0][1]


def test_each_message_is_answered_once_however_often_slack_tells_of_it(desk: Office) -> None:
    for event_id in ("Ev1", "Ev1", "Ev2"):
        desk.event(written(BEN), event_id)
    assert [reader for reader, _ in answers(desk, 2)] == [BEN, BEN]
    desk.paydesk.worker.stop()
    assert len(desk.slack.made("chat.postMessage")) == 2


def test_a_card_number_is_answered_with_the_safe_way(desk: Office) -> None:
    desk.event(written(BEN, "4242 4242 4242 4242"), "Ev1")
    [(_, text)] = answers(desk)
    assert "never send card numbers in chat" in text
    assert "4242" not in text


def test_somebody_of_another_organisation_is_told_whom_to_ask(desk: Office) -> None:
    desk.event(written(GRACE), "Ev1")
    [(reader, text)] = answers(desk)
    assert reader == GRACE
    assert "another organisation" in text
    assert "/fees" not in text


@pytest.mark.parametrize(
    "event",
    [
        written("U0PAYDESK", bot_id="B0PAYDESK"),
        written(BEN, subtype="message_changed"),
        written(BEN, subtype="message_deleted"),
        written(BEN, channel_type="channel"),
        written(""),
    ],
)
def test_what_is_no_message_of_a_person_to_paydesk_is_left_alone(
    desk: Office, event: dict[str, Any]
) -> None:
    assert desk.event(event, "Ev1").status == 200
    assert inbox.claim(desk.paydesk.desk.store, "test", 2**60, 1_000, 5) == []


def test_nothing_of_a_message_is_kept_but_whose_it_was(desk: Office) -> None:
    desk.paydesk.worker.stop()
    desk.event(written(BEN, "my secret"), "Ev1")
    (row,) = inbox.claim(desk.paydesk.desk.store, "test", 2**60, 1_000, 5)
    assert row.body == {"user": BEN, "card": ""}
