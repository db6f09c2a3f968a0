"""Asking Stripe for its events: forward, nothing twice, nothing left out, no storm."""

from collections.abc import Iterator

import pytest

from bot.stripe_poll import CATCH_UP_MS, EXPECTING_MS, IDLE_MS, OurAccount, StripePoll
from desk.event_poll import OVERLAP_SECONDS, EventPoll, Read
from processor import events
from processor.accounts import read_account
from rules.words import Refusal
from sandbox.clock import Clock
from sandbox.stripe.faults import Script
from storage import outbox, practices
from storage.database import Store
from storage.practices import Practice
from tests.sandbox.stripe.support import LocalStripe
from tests.support.cast import OLIVIA, T0, TEAM, Cast, FrozenClock
from tests.support.stripe_news import Door

OURS = {"paydesk_practice": TEAM, "paydesk_operation": "op-1"}


@pytest.fixture
def local() -> Iterator[LocalStripe]:
    """Its time begins at T0 and stands still."""
    running = LocalStripe(clock=Clock(lambda: T0 / 1_000))
    yield running
    running.stop()


class Poll:
    """Asks the local Stripe by the desk's clock, which goes with Stripe's."""

    def __init__(self, door: Door, local: LocalStripe, practice: Practice) -> None:
        self.door, self.local, self.practice = door, local, practice
        self.contacts = door.contacts
        self.asks = EventPoll(door.desk, local.client, door.intake)
        self.gaps: list[tuple[int, int]] = []
        self.waits_for_something = False

    def read(self) -> Read:
        return self.asks.read(self.practice, "acct_1")

    def pass_time(self, seconds: float) -> None:
        self.local.advance(seconds=seconds)
        self.door.clock.advance(int(seconds * 1_000))

    def in_background(self, *, by_webhook: bool = False, mark: str = "k1") -> StripePoll:
        practices.set_livemode(self.door.store, self.practice.id, livemode=False)
        ours = OurAccount(lambda: read_account(self.local.client).id, False, mark)
        return StripePoll(
            self.door.desk,
            self.asks,
            self.contacts,
            ours,
            by_webhook=by_webhook,
            expects=lambda: self.waits_for_something,
            on_gap=lambda practice_id, since: self.gaps.append((practice_id, since)),
        )

    def fails(self, status: int, times: int = 99, skip: int = 0) -> None:
        """Stripe, when it is asked for events."""
        fault = {"fault": "error", "status": status, "times": times}
        script = Script.read({"path": "/v1/events", "skip": skip, **fault})
        self.local.service.faults.add(script)

    def questions(self) -> int:
        return sum(one.path == "/v1/events" for one in self.local.service.log.since())

    def changes(self, count: int = 1) -> None:
        """Events about a customer of ours."""
        made = self.local.client.v1.customers.create({"metadata": OURS})
        for number in range(count):
            self.local.client.v1.customers.update(made.id, {"name": f"Canary {number}"})


@pytest.fixture
def poll(store: Store, cast: Cast, local: LocalStripe) -> Poll:
    return Poll(Door(store, FrozenClock(T0)), local, cast.practice)


def test_what_happened_is_taken_in_once(poll: Poll) -> None:
    poll.changes(3)
    assert poll.read() == Read(3, None)
    assert poll.read() == Read(0, None)
    poll.changes(1)
    assert poll.read().new == 1
    assert "anary" not in str(poll.door.rows())


@pytest.fixture
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "PAGE", 5)


@pytest.mark.usefixtures("small_pages")
def test_many_come_page_by_page_without_a_gap(poll: Poll) -> None:
    poll.changes(13)
    assert poll.read().new == 13
    poll.pass_time(3_600)
    assert poll.read().new == 0
    poll.changes(13)
    assert poll.read().new == 13
    assert len(poll.door.rows()) == 26


def test_the_newest_events_may_be_missing_at_first(poll: Poll) -> None:
    poll.pass_time(3_600)
    poll.read()
    poll.local.service.lags.events = 30.0
    poll.changes(2)
    poll.pass_time(20)
    assert poll.read().new == 0
    poll.pass_time(20)
    poll.changes(1)
    assert poll.read().new == 2
    poll.pass_time(40)
    assert poll.read().new == 1


def test_the_webhook_and_the_question_bring_an_event_once(poll: Poll) -> None:
    poll.changes(2)
    (told, *_) = poll.local.client.v1.events.list({"type": "customer.updated"}).data
    with poll.door.open():
        assert poll.door.sends(told.to_dict(for_json=True)) == 200
    assert poll.read().new == 1


