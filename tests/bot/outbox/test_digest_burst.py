"""Many morning lists at once, while Slack takes only so many."""

import pytest

from bot.outbox.rendering import renderers
from bot.worker import Worker
from desk.reminders.clock import do_due
from rules.reminder_state import STAFF
from storage import members
from tests.bot.outbox.support import Desktop
from tests.sandbox.slack.support import BEN, FLORENCE, OLIVIA
from tests.support.cast import SAM, T0, Cast
from tests.support.reminding import Office
from tests.support.stores import ON_SQLITE

DAYS = ("2026-11-28", "2026-11-29", "2026-11-30", "2026-12-01")
PLACES = (OLIVIA, BEN, FLORENCE, SAM)
SAID = ["November 28, 2026", "November 29, 2026", "November 30, 2026", "December 1, 2026"]
WAIT_SECONDS = 30
pytestmark = ON_SQLITE


@pytest.fixture
def worker(desktop: Desktop, cast: Cast) -> Worker:
    """It has days of digests to post, for four people."""
    members.set_role(desktop.desk.store, cast.practice.id, SAM, "owner", T0)
    office = Office(desktop.desk, cast, desktop.clock)
    office.goes_to("2026-11-27", "12:00")
    values = {"offsets": (1, 2, 3, 4), "working_days": False}
    office.rule(STAFF, options={"people": list(PLACES)}, **values)
    office.invoice(office.client(), "2026-11-27")
    for day in DAYS:
        office.goes_to(day, "09:00")
        while do_due(office.desk):
            pass
    return desktop.another_worker("worker-1", renderers=renderers(desktop.desk))


def read(desktop: Desktop, place: str) -> list[str]:
    """The days of the lists that stand there, in their order."""
    shown = desktop.seen(place, place.replace("U", "D", 1))
    return [text.removeprefix("To see to on ").partition(":")[0] for text in shown]


def test_each_list_comes_once_in_its_order_however_often_slack_says_too_many(
    desktop: Desktop, worker: Worker
) -> None:
    refused = {"status": 429, "error": "ratelimited", "headers": {"Retry-After": "30"}}
    desktop.fails("chat.postMessage", times=6, **refused)
    desktop.runs(WAIT_SECONDS - 1, worker)
    assert len(desktop.calls("chat.postMessage")) == len(PLACES)
    desktop.runs(3 * WAIT_SECONDS, worker)
    for place in PLACES:
        assert read(desktop, place) == SAID
    assert len(desktop.calls("chat.postMessage")) == 6 + len(DAYS) * len(PLACES)
