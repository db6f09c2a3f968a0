"""Who reads in a channel, as Slack's Web API tells it."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot import channels
from bot.channels import SlackChannels
from bot.installations import Installations, register
from desk.channels import Readers
from rules.words import Refusal
from storage.database import Store
from storage.practices import Practice
from tests.support.cast import NAME, T0, TEAM
from tests.support.slack_api import Failure, SmallSlack

TOKEN = "xoxb-test"
PEOPLE: dict[str, dict[str, Any]] = {
    "U0OLIVIA": {"team_id": TEAM},
    "U0BOT": {"team_id": TEAM, "is_bot": True},
    "U0GUEST": {"team_id": TEAM, "is_restricted": True},
    "U0SINGLE": {"team_id": TEAM, "is_ultra_restricted": True},
    "U0ELSE": {"team_id": "T0ELSE", "is_restricted": True},
    "U0STRANGE": {"team_id": TEAM, "is_stranger": True},
}


@pytest.fixture
def slack() -> Iterator[SmallSlack]:
    with SmallSlack(TEAM, NAME, TOKEN) as running:
        running.channels["C0BILLING"] = list(PEOPLE)
        running.people = PEOPLE
        yield running


@pytest.fixture
def practice(store: Store) -> Practice:
    return register(store, {"team_id": TEAM, "team": NAME}, TOKEN, False, T0)


@pytest.fixture
def known(store: Store, slack: SmallSlack) -> SlackChannels:
    return SlackChannels(Installations(store, slack.api_url))


def test_guests_and_people_of_other_organisations_are_told_apart(
    known: SlackChannels, practice: Practice
) -> None:
    found = known.readers(practice, "C0BILLING")
    assert found == Readers(("U0GUEST", "U0SINGLE"), ("U0ELSE", "U0STRANGE"), 0)
    assert not found.all_ours


def test_members_come_in_pages_and_no_more_are_asked_about_than_is_bearable(
    known: SlackChannels, practice: Practice, slack: SmallSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channels, "_PAGE", 2)
    monkeypatch.setattr(channels, "MOST_ASKED_ABOUT", 2)
    assert known.readers(practice, "C0BILLING") == Readers((), (), 4)
    assert len(slack.made("conversations.members")) == 3
    assert len(slack.made("users.info")) == 2


@pytest.mark.parametrize(
    ("method", "failure", "said"),
    [
        ("conversations.info", {"ok": False, "error": "channel_not_found"}, "/invite @Paydesk"),
        ("conversations.info", {"ok": True, "channel": {"is_member": False}}, "/invite @Paydesk"),
        ("conversations.members", {"ok": False, "error": "missing_scope"}, "paydesk manifest"),
        ("users.info", {"ok": False, "error": "ratelimited"}, "Please try again"),
    ],
)
def test_what_slack_does_not_tell_gets_a_sentence(
    known: SlackChannels,
    practice: Practice,
    slack: SmallSlack,
    method: str,
    failure: dict[str, Any],
    said: str,
) -> None:
    slack.fails_next(method, Failure(body=failure))
    with pytest.raises(Refusal, match=said):
        known.readers(practice, "C0BILLING")


def test_a_connection_that_is_cut_gets_a_sentence(
    known: SlackChannels, practice: Practice, slack: SmallSlack
) -> None:
    slack.fails_next("conversations.members", Failure(drop=True))
    with pytest.raises(Refusal, match="Please try again"):
        known.readers(practice, "C0BILLING")