@pytest.mark.usefixtures("small_pages")
def test_a_break_in_the_middle_loses_nothing(poll: Poll) -> None:
    poll.changes(1)
    poll.pass_time(2 * OVERLAP_SECONDS)
    poll.read()
    poll.changes(13)
    poll.pass_time(2 * OVERLAP_SECONDS)
    poll.fails(500, times=1, skip=1)
    with pytest.raises(Refusal):
        poll.read()
    before = len(poll.door.rows())
    assert 1 < before < 14
    assert poll.read().new == 14 - before


def test_after_more_than_a_month_the_reconciler_is_told_since_when(poll: Poll) -> None:
    poll.changes(1)
    poll.read()
    poll.pass_time(10)
    last = poll.door.clock()
    poll.read()
    poll.changes(1)
    poll.pass_time(40 * 86_400)
    poll.changes(2)
    assert poll.read() == Read(2, last // 1_000)
    assert poll.read() == Read(0, None)


def test_a_first_question_reaches_back_to_the_practices_beginning(poll: Poll) -> None:
    poll.changes(2)
    poll.pass_time(3 * 86_400)
    assert poll.read() == Read(2, None)


def test_another_account_begins_anew(poll: Poll) -> None:
    poll.changes(1)
    poll.read()
    assert poll.asks.read(poll.practice, "acct_2") == Read(0, None)
    assert len(poll.door.rows()) == 1


@pytest.mark.parametrize(
    ("by_webhook", "expects", "pause"),
    [(False, False, IDLE_MS), (False, True, EXPECTING_MS), (True, True, CATCH_UP_MS)],
)
def test_how_often_stripe_is_asked(poll: Poll, by_webhook: bool, expects: bool, pause: int) -> None:
    background = poll.in_background(by_webhook=by_webhook)
    poll.waits_for_something = expects
    assert background.look()
    assert not background.look()
    poll.door.clock.advance(pause - 1)
    assert not background.look()
    poll.door.clock.advance(1)
    assert background.look()
    assert poll.contacts.stripe_event_at == poll.door.clock()


def test_an_outcome_that_is_waited_for_from_now_on_is_asked_for_at_once(poll: Poll) -> None:
    background = poll.in_background()
    background.look()
    poll.door.clock.advance(EXPECTING_MS)
    assert not background.look()
    poll.waits_for_something = True
    assert background.look()


def test_everything_lost_by_the_webhook_is_caught_up_on(poll: Poll) -> None:
    poll.in_background(by_webhook=True).look()
    poll.changes(4)
    poll.pass_time(3_600)
    assert poll.in_background(by_webhook=True).look()
    poll.door.worker.work_off()
    assert len(poll.door.rows()) == 4
    assert len(poll.door.told) == 1


@pytest.mark.parametrize("status", [401, 403])
def test_a_refused_key_stops_the_questions_and_the_owners_hear_of_it_once(
    poll: Poll, status: int, store: Store
) -> None:
    background = poll.in_background()
    poll.fails(status)
    for _ in range(10):
        background.look()
        poll.door.clock.advance(IDLE_MS)
    assert poll.questions() == 1
    poll.door.clock.advance(CATCH_UP_MS)
    background.look()
    assert poll.questions() == 2
    letters = outbox.claim(store, "test", 2**60, 1_000, 9)
    assert [row.recipient for row in letters] == [OLIVIA]
    assert "Stripe no longer tells" in letters[0].payload["text"]
    assert "sk_test" not in letters[0].payload["text"]


def test_a_key_that_is_taken_again_is_asked_with_as_before(poll: Poll) -> None:
    background = poll.in_background()
    poll.fails(401, times=1)
    background.look()
    poll.door.clock.advance(CATCH_UP_MS)
    background.look()
    poll.door.clock.advance(IDLE_MS)
    assert background.look()


def test_while_stripe_is_away_it_is_asked_no_more_often(
    poll: Poll, caplog: pytest.LogCaptureFixture
) -> None:
    background = poll.in_background()
    poll.fails(500)
    for _ in range(3):
        background.look()
        background.look()
        poll.door.clock.advance(IDLE_MS)
    assert poll.questions() == 3
    assert "did not tell its events" in caplog.text


def test_the_other_modes_practices_are_not_asked_for(poll: Poll, store: Store) -> None:
    background = poll.in_background()
    practices.set_livemode(store, poll.practice.id, livemode=True)
    background.look()
    assert poll.questions() == 0


def test_a_webhook_that_loses_events_is_stood_in_for_each_minute(poll: Poll) -> None:
    background = poll.in_background(by_webhook=True)
    background.look()
    poll.changes(1)
    poll.pass_time(CATCH_UP_MS / 1_000)
    assert background.look()
    poll.door.clock.advance(IDLE_MS)
    assert background.look()
    poll.door.clock.advance(IDLE_MS)
    poll.changes(1)
    assert background.look()
    poll.door.clock.advance(CATCH_UP_MS)
    assert background.look()
    poll.door.clock.advance(IDLE_MS)
    assert not background.look()
