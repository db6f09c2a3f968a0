"""Home on its way to Slack: shown as it is opened, shown anew as things change, never lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from bot import worker
from bot.home import Homes
from bot.installations import Installations, register
from bot.outbox.delivery import SlackPosts, carriers
from bot.outbox.rendering import Renderers
from bot.people_languages import PeopleLanguages
from bot.worker import Worker
from desk import home_news
from desk.context import Desk
from storage import inbox, members, outbox, practices
from storage.database import Store
from tests.support.blockcheck import elements, faults_in_view
from tests.support.cast import BEN, FLORENCE, NAME, NOAH, OLIVIA, SAM, TEAM, Cast, FrozenClock
from tests.support.chat import readable
from tests.support.office import TOKEN, Office, office
from tests.support.slack_api import Failure, SmallSlack
from tests.support.tills import idle_till

GRACE = "U0GRACE"
"""Of another organisation, in a channel shared with this one."""
HOME = {"id": "V3", "type": "home"}
LEASE_MS = 120_000


@pytest.fixture
def desk(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """At work without ticks: only what wakes the worker at once has it work."""
    monkeypatch.setattr(worker, "TICK_SECONDS", 3_600)
    with office(database_url) as working:
        working.slack.teams[GRACE] = "T0ELSEWHERE"
        yield working


def opened(user: str, tab: str = "home") -> dict[str, Any]:
    event = {"type": "app_home_opened", "user": user, "channel": "D0PAYDESK", "tab": tab}
    return {**event, "event_ts": "1700000000.000100"}


def shown(slack: SmallSlack, count: int = 1) -> list[tuple[str, str]]:
    """Until so many Homes were published: to whom, and everything that can be read in each."""
    published = slack.wait_for("views.publish", count)
    return [(sent["user_id"], text_of(sent["view"])) for sent in published]


def text_of(view: dict[str, Any]) -> str:
    assert view["type"] == "home"
    assert faults_in_view(view) == []
    texts = [one["text"] for one in elements(view) if isinstance(one.get("text"), str)]
    return readable("\n".join(texts))


# Opened


@pytest.mark.parametrize(
    ("user", "role"),
    [
        (OLIVIA, "Your role: Owner."),
        (BEN, "Your role: Biller."),
        (FLORENCE, "Votre rôle : Accueil."),
        (SAM, "Your role: Support agent."),
        (NOAH, "You have no role here."),
    ],
)
def test_whoever_opens_home_sees_theirs_at_once(desk: Office, user: str, role: str) -> None:
    assert desk.event(opened(user), "Ev1").status == 200
    [(reader, text)] = shown(desk.slack)
    assert reader == user
    assert role in text
    assert "TEST" in text, "the key is a test key"


def test_somebody_whom_paydesk_never_met_gets_a_home_in_their_language(desk: Office) -> None:
    desk.slack.locales["U0NEW"] = "fr-CA"
    desk.event(opened("U0NEW"), "Ev1")
    shown(desk.slack)  # Two at once may be one: the later says all of it.
    desk.event(opened("U0NEW"), "Ev2")
    for _, text in shown(desk.slack, 2):
        assert "Vous n’avez pas de rôle ici." in text
    assert len(desk.slack.made("users.info")) == 1


def test_where_slack_names_no_language_home_speaks_the_practices(desk: Office) -> None:
    practices.set_language(desk.paydesk.desk.store, 1, "fr")
    desk.slack.locales["U0NEW"] = ""
    desk.event(opened("U0NEW"), "Ev1")
    assert "Vous n’avez pas de rôle ici." in shown(desk.slack)[0][1]


def test_the_messages_tab_is_no_home(desk: Office) -> None:
    assert desk.event(opened(BEN, tab="messages"), "Ev1").status == 200
    assert inbox.claim(desk.paydesk.desk.store, "test", 2**60, 1_000, 5) == []
    desk.event(opened(BEN), "Ev2")
    shown(desk.slack)
    desk.paydesk.worker.stop()
    assert len(desk.slack.made("views.publish")) == 1


def test_an_event_that_comes_twice_shows_home_once(desk: Office) -> None:
    for _ in range(2):
        assert desk.event(opened(BEN), "Ev1").status == 200
    shown(desk.slack)
    desk.paydesk.worker.stop()
    assert len(desk.slack.made("views.publish")) == 1


def test_home_is_shown_after_the_process_died(desk: Office, database_url: str) -> None:
    desk.paydesk.worker.stop()
    assert desk.event(opened(BEN), "Ev1").status == 200
    assert desk.slack.made("views.publish") == []
    with office(database_url) as restarted:
        restarted.paydesk.worker.nudge()
        assert shown(restarted.slack)[0][0] == BEN


# People of another organisation


def test_a_guest_of_another_organisation_gets_no_home_and_no_error(
    desk: Office, caplog: pytest.LogCaptureFixture
) -> None:
    desk.event(opened(GRACE), "Ev1")
    desk.slack.wait_for("users.info")
    desk.event(opened(BEN), "Ev2")
    assert [user for user, _ in shown(desk.slack)] == [BEN]
    desk.paydesk.worker.stop()
    assert members.find(desk.paydesk.desk.store, 1, GRACE) is None
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


def test_a_guest_to_whom_an_owner_gave_a_role_gets_none_either(desk: Office) -> None:
    store = desk.paydesk.desk.store
    members.set_role(store, 1, GRACE, "biller", 0)
    desk.event({"type": "user_change", "user": {"id": GRACE}}, "Ev1")
    desk.event(opened(GRACE), "Ev2")
    desk.slack.wait_for("users.info", 2)
    desk.event(opened(BEN), "Ev3")
    assert [user for user, _ in shown(desk.slack)] == [BEN]


def test_an_event_of_an_unknown_workspace_shows_nothing(desk: Office) -> None:
    assert desk.event(opened(BEN), "Ev1", team="T0ELSEWHERE").status == 200
    assert inbox.claim(desk.paydesk.desk.store, "test", 2**60, 1_000, 5) == []


# Clicks in Home


def test_a_language_is_chosen_and_home_answers_in_it(desk: Office) -> None:
    chosen = {"type": "static_select", "action_id": "home:language", "block_id": "language:1"}
    option = {"text": {"type": "plain_text", "text": "Français"}, "value": "fr"}
    element = {**chosen, "selected_option": option}
    answer = desk.clicks(BEN, "home:language", view=HOME, element=element)
    assert (answer.status, answer.body) == (200, {})
    [(reader, text)] = shown(desk.slack)
    assert reader == BEN
    assert "Votre rôle : Facturation." in text
    desk.paydesk.worker.stop()
    assert {call.method for call in desk.slack.calls} == {"views.publish"}, "that is the answer"


def test_a_refusal_in_home_is_shown_in_a_window(desk: Office) -> None:
    desk.clicks(BEN, "home:language", view=HOME, value="xx")
    [sent] = desk.slack.wait_for("views.open")
    assert "Choose one of the languages" in str(sent["view"])


@pytest.mark.parametrize("action", ["billing:people", "fees:own"])
def test_the_buttons_of_home_open_windows(desk: Office, action: str) -> None:
    desk.clicks(OLIVIA, action, view=HOME)
    [sent] = desk.slack.wait_for("views.open")
    assert sent["view"]["type"] == "modal"


def test_other_regions_are_shown_in_a_window_and_turned_over_in_it(desk: Office) -> None:
    desk.clicks(BEN, "fees:region:all", view=HOME, value="all")
    [window] = desk.slack.wait_for("views.open")
    assert "Everywhere else" in str(window["view"])
    desk.clicks(BEN, "fees:region:gb", view={"id": "V9", "type": "modal"}, value="gb")
    [turned] = desk.slack.wait_for("views.update")
    assert turned["view_id"] == "V9"
    assert "United Kingdom" in str(turned["view"])
    assert faults_in_view(window["view"]) == faults_in_view(turned["view"]) == []


def test_asking_for_access_in_home_is_answered_in_a_window_and_in_home(desk: Office) -> None:
    desk.clicks(NOAH, "billing:ask", view=HOME)
    [window] = desk.slack.wait_for("views.open")
    assert "The owners have been asked." in str(window["view"])
    homes = dict(shown(desk.slack, 2))
    assert "You asked for access on" in homes[NOAH]
    assert "1 person waits for access." in homes[OLIVIA]
    [letter] = desk.slack.wait_for("chat.postMessage")
    assert letter["channel"] == OLIVIA


def test_a_changed_role_is_shown_to_the_person_in_their_home(desk: Office) -> None:
    option = {"text": {"type": "plain_text", "text": "Biller"}, "value": f"{FLORENCE}:biller"}
    element = {"type": "static_select", "action_id": "billing:role", "selected_option": option}
    window = {"id": "V1", "type": "modal", "private_metadata": "1"}
    desk.clicks(OLIVIA, "billing:role", view=window, element=element)
    homes = dict(shown(desk.slack, 2))
    assert "Votre rôle : Facturation." in homes[FLORENCE]
    assert "Your role: Owner." in homes[OLIVIA]


# When Slack does not take it


@dataclass
class Tab:
    """An outbox with Homes in it, and its worker, stepped by hand."""

    desk: Desk
    clock: FrozenClock
    slack: SmallSlack
    practice_id: int
    homes: Homes
    worker: Worker

    def changes(self, *users: str) -> None:
        home_news.show_anew(self.desk, self.practice_id, *users)

    def runs(self, seconds: int = 0) -> None:
        """Work off what is due, second by second."""
        self.worker.work_off()
        for _ in range(seconds):
            self.clock.advance(1_000)
            self.worker.work_off()

    @property
    def readers(self) -> list[str]:
        return [sent["user_id"] for sent in self.slack.made("views.publish")]


@pytest.fixture
def tab(store: Store, cast: Cast, clock: FrozenClock) -> Iterator[Tab]:
    with SmallSlack(TEAM, NAME, TOKEN) as slack:
        practice = register(store, {"team_id": TEAM, "team": NAME}, TOKEN, False, clock())
        desk = Desk(store, clock, b"claims")
        installations = Installations(store, slack.api_url)
        homes = Homes(desk, installations, PeopleLanguages(desk, installations))
        ways = carriers(desk, installations, homes, Renderers())
        posts = SlackPosts(desk, ways, "worker-1", LEASE_MS)
        worker = Worker(desk, "worker-1", LEASE_MS, {}, posts, idle_till(desk), lambda: 0)
        yield Tab(desk, clock, slack, practice.id, homes, worker)


@pytest.mark.parametrize(
    "failure",
    [
        Failure(drop=True),
        Failure(status=500, body={"ok": False, "error": "internal_error"}),
        Failure(status=429, body={"ok": False}, headers={"Retry-After": "3"}),
    ],
)
@pytest.mark.parametrize("method", ["views.publish", "users.info"])
def test_a_home_that_failed_is_shown_a_little_later(
    tab: Tab, method: str, failure: Failure
) -> None:
    tab.slack.fails_next(method, failure)
    tab.changes("U0NEW")
    tab.runs(1)
    before = len(tab.readers)
    tab.runs(4)
    assert tab.readers == ["U0NEW"] * (before + 1)


def test_while_slack_is_away_changes_become_one_home_that_shows_the_last(tab: Tab) -> None:
    away = Failure(status=500, body={"ok": False, "error": "internal_error"})
    for _ in range(3):
        tab.slack.fails_next("views.publish", away)
    tab.changes(BEN)
    tab.runs(8)
    assert len(tab.readers) == 3
    members.set_role(tab.desk.store, tab.practice_id, BEN, "support", tab.clock())
    for _ in range(3):
        tab.changes(BEN)
    tab.runs()
    assert len(tab.readers) == 4, "the new Home didn't wait for the turn of the old one"
    assert "Support agent" in text_of(tab.slack.made("views.publish")[-1]["view"])
    tab.runs(60)
    assert len(tab.readers) == 4


def test_homes_wait_for_no_message_and_no_message_for_them(tab: Tab) -> None:
    payload = {"text": "hello", "blocks": []}
    for number in range(2):
        outbox.enqueue(
            tab.desk.store, tab.practice_id, "slack_post", BEN, f"{number}", payload, tab.clock()
        )
    tab.changes(BEN)
    tab.runs()
    assert tab.readers == [BEN]
    assert len(tab.slack.made("chat.postMessage")) == 1


@pytest.mark.parametrize("error", ["not_enabled", "user_not_found", "invalid_blocks"])
def test_where_slack_will_never_show_it_nobody_is_bothered(tab: Tab, error: str) -> None:
    tab.slack.fails_next("views.publish", Failure(body={"ok": False, "error": error}))
    tab.changes(BEN)
    tab.runs(60)
    assert tab.readers == [BEN]
    assert tab.slack.made("chat.postMessage") == []


def test_a_home_that_cannot_be_made_does_not_stop_the_queue(
    tab: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(practice_id: int, user: str) -> None:
        raise KeyError(user)

    monkeypatch.setattr(tab.homes, "publish", broken)
    tab.changes(BEN)
    payload = {"text": "hello", "blocks": []}
    outbox.enqueue(tab.desk.store, tab.practice_id, "slack_post", OLIVIA, "1", payload, tab.clock())
    tab.runs()
    assert len(tab.slack.made("chat.postMessage")) == 1


def test_a_home_is_as_the_store_is_when_it_is_sent(tab: Tab) -> None:
    tab.changes(BEN)
    members.set_role(tab.desk.store, tab.practice_id, BEN, "none", tab.clock())
    tab.runs()
    assert "You have no role here." in text_of(tab.slack.made("views.publish")[0]["view"])
