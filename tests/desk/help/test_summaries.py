"""The weekly summary: once a week and practice, and true."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from PIL import Image

from bot.help_clock import HelpClock
from desk.context import Desk
from desk.help.asked import DIRECT
from desk.help.changes import withdraw
from desk.help.questions import rate
from desk.help.summaries import SUMMARY, week_of
from desk.help.summary_picture import picture, picture_for
from desk.language import language_of
from storage.models import Outbox
from tests.desk.help_desk import HOUR, OURS, HelpDesk
from tests.support.blockcheck import faults_in_message
from tests.support.cast import BEN, FLORENCE, OLIVIA, SAM, Cast, FrozenClock

DAY = 24 * HOUR
NEXT_MONDAY_AT_NINE = 1_796_050_800_000
"""30 November 2026, in Texas."""


@pytest.fixture
def helping(desk: Desk, cast: Cast, clock: FrozenClock) -> HelpDesk:
    return HelpDesk(desk, cast.practice, clock)


def sent(helping: HelpDesk) -> list[tuple[str, str, dict]]:
    """Recipient, kind and payload of what the round of the clock sent for that practice."""
    before = {row["id"] for row in _rows(helping)}
    HelpClock(helping.desk).look()
    new = [row for row in _rows(helping) if row["id"] not in before]
    return [
        (row["recipient"], row["kind"], json.loads(row["payload"]))
        for row in new
        if row["uid"].startswith("help:week:")
    ]


def _rows(helping: HelpDesk) -> Iterator[dict]:
    query = Outbox.select(Outbox.id, Outbox.uid, Outbox.recipient, Outbox.kind, Outbox.payload)
    return helping.desk.store.select(query.where(Outbox.practice_id == helping.practice.id))


def a_week(helping: HelpDesk) -> None:
    helping.set_up(agents_channel=OURS)
    good = helping.asks()
    rate(helping.desk, helping.practice, helping.person(FLORENCE), good.uid, "good")
    failing = helping.handed_over(text="how do i refund a client <!channel>")
    helping.clock.now += 30 * 60 * 1_000
    helping.replies(SAM, failing, "Like this.")
    helping.asks(user=BEN, source=DIRECT, text="Lunch at the secret lake?", offers=True)
    withdrawn = helping.asks(text="sepa fee?")
    withdraw(helping.desk, helping.practice, withdrawn.channel, withdrawn.ts)


def test_the_week_is_summed_up_once_when_agents_are_there_again(helping: HelpDesk) -> None:
    a_week(helping)
    helping.clock.now = NEXT_MONDAY_AT_NINE - 1
    assert sent(helping) == []
    helping.clock.now = NEXT_MONDAY_AT_NINE
    [letter, file] = sent(helping)
    assert (letter[0], file[0]) == (OURS, OURS)
    assert faults_in_message(letter[2]["text"], letter[2]["blocks"]) == []
    said = json.dumps(letter[2], ensure_ascii=False)
    for piece in ("*Questions*\\n3", "*Answered without a person*\\n1", "30 minutes"):
        assert piece in said
    assert "Refunding a payment: 1" in said
    assert "secret" not in said
    assert file[2] == {SUMMARY: "2026-11-23"}
    helping.clock.now += DAY
    assert sent(helping) == []


def test_nothing_is_sent_where_nothing_was_asked(helping: HelpDesk) -> None:
    helping.clock.now = NEXT_MONDAY_AT_NINE
    assert sent(helping) == []


def test_owners_get_it_where_no_channel_is_set_up(helping: HelpDesk) -> None:
    helping.asks()
    helping.clock.now = NEXT_MONDAY_AT_NINE
    assert {one[0] for one in sent(helping)} == {OLIVIA}


def test_questions_without_an_article_are_named_and_harmless(helping: HelpDesk) -> None:
    helping.set_up(agents_channel=OURS)
    helping.handed_over(text="qqq zzz <!here>", source="mention")
    week = week_of(helping.desk, helping.practice, date(2026, 11, 23))
    assert week.open_questions == ("qqq zzz <!here>",)
    helping.clock.now = NEXT_MONDAY_AT_NINE
    said = json.dumps(sent(helping)[0][2], ensure_ascii=False)
    assert "qqq zzz &lt;!here&gt;" in said
    assert "<!here>" not in said


@pytest.mark.parametrize("code", ["en", "fr"])
def test_the_picture_is_one(helping: HelpDesk, code: str) -> None:
    helping.asks()
    name, content = picture_for(helping.desk, helping.practice.id, "2026-11-23")
    assert name == "questions-2026-11-23.png"
    week = week_of(helping.desk, helping.practice, date(2026, 11, 23))
    assert sum(week.by_day) == week.questions == 1
    drawn = Image.open(io.BytesIO(picture(language_of(code), week)))
    assert (drawn.format, drawn.size) == ("PNG", (960, 420))
    more = picture(language_of(code), replace(week, by_day=(5, 0, 1, 0, 0, 0, 2)))
    assert more != picture(language_of(code), week)
    assert len(content) > 1_000
