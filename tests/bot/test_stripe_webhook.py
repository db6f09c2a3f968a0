"""Stripe's door: what is signed, ours and new is written down, without anything personal."""

import json
import time
from typing import Any

import pytest

from bot.stripe_signatures import StripeSignatures
from bot.web import LARGEST_BODY
from rules.words import sentence
from storage import inbox
from storage.database import Store
from storage.failures import StoreDown
from tests.support.cast import OTHER_TEAM, Cast, FrozenClock
from tests.support.stripe_news import ROLLED, SECRET, Door, event, known_at_stripe, signature


@pytest.fixture
def door(store: Store, cast: Cast, clock: FrozenClock) -> Door:
    return Door(store, clock)


def test_an_event_is_written_down_and_acknowledged(door: Door, cast: Cast) -> None:
    assert door.sends(event()) == 200
    ((practice, key, kind, about, state, _),) = door.rows()
    assert (practice, key, kind) == (cast.practice.id, "evt_1", "payment_intent")
    assert (about, state) == ("pi_1", "pending")
    assert door.contacts.stripe_event_at == door.clock()


def test_nothing_of_an_event_is_kept_but_ids(door: Door) -> None:
    told = event(told={"receipt_email": "canary@example.org", "amount": 15_000})
    assert door.sends(told) == 200
    ((*_, body),) = door.rows()
    assert "anary" not in body
    assert json.loads(body) == {
        "type": "payment_intent.succeeded",
        "created": 1_795_424_400,
        "ids": {"customer": "cus_1", "payment_intent": "pi_1"},
        "operation": "op-1",
    }


def test_what_comes_three_times_stands_there_once(door: Door) -> None:
    assert [door.sends(event()) for _ in range(3)] == [200, 200, 200]
    assert len(door.rows()) == 1


BODY = json.dumps(event())
FORGED: dict[str, Any] = {
    "no signature": lambda: "",
    "another secret": lambda: signature(BODY, ROLLED),
    "another body": lambda: signature(BODY + " "),
    "six minutes old": lambda: signature(BODY, at=int(time.time()) - 301),
    "from the future": lambda: signature(BODY, at=int(time.time()) + 302),
    "no timestamp": lambda: signature(BODY).partition(",")[2],
    "two timestamps": lambda: f"t=1,{signature(BODY)}",
    "a timestamp that is no number": lambda: "t=soon," + signature(BODY).partition(",")[2],
    "odd digits": lambda: "t=١٢٣," + signature(BODY).partition(",")[2],
    "a signature with odd characters": lambda: f"t={int(time.time())},v1=é\xff",
    "another scheme": lambda: signature(BODY).replace("v1=", "v0="),
    "an empty signature": lambda: f"t={int(time.time())},v1=",
    "signed with nothing": lambda: f"t={int(time.time())}",
}


@pytest.mark.parametrize("case", FORGED)
def test_what_stripe_did_not_sign_is_turned_away_and_leaves_nothing(door: Door, case: str) -> None:
    assert door.sends(BODY, FORGED[case]()) == 401
    assert door.rows() == []
    assert door.contacts.stripe_event_at is None


def test_both_secrets_hold_while_one_is_replaced(
    store: Store, cast: Cast, clock: FrozenClock
) -> None:
    door = Door(store, clock, secrets=(SECRET, ROLLED))
    one, two = (json.dumps(event(event_id=name)) for name in ("evt_1", "evt_2"))
    assert door.sends(one, signature(one)) == 200
    assert door.sends(two, signature(two, ROLLED)) == 200
    assert len(door.rows()) == 2


def test_one_of_two_signatures_is_enough(door: Door) -> None:
    """Stripe signs with the old secret and the new one for a while."""
    now = int(time.time())
    other = signature(BODY, ROLLED, now).partition(",")[2]
    both = f"t={now},{other}," + signature(BODY, SECRET, now).partition(",")[2]
    assert door.sends(BODY, both) == 200


@pytest.mark.parametrize("secrets", [(), ("",), (SECRET, "")])
def test_there_is_no_door_without_a_secret(secrets: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="secret"):
        StripeSignatures(secrets)


@pytest.mark.parametrize("body", ["", "[]", "{", "null", '{"object": "event"}', "[" * 100_000])
def test_what_is_signed_but_no_event_is_refused(door: Door, body: str) -> None:
    assert door.sends(body) == 400
    assert door.rows() == []


def test_a_huge_body_is_turned_away_before_it_is_read(door: Door) -> None:
    body = "x" * (LARGEST_BODY + 1)
    assert door.sends(body) == 413


