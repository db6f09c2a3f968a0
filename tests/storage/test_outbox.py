"""Messages: enqueued once, in order for each recipient, repeated only with that said."""

from storage import cards, outbox
from storage.cards import Card
from storage.database import Store
from storage.outbox import OutboxRow
from tests.support.cast import BEN, OLIVIA, T0, Cast

LEASE = 60_000


def enqueue(
    store: Store, practice_id: int, uid: str, recipient: str = OLIVIA, at: int = T0
) -> bool:
    payload = {"text": f"message {uid}", "blocks": []}
    return outbox.enqueue(store, practice_id, "slack_post", recipient, uid, payload, at)


def claim(store: Store, owner: str = "one", at: int = T0, limit: int = 10) -> list[OutboxRow]:
    return outbox.claim(store, owner, at, LEASE, limit)


def uids(rows: list[OutboxRow]) -> list[str]:
    return [row.uid for row in rows]


def test_a_message_is_enqueued_once(store: Store, cast: Cast) -> None:
    assert enqueue(store, cast.practice.id, "a")
    assert not enqueue(store, cast.practice.id, "a")
    assert enqueue(store, cast.other.id, "a")
    (row, _) = claim(store)
    assert row.payload == {"text": "message a", "blocks": []}
    assert (row.kind, row.recipient, row.repeat) == ("slack_post", OLIVIA, False)


def test_a_message_to_nobody_is_none(store: Store, cast: Cast) -> None:
    mine = cast.practice.id
    assert outbox.enqueue_all(store, mine, "slack_home", {}, {}, T0) == 0
    assert claim(store) == []


def test_a_message_of_a_transaction_that_fails_is_never_sent(store: Store, cast: Cast) -> None:
    try:
        with store.transaction():
            enqueue(store, cast.practice.id, "a")
            raise LookupError
    except LookupError:
        pass
    assert claim(store) == []


def test_where_slack_shows_it_is_kept(store: Store, cast: Cast) -> None:
    enqueue(store, cast.practice.id, "a")
    (row,) = claim(store)
    assert outbox.sent(store, row, "D123", "1795.0001", T0 + 1)
    found = outbox.find(store, cast.practice.id, "a")
    assert found is not None
    assert (found.state, found.channel, found.ts) == ("sent", "D123", "1795.0001")
    assert outbox.find(store, cast.other.id, "a") is None
    assert claim(store, at=T0 + 10 * LEASE) == []


def test_a_recipient_gets_messages_in_order_others_do_not_wait(store: Store, cast: Cast) -> None:
    for uid in ("a1", "a2", "a3"):
        enqueue(store, cast.practice.id, uid)
    enqueue(store, cast.practice.id, "b1", BEN)
    first = claim(store)
    assert uids(first) == ["a1", "b1"]
    assert claim(store, "two") == []
    outbox.sent(store, first[0], "D1", "1.0", T0)
    assert uids(claim(store, "two")) == ["a2"]


def test_a_message_that_waits_holds_back_the_later_ones(store: Store, cast: Cast) -> None:
    enqueue(store, cast.practice.id, "a1")
    enqueue(store, cast.practice.id, "a2")
    (row,) = claim(store)
    assert outbox.retry_at(store, row, T0 + 30_000, "ratelimited")
    assert claim(store, at=T0 + 29_999) == []
    assert uids(claim(store, at=T0 + 30_000)) == ["a1"]


def test_a_message_that_failed_lets_the_later_ones_through(store: Store, cast: Cast) -> None:
    enqueue(store, cast.practice.id, "a1")
    enqueue(store, cast.practice.id, "a2")
    (row,) = claim(store)
    assert outbox.failed(store, row, "The channel is archived.", T0)
    assert uids(claim(store)) == ["a2"]
    (lost,) = outbox.undelivered(store, cast.practice.id)
    assert (lost.uid, lost.state, lost.last_error) == ("a1", "failed", "The channel is archived.")
    assert outbox.undelivered(store, cast.other.id) == []


def test_the_same_user_in_another_practice_is_another_recipient(store: Store, cast: Cast) -> None:
    enqueue(store, cast.practice.id, "a1")
    enqueue(store, cast.other.id, "a2")
    assert uids(claim(store)) == ["a1", "a2"]


def test_after_a_worker_died_its_message_is_a_repeat_for_good(store: Store, cast: Cast) -> None:
    enqueue(store, cast.practice.id, "a")
    (late,) = claim(store, "one")
    (again,) = claim(store, "two", T0 + LEASE)
    assert (late.repeat, again.repeat) == (False, True)
    assert not outbox.sent(store, late, "D1", "1.0", T0 + LEASE)
    outbox.retry_at(store, again, T0 + LEASE + 1, "ratelimited")
    (third,) = claim(store, "two", T0 + LEASE + 1)
    assert third.repeat


def test_an_answer_that_was_lost_makes_the_next_try_a_repeat(store: Store, cast: Cast) -> None:
    enqueue(store, cast.practice.id, "a")
    (row,) = claim(store)
    outbox.retry_at(store, row, T0 + 1, "timed out", maybe_shown=True)
    (again,) = claim(store, at=T0 + 1)
    assert again.repeat


def test_a_message_is_tried_a_bounded_number_of_times(store: Store, cast: Cast) -> None:
    enqueue(store, cast.practice.id, "a")
    now = T0
    while rows := claim(store, at=now):
        now += 1
        assert outbox.retry_at(store, rows[0], now, "Slack is away.")
    (lost,) = outbox.undelivered(store, cast.practice.id)
    assert (lost.state, lost.tries, lost.last_error) == (
        "failed",
        outbox.MAX_TRIES,
        "Slack is away.",
    )


