"""Slack's events: written down before the acknowledgement, done once, nothing of them kept."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from bot.dispatcher import Routes
from storage import inbox, members
from tests.support.cast import BEN, FLORENCE, OLIVIA, OTHER_TEAM, TEAM
from tests.support.office import Office, office
from tests.support.slack_requests import JSON, event_body, signed


@pytest.fixture
def desk(database_url: str) -> Iterator[Office]:
    with office(database_url, Routes({}, {}, {})) as working:
        yield working


def changed(user: str, **more: Any) -> dict[str, Any]:
    return {"type": "user_change", "user": {"id": user, "profile": {"real_name": "Canary"}, **more}}


def test_an_event_that_comes_three_times_is_done_once(desk: Office) -> None:
    for _ in range(3):
        assert desk.event(changed(BEN), "Ev1").status == 200
    desk.slack.wait_for("users.info")
    desk.paydesk.worker.stop()
    assert len(desk.slack.made("users.info")) == 1


def test_a_retry_after_a_failure_is_not_dropped(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: Any, **kwargs: Any) -> bool:
        raise OSError("the database is away")

    with monkeypatch.context() as patched:
        patched.setattr(inbox, "receive", away)
        assert desk.event(changed(BEN), "Ev1").status == 500
    assert desk.event(changed(BEN), "Ev1").status == 200
    desk.slack.wait_for("users.info")


def test_the_same_delivery_may_come_again_after_a_failure(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = json.dumps(event_body(changed(BEN), TEAM, "Ev1"))
    headers = signed(body, JSON)

    def away(*args: Any, **kwargs: Any) -> bool:
        raise OSError("the database is away")

    with monkeypatch.context() as patched:
        patched.setattr(inbox, "receive", away)
        assert desk.posts(body, headers).status == 500
    assert desk.posts(body, headers).status == 200


def test_what_was_acknowledged_is_done_after_the_process_died(
    desk: Office, database_url: str
) -> None:
    desk.paydesk.worker.stop()
    desk.slack.locales[BEN] = "fr-FR"
    assert desk.event(changed(BEN), "Ev1").status == 200
    assert desk.slack.made("users.info") == []
    with office(database_url, Routes({}, {}, {})) as restarted:
        restarted.slack.locales[BEN] = "fr-FR"
        restarted.slack.wait_for("users.info")


def test_nothing_of_an_event_is_kept_but_whom_it_is_about(desk: Office, store: Any) -> None:
    desk.paydesk.worker.stop()
    desk.event(changed(FLORENCE), "Ev1")
    (row,) = inbox.claim(desk.paydesk.desk.store, "test", 2**60, 1_000, 5)
    assert row.body == {"user": FLORENCE, "left": ""}


@pytest.mark.parametrize("event", ["message", "team_join", "app_mention", "reaction_added"])
def test_unknown_events_are_acknowledged_and_not_stored(desk: Office, event: str) -> None:
    assert desk.event({"type": event, "text": "hello", "user": BEN}, "Ev1").status == 200
    assert inbox.claim(desk.paydesk.desk.store, "test", 2**60, 1_000, 5) == []


def test_an_event_of_an_unknown_workspace_is_acknowledged_and_not_stored(desk: Office) -> None:
    assert desk.event(changed(BEN), "Ev1", team="T0UNKNOWN").status == 200
    assert inbox.claim(desk.paydesk.desk.store, "test", 2**60, 1_000, 5) == []


def test_two_practices_events_with_one_id_are_two(desk: Office) -> None:
    desk.paydesk.worker.stop()
    desk.event(changed(BEN), "Ev1")
    desk.event(changed("U0STRANGER"), "Ev1", team=OTHER_TEAM)
    rows = inbox.claim(desk.paydesk.desk.store, "test", 2**60, 1_000, 5)
    assert len({row.practice_id for row in rows}) == 2


def test_somebody_whom_paydesk_never_met_is_left_alone(desk: Office) -> None:
    desk.event(changed("U0NEVER"), "Ev1")
    desk.event(changed(BEN), "Ev2")
    desk.slack.wait_for("users.info")
    desk.paydesk.worker.stop()
    assert [sent["user"] for sent in desk.slack.made("users.info")] == [BEN]
    practice = desk.paydesk.desk.store
    assert members.find(practice, 1, "U0NEVER") is None


def test_somebody_who_left_the_workspace_has_no_rights_and_is_no_owner(desk: Office) -> None:
    store = desk.paydesk.desk.store
    desk.event(changed(OLIVIA, deleted=True), "Ev1")
    desk.paydesk.worker.stop()
    desk.paydesk.worker._stopping.clear()
    desk.paydesk.worker.work_off()
    assert members.count_owners(store, 1) == 0
    desk.event(changed(OLIVIA), "Ev2")
    desk.paydesk.worker.work_off()
    assert members.count_owners(store, 1) == 1


def test_what_happens_to_people_never_met_is_not_stored(desk: Office) -> None:
    desk.paydesk.worker.stop()
    desk.event(changed("U0NEVER"), "Ev1")
    assert inbox.claim(desk.paydesk.desk.store, "test", 2**60, 1_000, 5) == []
