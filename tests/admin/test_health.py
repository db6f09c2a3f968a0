"""Health: what waits, what nobody can tell, when Stripe was heard, and which versions run."""

from importlib.metadata import version

import pytest

from desk.context import Desk
from storage import comparing, comparisons, inbox, members, schema
from storage.models import Inbox
from storage.store import Store
from tests.admin.conftest import Enter
from tests.support.admin_visits import Browser
from tests.support.cast import BEN, OLIVIA, T0, Cast, FrozenClock
from tests.support.two_practices import enter_two_practices

HEALTH = "/admin/health/"
MINUTE = 60_000
on_both = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])


def lines(browser: Browser) -> dict[str, tuple[str, str]]:
    """State and details by what they are about."""
    rows = browser.html.one("main").one("tbody").all("tr")
    return {row.one("th").text: tuple(one.text for one in row.all("td")) for row in rows}  # type: ignore[misc]


def test_where_nothing_waits_all_is_fine(enter: Enter, store: Store) -> None:
    ben = enter(BEN).opens(HEALTH)
    found = lines(ben)
    assert {state for state, _ in found.values()} == {"fine"}
    assert found["Messages and mails on their way"] == ("fine", "0 wait")
    assert found["Compared with Stripe"] == ("fine", "never")
    assert version("paydesk") in ben.said
    assert schema.applied(store)[-1] in ben.said


@on_both
def test_what_waits_too_long_was_given_up_or_is_unknown_shows(
    enter: Enter, store: Store, desk: Desk, cast: Cast, clock: FrozenClock
) -> None:
    mine = cast.practice.id
    enter_two_practices(desk, cast)
    inbox.receive(store, mine, "stripe", "evt_1", "event", {}, clock())
    comparisons.ask(store, mine, clock())
    comparisons.done(store, mine, clock(), clock() + MINUTE)
    clock.advance(4 * MINUTE)
    found = lines(enter(OLIVIA).opens(HEALTH))
    assert found["What came in and is to be done"][0] == "fine"
    assert "1 waits · since" in found["What came in and is to be done"][1]
    clock.advance(2 * MINUTE)
    found = lines(enter(OLIVIA).opens(HEALTH))
    assert found["What came in and is to be done"][0] == "not well"
    assert found["Sent to Stripe, with an unknown outcome"][0] == "look at it"
    assert ", the oldest since" in found["Sent to Stripe, with an unknown outcome"][1]
    assert found["Waits for a person’s decision"][0] == "not well"
    store.change(Inbox.update(state=inbox.PARKED))
    found = lines(enter(OLIVIA).opens(HEALTH))
    assert found["What came in and is to be done"] == ("look at it", "0 wait · 1 was given up")


def test_news_that_stay_away_show(
    enter: Enter, store: Store, cast: Cast, clock: FrozenClock
) -> None:
    mine = cast.practice.id
    inbox.receive(store, mine, "stripe", "evt_1", "event", {}, clock())
    comparisons.ask(store, mine, clock())
    comparisons.done(store, mine, clock(), clock() + MINUTE)
    found = lines(enter(OLIVIA).opens(HEALTH))
    assert found["News from Stripe"][0] == found["Compared with Stripe"][0] == "fine"
    clock.advance(27 * 60 * MINUTE)
    found = lines(enter(OLIVIA).opens(HEALTH))
    assert found["News from Stripe"][0] == "not well"
    assert found["Compared with Stripe"][0] == "look at it"


def test_another_practices_queues_do_not_show(
    enter: Enter, store: Store, cast: Cast, clock: FrozenClock
) -> None:
    inbox.receive(store, cast.other.id, "stripe", "evt_1", "event", {}, clock())
    clock.advance(10 * MINUTE)
    assert {state for state, _ in lines(enter(OLIVIA).opens(HEALTH)).values()} == {"fine"}


def test_after_a_backup_was_restored_it_says_that_nothing_is_charged(
    enter: Enter, store: Store, clock: FrozenClock
) -> None:
    comparing.begin(store, clock())
    assert "Nothing is charged until" in enter(OLIVIA).opens(HEALTH).said


def test_it_is_said_in_french(enter: Enter, store: Store, cast: Cast) -> None:
    members.set_language(store, cast.practice.id, BEN, "fr", T0)
    assert "Nouvelles de Stripe" in enter(BEN).opens(HEALTH).said