def test_waiting_for_its_turn_is_not_a_try(store: Store, cast: Cast) -> None:
    enqueue(store, cast.practice.id, "a")
    now = T0
    for _ in range(2 * outbox.MAX_TRIES):
        (row,) = claim(store, at=now)
        now += 1
        assert outbox.retry_at(store, row, now, "one a second", counts=False)
    (row,) = claim(store, at=now)
    assert row.tries == 1


def test_a_message_that_took_every_worker_down_is_uncertain(store: Store, cast: Cast) -> None:
    enqueue(store, cast.practice.id, "a")
    now = T0
    for _ in range(outbox.MAX_TRIES):
        assert len(claim(store, at=now)) == 1
        now += LEASE
    enqueue(store, cast.practice.id, "b", BEN, now)
    assert uids(claim(store, at=now)) == ["b"]
    (lost,) = outbox.undelivered(store, cast.practice.id)
    assert (lost.uid, lost.state) == ("a", "uncertain")


def test_what_must_not_be_sent_again_is_uncertain(store: Store, cast: Cast) -> None:
    enqueue(store, cast.practice.id, "a")
    (row,) = claim(store)
    assert outbox.uncertain(store, row, "No answer from the mail server.", T0)
    assert claim(store, at=T0 + 10 * LEASE) == []
    (lost,) = outbox.undelivered(store, cast.practice.id)
    assert lost.state == "uncertain"


def test_at_shutdown_only_what_was_begun_becomes_a_repeat(store: Store, cast: Cast) -> None:
    enqueue(store, cast.practice.id, "begun")
    enqueue(store, cast.practice.id, "waiting", BEN)
    begun, _ = claim(store, "one")
    assert outbox.hand_back(store, "one", T0 + 5, begun={begun.id}) == 2
    again = {row.uid: (row.repeat, row.tries) for row in claim(store, "two", T0 + 5)}
    assert again == {"begun": (True, 1), "waiting": (False, 1)}


def enqueue_home(store: Store, practice_id: int, uid: str) -> None:
    outbox.enqueue(store, practice_id, "slack_home", BEN, uid, {}, T0)


def test_one_kind_does_not_wait_for_another(store: Store, cast: Cast) -> None:
    outbox.enqueue(store, cast.practice.id, "slack_post", BEN, "a1", {}, T0)
    enqueue_home(store, cast.practice.id, "h1")
    enqueue_home(store, cast.practice.id, "h2")
    assert uids(claim(store)) == ["a1", "h1"]


def test_what_waits_can_be_dropped_by_practice_recipient_and_kind(store: Store, cast: Cast) -> None:
    here, elsewhere = cast.practice.id, cast.other.id
    enqueue_home(store, here, "begun")
    (begun,) = claim(store)
    enqueue_home(store, here, "h1")
    enqueue_home(store, elsewhere, "h2")
    outbox.enqueue(store, here, "slack_post", BEN, "a1", {}, T0)
    outbox.enqueue(store, here, "slack_home", OLIVIA, "h3", {}, T0)
    assert outbox.drop_waiting(store, here, "slack_home", [BEN]) == 1
    assert outbox.sent(store, begun, BEN, "", T0)
    assert uids(claim(store)) == ["h2", "a1", "h3"]


# What waits for a card, and mails


def shown(store: Store, cast: Cast) -> Card:
    card = cards.add(store, cast.practice.id, Card(0, 0, "charge", "op-1", "C0BILLING", 1), T0)
    assert card is not None
    return card


def test_what_waits_for_a_card_is_claimed_once_that_is_posted(store: Store, cast: Cast) -> None:
    card, mine = shown(store, cast), cast.practice.id
    outbox.enqueue(store, mine, "slack_thread", "1", "a", {}, T0, after_card=card.id)
    assert claim(store) == []
    cards.posted(store, cast.other.id, card.id, 1, "C0BILLING", "1.1", repeated=False)
    assert claim(store) == [], "another practice's word is not this one's"
    cards.posted(store, mine, card.id, 1, "C0BILLING", "1.1", repeated=False)
    assert uids(claim(store)) == ["a"]


def test_what_waits_for_a_card_that_is_lost_waits_no_longer(store: Store, cast: Cast) -> None:
    card, mine = shown(store, cast), cast.practice.id
    outbox.enqueue(store, mine, "slack_thread", "1", "a", {}, T0, after_card=card.id)
    cards.lost(store, mine, card.id, "is_archived")
    assert uids(claim(store)) == ["a"]


def test_mails_and_what_goes_to_slack_are_claimed_apart(store: Store, cast: Cast) -> None:
    outbox.enqueue(store, cast.practice.id, outbox.MAIL, "ada@example.org", "m", {}, T0)
    enqueue(store, cast.practice.id, "a")
    assert uids(claim(store)) == ["a"]
    assert uids(outbox.claim_mails(store, "one", T0, LEASE, 10)) == ["m"]
    assert claim(store) == outbox.claim_mails(store, "two", T0, LEASE, 10) == []


def test_only_what_has_ended_is_emptied(store: Store, cast: Cast) -> None:
    mail = {"text": "Hello"}
    outbox.enqueue(store, cast.practice.id, outbox.MAIL, "ada@example.org", "m", mail, T0)
    [row] = outbox.claim_mails(store, "one", T0, LEASE, 10)
    for payload in (mail, {}):
        outbox.empty(store, row)
        found = outbox.find(store, cast.practice.id, "m")
        assert found is not None
        assert found.payload == payload
        outbox.sent(store, row, "", "", T0)
