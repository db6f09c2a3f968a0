"""Cards are posted once and edited in place, whatever Slack does meanwhile; none is lost."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from bot.outbox.posts import REPEAT
from desk.cards import place_for_cards, show_card
from storage import cards, members, outbox, settings
from storage.cards import Card
from tests.bot.outbox.support import CHARGE, LEASE_MS, Desktop
from tests.sandbox.slack.support import BEN, BILLING, FLORENCE, OLIVIA
from tests.support.stores import every_value_on_both

LOST = {"drop": True, "after": True}
"""Slack did it, and its answer is lost."""


def card(desktop: Desktop, key: str = "a", recipient: str = BILLING) -> Card:
    found = cards.find(desktop.desk.store, desktop.practice.id, CHARGE, key, recipient)
    assert found is not None
    return found


def test_a_card_is_posted_once_and_edited_from_then_on(desktop: Desktop) -> None:
    for says in ("Charging…", "On its way", "Paid"):
        desktop.changes("a", says)
        desktop.runs(2)
        assert desktop.seen(BEN) == [says]
    assert len(desktop.calls("chat.postMessage")) == 1
    assert len(desktop.calls("chat.update")) == 2


def test_of_changes_that_come_together_only_the_last_is_shown(desktop: Desktop) -> None:
    for says in ("Charging…", "On its way", "Paid"):
        desktop.changes("a", says)
    desktop.runs(10)
    assert desktop.seen(BEN) == ["Paid"]
    calls = len(desktop.calls("chat.update")) + len(desktop.calls("chat.postMessage"))
    assert calls == 1


def test_a_version_that_was_asked_for_before_changes_nothing(desktop: Desktop) -> None:
    desktop.changes("a", "Paid")
    desktop.runs(2)
    desktop.versions["a"] = 0
    desktop.changes("a", "Charging…")
    desktop.runs(5)
    assert desktop.seen(BEN) == ["Paid"]


def test_each_recipient_and_each_key_has_a_card_of_its_own(desktop: Desktop) -> None:
    desktop.changes("a", "Paid")
    desktop.changes("b", "Declined")
    desktop.versions["a"] = 0
    desktop.changes("a", "Paid", BEN)
    desktop.runs(5)
    assert desktop.seen(BEN) == ["Paid", "Declined"]
    assert desktop.seen(BEN, "D0BEN") == ["Paid"]


def test_a_post_whose_answer_was_lost_is_repeated_once_with_its_mark(desktop: Desktop) -> None:
    desktop.fails("chat.postMessage", **LOST)
    desktop.changes("a", "Charging…")
    desktop.runs(5)
    assert desktop.seen(BEN) == ["Charging…", f"{REPEAT} Charging…"]
    desktop.changes("a", "Paid")
    desktop.runs(5)
    assert desktop.seen(BEN) == ["Charging…", f"{REPEAT} Paid"], "the mark tells the two apart"


def test_a_card_whose_worker_died_while_posting_is_repeated_with_its_mark(
    desktop: Desktop,
) -> None:
    desktop.changes("a", "Charging…")
    assert outbox.claim(desktop.desk.store, "dead", desktop.clock(), LEASE_MS, 5)
    desktop.changes("a", "Paid")
    desktop.runs(LEASE_MS / 1_000 - 1)
    assert desktop.seen(BEN) == []
    desktop.runs(3)
    assert desktop.seen(BEN) == [f"{REPEAT} Paid"]


def test_a_worker_that_lost_its_lease_while_posting_leaves_the_card_to_the_other(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = desktop.another_worker("worker-2")
    way: Any = desktop.worker._posts._ways["slack_card"]
    post = way._posting.post

    def slow(*given: Any, **more: Any) -> Any:
        shown = post(*given, **more)
        desktop.clock.advance(LEASE_MS + 1)
        desktop.runs(worker=other)
        return shown

    monkeypatch.setattr(way._posting, "post", slow)
    desktop.changes("a", "Charging…")
    desktop.runs()
    monkeypatch.undo()
    desktop.changes("a", "Paid")
    desktop.runs(3)
    assert desktop.seen(BEN) == ["Charging…", f"{REPEAT} Paid"]


def test_an_edit_whose_answer_was_lost_is_repeated_and_nobody_sees_it(desktop: Desktop) -> None:
    desktop.changes("a", "Charging…")
    desktop.runs(2)
    desktop.fails("chat.update", **LOST)
    desktop.changes("a", "Paid")
    desktop.runs(5)
    assert desktop.seen(BEN) == ["Paid"]
    assert len(desktop.calls("chat.update")) == 2


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update"])
def test_too_many_requests_only_delay_it(desktop: Desktop, method: str) -> None:
    desktop.fails(method, status=429, error="ratelimited", headers={"Retry-After": "30"})
    desktop.changes("a", "Charging…")
    desktop.runs(2)
    desktop.changes("a", "Paid")
    desktop.runs(25)
    assert "Paid" not in desktop.seen(BEN)
    desktop.runs(10)
    assert desktop.seen(BEN) == ["Paid"]


@pytest.mark.parametrize("error", ["message_not_found", "cant_update_message"])
def test_a_card_that_can_not_be_edited_any_more_is_posted_anew(
    desktop: Desktop, error: str
) -> None:
    desktop.changes("a", "Charging…")
    desktop.runs(2)
    desktop.fails("chat.update", error=error)
    desktop.changes("a", "Paid")
    desktop.runs(5)
    assert desktop.seen(BEN) == ["Charging…", "Paid"]
    desktop.changes("a", "Refunded")
    desktop.runs(5)
    assert desktop.seen(BEN) == ["Charging…", "Refunded"]


def test_a_card_with_nothing_to_show_is_posted_when_there_is_something(desktop: Desktop) -> None:
    desktop.changes("a", None)
    desktop.runs(2)
    assert desktop.seen(BEN) == []
    desktop.changes("a", "Paid")
    desktop.runs(5)
    assert desktop.seen(BEN) == ["Paid"]


@every_value_on_both
@pytest.mark.parametrize("error", ["is_archived", "not_in_channel", "channel_not_found"])
def test_where_the_channel_is_gone_the_person_gets_the_card(desktop: Desktop, error: str) -> None:
    desktop.fails("chat.postMessage", error=error)
    desktop.changes("a", "Charging…", person=BEN)
    desktop.runs(5)
    desktop.changes("a", "Paid", person=BEN)
    desktop.runs(5)
    assert desktop.seen(BEN, "D0BEN") == ["Paid"]
    [news] = desktop.seen(OLIVIA, "D0OLIVIA")
    assert f"can’t write in <#{BILLING}> any more" in news
    assert desktop.seen(BEN) == []


def test_where_the_channel_is_gone_after_the_post_the_owners_get_what_follows(
    desktop: Desktop,
) -> None:
    desktop.changes("a", "Charging…")
    desktop.runs(2)
    desktop.fails("chat.update", error="is_archived")
    desktop.changes("a", "Paid")
    desktop.runs(5)
    assert "Paid" in desktop.seen(OLIVIA, "D0OLIVIA")
    desktop.changes("a", "Refunded")
    desktop.runs(5)
    assert "Refunded" in desktop.seen(OLIVIA, "D0OLIVIA")
    assert "Paid" not in desktop.seen(OLIVIA, "D0OLIVIA")


def test_of_many_cards_for_a_channel_that_is_gone_the_owner_is_told_once(desktop: Desktop) -> None:
    desktop.leaves(BILLING)
    for key in ("a", "b", "c"):
        desktop.changes(key, f"card {key}", person=BEN)
    desktop.runs(10)
    assert sorted(desktop.seen(BEN, "D0BEN")) == ["card a", "card b", "card c"]
    assert len(desktop.seen(OLIVIA, "D0OLIVIA")) == 1


def test_those_who_stand_in_and_are_gone_too_start_no_circle(desktop: Desktop) -> None:
    desktop.fails("chat.postMessage", 10, error="user_not_found")
    desktop.changes("a", "Charging…")
    desktop.runs(30)
    assert len(desktop.calls("chat.postMessage")) == 3, "the channel, the owner, the news"


def test_while_paydesk_is_locked_out_the_card_waits(desktop: Desktop) -> None:
    desktop.fails("chat.postMessage", 3, error="token_revoked")
    desktop.changes("a", "Paid", person=BEN)
    for _ in range(5):
        desktop.clock.advance(16 * 60_000)
        desktop.runs()
    assert desktop.seen(BEN) == ["Paid"]
    assert desktop.seen(BEN, "D0BEN") == []


def test_a_card_that_can_not_be_made_holds_up_no_other(desktop: Desktop) -> None:
    desktop.broken.add("a")
    desktop.changes("a", "Charging…")
    desktop.changes("b", "Paid")
    desktop.runs(20)
    assert desktop.seen(BEN) == ["Paid"]
    [news] = desktop.seen(OLIVIA, "D0OLIVIA")
    assert f"could not write a message for <#{BILLING}>" in news
    desktop.broken.clear()
    desktop.changes("a", "Refunded")
    desktop.runs(5)
    assert desktop.seen(BEN) == ["Paid", "Refunded"]


def test_what_is_not_recorded_is_not_shown(desktop: Desktop) -> None:
    def fails_at_its_end() -> None:
        with desktop.desk.store.transaction():
            desktop.changes("a", "Paid")
            raise LookupError

    with pytest.raises(LookupError):
        fails_at_its_end()
    desktop.runs(5)
    assert desktop.seen(BEN) == []


def test_cards_go_to_the_billing_channel_or_else_to_the_person(desktop: Desktop) -> None:
    assert place_for_cards(desktop.desk, desktop.practice, BEN) == BEN
    settings.put(desktop.desk.store, desktop.practice.id, "billing_channel", BILLING)
    assert place_for_cards(desktop.desk, desktop.practice, BEN) == BILLING


# Lines in the thread


def test_a_line_waits_until_its_card_has_been_posted(desktop: Desktop) -> None:
    desktop.fails("chat.postMessage", status=429, error="ratelimited", headers={"Retry-After": "9"})
    desktop.changes("a", "Charging…")
    desktop.tells("a", "Ben charged")
    desktop.tells("a", "Declined")
    desktop.runs(8)
    assert desktop.seen(BEN) == []
    desktop.runs(8)
    assert desktop.seen(BEN) == ["Charging…"]
    assert desktop.thread(BEN) == ["Ben charged (en)", "Declined (en)"]


def test_a_line_is_told_once_for_each_name(desktop: Desktop) -> None:
    desktop.changes("a", "Charging…")
    desktop.tells("a", "Declined", uid="op 1 declined")
    desktop.tells("a", "Declined again", uid="op 1 declined")
    desktop.runs(5)
    assert desktop.thread(BEN) == ["Declined (en)"]


def test_a_line_whose_answer_was_lost_is_repeated_with_its_mark(desktop: Desktop) -> None:
    desktop.changes("a", "Charging…")
    desktop.runs(2)
    desktop.fails("chat.postMessage", **LOST)
    desktop.tells("a", "Declined")
    desktop.runs(5)
    assert desktop.thread(BEN) == ["Declined (en)", f"{REPEAT} Declined (en)"]


def test_a_line_for_a_person_is_in_their_language(desktop: Desktop) -> None:
    desktop.changes("a", "Charging…", FLORENCE)
    desktop.tells("a", "Declined", FLORENCE)
    desktop.runs(5)
    assert desktop.thread(FLORENCE, "D0FLORENCE") == ["Declined (fr)"]


def test_where_the_channel_is_gone_the_line_follows_the_card(desktop: Desktop) -> None:
    desktop.changes("a", "Charging…", person=BEN)
    desktop.runs(2)
    desktop.fails("chat.postMessage", error="is_archived")
    desktop.tells("a", "Declined")
    desktop.runs(8)
    assert desktop.seen(BEN, "D0BEN") == ["Charging…"]
    assert desktop.thread(BEN, "D0BEN") == ["Declined (en)"]
    desktop.tells("a", "Paid by link")
    desktop.runs(8)
    assert desktop.thread(BEN, "D0BEN") == ["Declined (en)", "Paid by link (en)"]


def test_a_line_whose_thread_is_gone_is_told_in_the_channel(desktop: Desktop) -> None:
    desktop.changes("a", "Charging…")
    desktop.runs(2)
    desktop.fails("chat.postMessage", error="thread_not_found")
    desktop.tells("a", "Declined")
    desktop.runs(5)
    assert desktop.seen(BEN) == ["Charging…", "Declined (en)"]


def test_a_line_needs_a_card(desktop: Desktop) -> None:
    desktop.says["a"] = "Charging…"
    with pytest.raises(LookupError, match="no card"):
        desktop.tells("a", "Declined")


# Together


def test_twenty_cards_for_one_channel_come_one_a_second_and_none_is_lost(desktop: Desktop) -> None:
    keys = [f"{number:02}" for number in range(20)]
    desktop.fails("chat.postMessage", status=429, error="ratelimited", headers={"Retry-After": "2"})
    for key in keys:
        desktop.changes(key, key)
    desktop.runs(10)
    assert len(desktop.seen(BEN)) <= 9
    desktop.runs(40)
    assert desktop.seen(BEN) == keys


def test_of_changes_at_once_in_several_processes_the_last_is_shown_in_one_card(
    desktop: Desktop,
) -> None:
    """Each writes the state first, as an engine does: the newest version says it."""
    desktop.says["a"] = "Paid"

    def change(version: int) -> None:
        with desktop.desk.store.transaction():
            show_card(desktop.desk, desktop.practice.id, CHARGE, "a", version, BILLING)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(change, range(1, 9)))
    desktop.runs(5)
    assert desktop.seen(BEN) == ["Paid"]
    assert len(desktop.calls("chat.postMessage")) == 1
    found = card(desktop)
    assert (found.version, found.shown) == (8, 8)


def test_two_workers_show_each_change_once(desktop: Desktop) -> None:
    workers = [desktop.worker, desktop.another_worker("worker-2")]
    for key in ("a", "b"):
        desktop.changes(key, f"card {key}")
        desktop.tells(key, f"told {key}")
    for _ in range(10):
        desktop.clock.advance(1_000)
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda one: one.work_off(), workers))
    assert sorted(desktop.seen(BEN)) == ["card a", "card b"]
    assert len(desktop.calls("chat.postMessage")) == 4


def test_another_practices_card_of_the_same_key_is_another(desktop: Desktop, cast: Any) -> None:
    desktop.changes("a", "Paid")
    store = desktop.desk.store
    assert cards.find(store, cast.other.id, CHARGE, "a", BILLING) is None
    assert cards.get(store, cast.other.id, card(desktop).id) is None
    assert cards.want(store, cast.other.id, CHARGE, "a", BILLING, 9) is None
    assert members.owners(store, cast.other.id) != []