def test_only_post_reaches_the_door(door: Door) -> None:
    assert door.web.test_client().get("/stripe/webhook").status_code == 405


def test_a_webhook_of_the_other_mode_is_an_error_that_stripe_shows(door: Door) -> None:
    answer = door.web.test_client().post(
        "/stripe/webhook",
        data=(body := json.dumps(event(livemode=True))),
        headers={"Stripe-Signature": signature(body)},
    )
    assert answer.status_code == 400
    assert "live mode" in answer.get_data(as_text=True)
    assert door.rows() == []


def test_test_events_do_not_reach_a_live_desk(store: Store, cast: Cast, clock: FrozenClock) -> None:
    door = Door(store, clock, livemode=True)
    assert door.sends(event()) == 400
    assert door.sends(event(livemode=True)) == 200
    assert len(door.rows()) == 1


def test_another_accounts_event_is_acknowledged_and_dropped(door: Door) -> None:
    door.contacts.stripe_account = "acct_ours"
    assert door.sends(event(account="acct_other")) == 200
    assert door.sends(event(account="acct_other", livemode=True)) == 200
    assert door.rows() == []
    assert door.sends(event(account="acct_ours")) == 200
    assert len(door.rows()) == 1


def test_an_accounts_event_waits_until_we_know_our_own(door: Door) -> None:
    assert door.sends(event(account="acct_ours")) == 503
    assert door.rows() == []


@pytest.mark.parametrize("name", ["invoice.paid", "payment_intent.created", "account.updated", ""])
def test_types_that_nobody_handles_are_not_kept(door: Door, name: str) -> None:
    assert door.sends(event(name)) == 200
    assert door.rows() == []


def test_while_the_store_is_away_stripe_is_asked_to_send_again(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: Any) -> bool:
        raise StoreDown(sentence("away"))

    with monkeypatch.context() as patched:
        patched.setattr(inbox, "receive", away)
        assert door.sends(event()) == 503
    assert door.sends(event()) == 200
    assert len(door.rows()) == 1


def test_metadata_names_the_practice(door: Door, cast: Cast) -> None:
    named = {"metadata": {"paydesk_practice": OTHER_TEAM}}
    door.sends(event(told=named))
    door.sends(event(told={"metadata": {"paydesk_practice": "T0ELSEWHERE"}}, event_id="evt_2"))
    assert [row[0] for row in door.rows()] == [cast.other.id]


def test_without_metadata_whoever_has_the_object_or_the_customer_gets_it(
    door: Door, cast: Cast, store: Store
) -> None:
    known_at_stripe(store, cast.other.id, "cus_9")
    plain = {"metadata": {}}
    door.known["pi_7"] = cast.practice.id
    door.sends(event(told={**plain, "id": "pi_7", "customer": "cus_x"}, event_id="evt_7"))
    door.sends(event(told={**plain, "id": "pi_8", "customer": "cus_9"}, event_id="evt_8"))
    door.sends(event(told={**plain, "id": "pi_9", "customer": "cus_x"}, event_id="evt_9"))
    assert [row[:2] for row in door.rows()] == [
        (cast.practice.id, "evt_7"),
        (cast.other.id, "evt_8"),
    ]


@pytest.mark.parametrize(
    ("kept", "told", "kind", "about"),
    [
        ("charge.updated", {"id": "ch_1", "object": "charge"}, "payment_intent", "pi_5"),
        ("refund.updated", {"id": "re_1", "object": "refund"}, "refund", "re_1"),
        ("charge.dispute.closed", {"id": "du_1", "object": "dispute"}, "dispute", "du_1"),
        ("payment_method.updated", {"id": "pm_1", "object": "payment_method"}, "customer", "cus_1"),
        (
            "checkout.session.completed",
            {"id": "cs_1", "object": "checkout.session"},
            "checkout.session",
            "cs_1",
        ),
    ],
)
def test_what_is_read_afresh_depends_on_the_object(
    door: Door, kept: str, told: dict[str, str], kind: str, about: str
) -> None:
    door.sends(event(kept, {**told, "payment_intent": "pi_5"}))
    ((_, _, *found, _, _),) = door.rows()
    assert found == [kind, about]


def test_a_method_that_was_taken_off_tells_whose_it_was(door: Door) -> None:
    gone = {"id": "pm_1", "object": "payment_method", "customer": None}
    told = event("payment_method.detached", gone)
    told["data"]["previous_attributes"] = {"customer": "cus_1"}
    door.sends(told)
    assert [row[3] for row in door.rows()] == ["cus_1"]
