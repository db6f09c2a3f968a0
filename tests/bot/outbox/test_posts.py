"""Messages reach their readers: in order, none lost, none repeated without saying so."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from bot.events import EventHandler
from bot.home import Homes
from bot.installations import Installations, register
from bot.outbox.delivery import SlackPosts, carriers
from bot.outbox.posts import REPEAT
from bot.outbox.rendering import Renderers
from bot.people_languages import PeopleLanguages
from bot.worker import Worker
from desk.context import Desk
from storage import inbox, outbox
from storage.database import Store
from tests.support.cast import BEN, FLORENCE, NAME, OLIVIA, TEAM, Cast, FrozenClock
from tests.support.slack_api import Failure, SmallSlack
from tests.support.tills import idle_till

TOKEN = "xoxb-test"
LEASE_MS = 120_000


@dataclass
class Post:
    """An outbox with its worker, stepped by hand."""

    desk: Desk
    clock: FrozenClock
    slack: SmallSlack
    practice_id: int
    worker: Worker

    def writes(self, recipient: str, text: str, uid: str | None = None) -> bool:
        store = self.desk.store
        payload = {"text": text, "blocks": []}
        return outbox.enqueue(
            store, self.practice_id, "slack_post", recipient, uid or text, payload, self.clock()
        )

    def runs(self, seconds: float = 0) -> None:
        """Work off what is due, second by second."""
        self.worker.work_off()
        for _ in range(int(seconds)):
            self.clock.advance(1_000)
            self.worker.work_off()

    @property
    def shown(self) -> list[tuple[str, str]]:
        return [(sent["channel"], sent["text"]) for sent in self.slack.made("chat.postMessage")]

    def state(self, uid: str) -> str:
        row = outbox.find(self.desk.store, self.practice_id, uid)
        assert row is not None
        return row.state


def worker_of(
    desk: Desk, slack: SmallSlack, owner: str = "worker-1", api_url: str | None = None
) -> Worker:
    installations = Installations(desk.store, api_url or slack.api_url)
    homes = Homes(desk, installations, PeopleLanguages(desk, installations))
    ways = carriers(desk, installations, homes, Renderers())
    posts = SlackPosts(desk, ways, owner, LEASE_MS)
    handlers: dict[str, EventHandler] = {"bad": EventHandler(lambda event: {}, _fail)}
    return Worker(desk, owner, LEASE_MS, handlers, posts, idle_till(desk), lambda: 0)


def _fail(row: Any) -> None:
    raise ValueError("this row can't be processed")


@pytest.fixture
def post(store: Store, cast: Cast, clock: FrozenClock) -> Iterator[Post]:
    with SmallSlack(TEAM, NAME, TOKEN) as slack:
        practice = register(store, {"team_id": TEAM, "team": NAME}, TOKEN, False, clock())
        desk = Desk(store, clock, b"claims")
        yield Post(desk, clock, slack, practice.id, worker_of(desk, slack))


def test_a_message_is_posted_once(post: Post) -> None:
    post.writes(OLIVIA, "hello")
    post.runs(5)
    assert post.shown == [(OLIVIA, "hello")]
    assert post.state("hello") == outbox.SENT


def test_a_message_written_twice_under_one_name_is_one_message(post: Post) -> None:
    assert post.writes(OLIVIA, "hello", uid="request 1")
    assert not post.writes(OLIVIA, "hello again", uid="request 1")
    post.runs(5)
    assert post.shown == [(OLIVIA, "hello")]


def test_each_reader_gets_about_one_a_second_in_order(post: Post) -> None:
    for number in range(5):
        post.writes(OLIVIA, f"{number}")
        post.writes(BEN, f"to Ben {number}")
    post.runs()
    assert post.shown == [(OLIVIA, "0"), (BEN, "to Ben 0")]
    post.runs(12)
    assert [text for user, text in post.shown if user == OLIVIA] == list("01234")
    assert len(post.shown) == 10


def test_too_many_requests_waits_as_long_as_slack_says_and_loses_nothing(post: Post) -> None:
    refusal = Failure(
        status=429, body={"ok": False, "error": "ratelimited"}, headers={"Retry-After": "30"}
    )
    for _ in range(20):
        post.slack.fails_next("chat.postMessage", refusal)
    post.writes(OLIVIA, "hello")
    post.runs(29)
    assert len(post.shown) == 1
    post.runs(30 * 20 + 5)
    assert len(post.shown) == 21
    assert post.state("hello") == outbox.SENT


def test_a_message_whose_answer_was_lost_is_sent_again_and_marked(post: Post) -> None:
    post.slack.fails_next("chat.postMessage", Failure(drop=True))
    post.writes(OLIVIA, "hello")
    post.runs(5)
    assert post.shown == [(OLIVIA, "hello"), (OLIVIA, f"{REPEAT} hello")]
    assert post.state("hello") == outbox.SENT


def test_a_message_that_slack_never_saw_is_sent_again_unmarked(post: Post) -> None:
    away = worker_of(post.desk, post.slack, api_url="http://127.0.0.1:9/api/")
    post.writes(OLIVIA, "hello")
    away.work_off()
    post.runs(35)
    assert post.shown == [(OLIVIA, "hello")]


def test_a_message_whose_worker_died_while_sending_is_sent_again_and_marked(post: Post) -> None:
    post.writes(OLIVIA, "hello")
    outbox.claim(post.desk.store, "dead", post.clock(), LEASE_MS, 5)
    post.runs(LEASE_MS / 1_000 - 1)
    assert post.shown == []
    post.runs(2)
    assert post.shown == [(OLIVIA, f"{REPEAT} hello")]


@pytest.mark.parametrize("error", ["is_archived", "not_in_channel", "account_inactive"])
def test_a_message_that_nobody_is_there_to_read_goes_to_the_owner(post: Post, error: str) -> None:
    post.slack.fails_next("chat.postMessage", Failure(body={"ok": False, "error": error}))
    post.writes("C0BILLING", "a card")
    post.runs(5)
    (first, (reader, news)) = post.shown
    assert (first, reader) == (("C0BILLING", "a card"), OLIVIA)
    assert "could not deliver a message to <#C0BILLING>" in news
    assert "a card" not in news
    assert post.state("a card") == outbox.FAILED


def test_an_owner_who_is_gone_starts_no_circle(post: Post) -> None:
    for _ in range(5):
        failure = Failure(body={"ok": False, "error": "account_inactive"})
        post.slack.fails_next("chat.postMessage", failure)
    post.writes(OLIVIA, "hello")
    post.writes(FLORENCE, "bonjour")
    post.runs(20)
    assert len(post.shown) == 3


def test_a_worker_that_was_away_longer_than_its_lease_changes_nothing(post: Post) -> None:
    post.writes(OLIVIA, "hello")
    (stale,) = outbox.claim(post.desk.store, "asleep", post.clock(), LEASE_MS, 5)
    post.clock.advance(LEASE_MS + 1)
    post.runs(2)
    assert not outbox.failed(post.desk.store, stale, "too late", post.clock())
    assert post.state("hello") == outbox.SENT


def test_a_row_that_cannot_be_processed_is_parked_and_the_queue_goes_on(post: Post) -> None:
    store = post.desk.store
    inbox.receive(store, post.practice_id, "slack", "Ev1", "bad", {}, post.clock())
    post.writes(OLIVIA, "hello")
    for _ in range(60):
        post.clock.advance(60_000)
        post.runs()
    (parked,) = inbox.parked(store, post.practice_id)
    assert parked.dedupe_key == "Ev1"
    assert post.shown == [(OLIVIA, "hello")]


def test_a_worker_that_is_stopped_hands_back_what_it_holds(post: Post) -> None:
    store = post.desk.store
    inbox.receive(store, post.practice_id, "slack", "Ev1", "other", {}, post.clock())
    assert inbox.claim(store, "worker-1", post.clock(), LEASE_MS, 5)
    post.worker.stop()
    assert inbox.claim(store, "worker-2", post.clock(), LEASE_MS, 5)


def test_what_was_finished_a_month_ago_is_forgotten(post: Post) -> None:
    post.writes(OLIVIA, "old")
    post.runs()
    post.clock.advance(32 * 24 * 60 * 60 * 1_000)
    post.writes(OLIVIA, "new")
    post.runs()
    post.worker._forget_old_rows()
    assert outbox.find(post.desk.store, post.practice_id, "old") is None
    assert post.state("new") == outbox.SENT


def test_a_worker_that_is_told_to_finish_leaves_the_rest_to_others(post: Post) -> None:
    post.writes(OLIVIA, "first")
    post.writes(BEN, "second")
    go_on = threading.Event()
    answer = {"ok": True, "channel": "D1", "ts": "1.1"}
    post.slack.fails_next("chat.postMessage", Failure(body=answer, wait=go_on))
    working = threading.Thread(target=post.worker.work_off)
    working.start()
    post.slack.wait_for("chat.postMessage")
    post.worker.finish()
    go_on.set()
    working.join(20)
    post.worker.stop()
    assert post.shown == [(OLIVIA, "first")]
    other = worker_of(post.desk, post.slack, "worker-2")
    other.work_off()
    assert post.shown == [(OLIVIA, "first"), (BEN, "second")]


def test_a_lease_that_was_lost_before_sending_is_not_sent_under(post: Post) -> None:
    post.writes(OLIVIA, "first")
    post.writes(BEN, "second")
    other = worker_of(post.desk, post.slack, "worker-2")

    def slow(row: Any) -> None:
        post.clock.advance(LEASE_MS + 1)
        other.work_off()

    post.worker._posts._ways["slack_post"].carry = slow  # type: ignore[method-assign]
    post.worker.work_off()
    assert [text for user, text in post.shown if user == BEN] == [f"{REPEAT} second"]


@pytest.mark.parametrize("code", ["internal_error", "fatal_error"])
def test_a_message_that_slack_may_have_posted_is_repeated_with_its_mark(
    post: Post, code: str
) -> None:
    post.slack.fails_next("chat.postMessage", Failure(body={"ok": False, "error": code}))
    post.writes(OLIVIA, "hello")
    post.runs(5)
    assert post.shown[-1] == (OLIVIA, f"{REPEAT} hello")


def test_while_slack_is_away_no_message_is_given_up(post: Post) -> None:
    away = worker_of(post.desk, post.slack, api_url="http://127.0.0.1:9/api/")
    post.writes(OLIVIA, "hello")
    for _ in range(200):
        post.clock.advance(60_000)
        away.work_off()
    assert post.state("hello") == outbox.PENDING
    post.clock.advance(60_000)
    post.runs()
    assert post.shown == [(OLIVIA, "hello")]


def test_a_message_that_is_given_up_after_many_tries_is_told_to_the_owner(post: Post) -> None:
    for _ in range(outbox.MAX_TRIES):
        post.slack.fails_next("chat.postMessage", Failure(body={"ok": False, "error": "odd"}))
    post.writes(BEN, "hello")
    for _ in range(60):
        post.clock.advance(20 * 60_000)
        post.runs()
    assert post.state("hello") == outbox.FAILED
    assert f"<@{BEN}>" in post.shown[-1][1]
    assert post.shown[-1][0] == OLIVIA


def test_a_private_answer_that_was_lost_is_nobody_elses_business(post: Post) -> None:
    failure = Failure(body={"ok": False, "error": "user_not_found"})
    post.slack.fails_next("chat.postMessage", failure)
    post.writes(BEN, "what is kept of 100", uid="answer:1")
    post.runs(5)
    assert post.shown == [(BEN, "what is kept of 100")]
