"""A client is asked for a payment method: one link, one customer at Stripe, and only what was saved
is kept."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from unittest.mock import patch

import pytest

from desk.card_refresh import CardRefresh
from desk.card_requests import Asking, ask, ask_many, note_spoken, send_by_mail, withdraw
from desk.erasure import erase
from desk.stripe_events import News, NotKnownYet
from rules.words import Refusal
from storage import attempts, clients, consents, members, operation_queue, outbox, stripe_clients
from storage.clients import Client
from storage.operations import Operation
from tests.sandbox.stripe.pages_support import Visitor
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, T0
from tests.support.invariants import Watch
from tests.support.register import Register
from tests.support.saving import US_ACCOUNT, asks, has_link, newcomer, saves

LINK_LASTS_HOURS = 24


def methods(register: Register, client: Client) -> list[str | None]:
    found = stripe_clients.methods_of(register.store, register.mine, client.id)
    return [one.last4 for one in found]


def said_yes(register: Register, client: Client) -> list[tuple[str, str | None]]:
    found = consents.of_client(register.store, register.mine, client.id)
    return [(one.how, one.recorded_by) for one in found]


def hears(register: Register, asked: Operation) -> None:
    """Stripe's news of the page."""
    told = News(register.mine, "checkout.session", asked.stripe_id or "", {}, True, 0)
    CardRefresh(register.desk, register.client).refresh_page(told)


def customers_at_stripe(register: Register, client: Client) -> list[str]:
    found = register.client.v1.customers.list({"email": client.email or "", "limit": 100})
    return [one.id for one in found.data]


def test_a_client_gets_a_link_and_saves_a_card(register: Register) -> None:
    grace = newcomer(register)
    asked = has_link(register, grace)
    assert asked.expires_at == T0 + LINK_LASTS_HOURS * 3_600_000
    [customer] = customers_at_stripe(register, grace)
    assert stripe_clients.customers_of(register.store, register.mine, grace.id) == [customer]

    saves(register, asked)
    assert methods(register, grace) == []
    hears(register, asked)
    done = register.now(asked)
    assert (done.state, done.url, done.method["last4"]) == ("succeeded", None, "4242")
    assert methods(register, grace) == ["4242"]
    [consent] = consents.of_client(register.store, register.mine, grace.id)
    assert (consent.how, consent.language, consent.method_id) == ("online", "en", done.method_id)


def test_what_must_hold_holds_when_cards_are_asked_for_and_charged(register: Register) -> None:
    watch = Watch(register.accounting.stripe.service)
    grace = newcomer(register)
    asked = has_link(register, grace)
    watch.check(register.store)
    saves(register, asked)
    hears(register, asked)
    withdraw(
        register.desk,
        register.cast.practice,
        register.person(BEN),
        has_link(register, grace).uid,
    )
    register.pays(grace)
    assert register.taken_from(grace) == [10_000]
    watch.check(register.store)


def test_a_bank_account_is_saved_with_its_mandate_and_charged(register: Register) -> None:
    grace = newcomer(register)
    asked = has_link(register, grace)
    name, fields = US_ACCOUNT
    visitor = Visitor(register.accounting.stripe).opens(asked.url or "")
    visitor.chooses(name).types(fields).presses("Save payment details")
    assert visitor.left_to, visitor.page.text
    hears(register, asked)
    assert register.now(asked).method["type"] == "us_bank_account"
    assert register.pays(grace).state == "processing"


def test_news_of_the_set_up_intent_are_enough(register: Register) -> None:
    grace = newcomer(register)
    asked = has_link(register, grace)
    saves(register, asked)
    page = register.client.v1.checkout.sessions.retrieve(asked.stripe_id or "")
    refresh = CardRefresh(register.desk, register.client).refresh_setup
    about = str(page.setup_intent)
    refresh(News(register.mine, "setup_intent", about, {}, False, 0))
    assert register.now(asked).state == "needs_customer"
    refresh(News(register.mine, "setup_intent", about, {}, True, 0))
    assert register.now(asked).state == "succeeded"


def test_news_that_come_before_the_id_is_written_down_come_again(register: Register) -> None:
    refresh = CardRefresh(register.desk, register.client).refresh_page
    with pytest.raises(NotKnownYet):
        refresh(News(register.mine, "checkout.session", "cs_test_new", {}, True, 0))
    refresh(News(register.mine, "checkout.session", "cs_test_other", {}, False, 0))


def test_while_stripe_refuses_the_key_it_waits_and_may_be_called_off(register: Register) -> None:
    asked = asks(register, newcomer(register))
    register.fault(verb="POST", path="/v1/customers", fault="error", status=401)
    waits = register.done(asked)
    assert (waits.state, waits.reason) == ("approved", "key_trouble")
    withdraw(register.desk, register.cast.practice, register.person(BEN), asked.uid)
    register.passes(seconds=600)
    assert register.done(asked).state == "cancelled"


def test_hearing_of_it_again_changes_nothing(register: Register) -> None:
    grace = newcomer(register)
    asked = has_link(register, grace)
    hears(register, asked)
    assert register.now(asked) == asked
    saves(register, asked)
    hears(register, asked)
    done = register.now(asked)
    hears(register, asked)
    assert register.now(asked) == done
    assert said_yes(register, grace) == [("online", None)]


def test_stripes_page_offers_what_the_practices_country_has_and_says_what_is_agreed_to(
    register: Register,
) -> None:
    asked = has_link(register, newcomer(register, language="fr"))
    page = register.client.v1.checkout.sessions.retrieve(asked.stripe_id or "").to_dict()
    assert page["payment_method_types"] == ["card", "us_bank_account"]
    assert page["locale"] == "fr"
    assert "Northside Physio" in page["custom_text"]["submit"]["message"]
    assert page["metadata"]["paydesk_operation"] == asked.uid


def test_who_is_asked_already_gets_the_same_link(register: Register) -> None:
    grace = newcomer(register)
    first = has_link(register, grace)
    assert asks(register, grace, BEN).uid == first.uid


def test_two_people_at_once_ask_once(register: Register) -> None:
    grace = newcomer(register)
    with ThreadPoolExecutor(6) as pool:
        made = list(pool.map(lambda user: asks(register, grace, user), [FLORENCE, BEN] * 3))
    assert len({one.uid for one in made}) == 1
    register.done(made[0])
    assert len(customers_at_stripe(register, grace)) == 1


def test_after_a_card_was_saved_another_may_be_asked_for(register: Register) -> None:
    grace = newcomer(register)
    first = has_link(register, grace)
    saves(register, first)
    hears(register, first)
    second = has_link(register, grace)
    assert (second.uid, second.customer_id) != (first.uid, None)
    assert second.customer_id == first.customer_id
    saves(register, second, **{"Card number": "5555 5555 5555 4444"})
    hears(register, second)
    assert methods(register, grace) == ["4242", "4444"]


def test_a_link_that_ran_out_is_told_and_may_be_asked_for_again(register: Register) -> None:
    grace = newcomer(register)
    asked = has_link(register, grace)
    register.passes(hours=25)
    over = register.done(asked)
    assert (over.state, over.reason, over.url, over.due_at) == ("failed", "ran_out", None, None)
    assert has_link(register, grace).uid != asked.uid


def test_what_was_saved_is_found_though_stripes_news_were_lost(register: Register) -> None:
    grace = newcomer(register)
    asked = has_link(register, grace)
    saves(register, asked)
    register.passes(hours=6)
    assert register.done(asked).state == "succeeded"
    assert methods(register, grace) == ["4242"]


def test_what_is_called_off_leads_nowhere(register: Register) -> None:
    grace = newcomer(register)
    asked = has_link(register, grace)
    withdraw(register.desk, register.cast.practice, register.person(BEN), asked.uid)
    over = register.done(asked)
    assert (over.state, over.reason, over.due_at) == ("cancelled", "called_off", None)
    page = register.client.v1.checkout.sessions.retrieve(asked.stripe_id or "")
    assert page.status == "expired"


def test_what_was_saved_before_it_was_called_off_counts(register: Register) -> None:
    grace = newcomer(register)
    asked = has_link(register, grace)
    saves(register, asked)
    withdraw(register.desk, register.cast.practice, register.person(BEN), asked.uid)
    assert register.done(asked).state == "succeeded"
    assert methods(register, grace) == ["4242"]


def test_a_customer_whose_creation_nobody_heard_of_is_found(register: Register) -> None:
    grace = newcomer(register)
    asked = asks(register, grace)
    register.fault(verb="POST", path="/v1/customers", fault="truncated")
    assert register.done(asked).state == "unknown"
    register.accounting.stripe.service.faults.clear()
    register.passes(seconds=6)
    assert register.done(asked).state == "needs_customer"
    assert len(customers_at_stripe(register, grace)) == 1


def test_a_page_whose_creation_nobody_heard_of_is_found(register: Register) -> None:
    grace = newcomer(register)
    asked = asks(register, grace)
    register.fault(verb="POST", path="/v1/checkout/sessions", fault="truncated")
    assert register.done(asked).state == "unknown"
    register.accounting.stripe.service.faults.clear()
    register.passes(seconds=6)
    done = register.done(asked)
    assert done.state == "needs_customer"
    pages = register.client.v1.checkout.sessions.list({"customer": done.customer_id or ""})
    assert [one.id for one in pages.data] == [done.stripe_id]


@pytest.mark.parametrize("lost", ["set_customer_id", "set_stripe_id"])
def test_dying_between_stripes_answer_and_writing_it_down_makes_nothing_twice(
    register: Register, lost: str
) -> None:
    grace = newcomer(register)
    asked = asks(register, grace)
    dies = patch.object(operation_queue, lost, side_effect=KeyboardInterrupt)
    with dies, pytest.raises(KeyboardInterrupt):
        register.till.work_off()
    register.passes(seconds=300)
    done = register.done(asked)
    assert done.state == "needs_customer"
    assert len(customers_at_stripe(register, grace)) == 1
    pages = register.client.v1.checkout.sessions.list({"customer": done.customer_id or ""})
    assert [one.id for one in pages.data] == [done.stripe_id]
    steps = [one.step for one in attempts.of_operation(register.store, register.mine, done.id)]
    assert steps == ["customer", "page"]


def test_a_customer_who_was_deleted_at_stripe_is_made_anew(register: Register) -> None:
    grace = newcomer(register)
    first = has_link(register, grace)
    register.client.v1.customers.delete(first.customer_id or "")
    withdraw(register.desk, register.cast.practice, register.person(BEN), first.uid)
    register.done(first)
    second = has_link(register, grace)
    assert second.customer_id != first.customer_id
    known = stripe_clients.customers_of(register.store, register.mine, grace.id)
    assert known == [second.customer_id]


def test_the_client_is_written_to_in_their_language_once_the_link_is_there(
    register: Register,
) -> None:
    register.desk = replace(register.desk, sends_mail=True)
    register.__post_init__()
    grace = newcomer(register, language="fr")
    asked = asks(register, grace, mail=True)
    uid = f"card:{asked.uid}:{grace.email}"
    assert outbox.find(register.store, register.mine, uid) is None
    done = register.done(asked)
    mail = outbox.find(register.store, register.mine, uid)
    assert mail is not None
    assert mail.recipient == grace.email
    assert done.url in mail.payload["text"]
    assert mail.payload["subject"].startswith("TEST · Northside Physio")
    assert "Bonjour" in mail.payload["text"]
    assert "Grace" not in mail.payload["text"]


def test_new_yorks_notice_stands_in_the_mail_only_there(register: Register) -> None:
    register.desk = replace(register.desk, sends_mail=True)
    grace, practice = newcomer(register), register.cast.practice
    asked = has_link(register, grace)
    in_new_york = replace(practice, place="US-NY")
    person = register.person(FLORENCE)
    send_by_mail(register.desk, in_new_york, person, asked.uid)
    mail = outbox.find(register.store, register.mine, f"card:{asked.uid}:{grace.email}")
    assert mail is not None
    assert "medically necessary care" in mail.payload["text"]


def test_without_a_mail_server_the_text_is_copied(register: Register) -> None:
    asked = has_link(register, newcomer(register))
    person = register.person(FLORENCE)
    assert send_by_mail(register.desk, register.cast.practice, person, asked.uid) is None


def test_consent_that_was_spoken_names_who_read_it_aloud(register: Register) -> None:
    grace = newcomer(register)
    asked = has_link(register, grace)
    note_spoken(register.desk, register.cast.practice, register.person(BEN), asked.uid)
    note_spoken(register.desk, register.cast.practice, register.person(FLORENCE), asked.uid)
    saves(register, asked)
    hears(register, asked)
    assert said_yes(register, grace) == [("spoken", BEN)]
    [consent] = consents.of_client(register.store, register.mine, grace.id)
    assert consent.method_id == register.now(asked).method_id


def test_many_are_asked_at_once_and_twenty_at_most(register: Register) -> None:
    people = [newcomer(register, f"Client {n}") for n in range(3)]
    person, practice = register.person(BEN), register.cast.practice
    made = ask_many(register.desk, practice, person, [one.id for one in people])
    register.till.work_off()
    assert {register.now(one).state for one in made} == {"needs_customer"}
    with pytest.raises(Refusal, match="At most 20"):
        ask_many(register.desk, practice, person, range(1, 22))


def test_who_pays_for_somebody_else_is_asked(register: Register) -> None:
    parent = newcomer(register, "Annabella Milbanke")
    child = newcomer(register, "Ada Lovelace", payer_id=parent.id)
    assert asks(register, child).client_id == parent.id


@pytest.mark.parametrize("user", [SAM, NOAH])
def test_who_may_not_ask_is_refused(register: Register, user: str) -> None:
    grace = newcomer(register)
    with pytest.raises(Refusal):
        asks(register, grace, user)
    asked = asks(register, grace)
    for use in (note_spoken, send_by_mail, withdraw):
        with pytest.raises(Refusal):
            use(register.desk, register.cast.practice, register.person(user), asked.uid)


def test_a_strangers_id_finds_nothing(register: Register) -> None:
    grace = newcomer(register)
    asked = asks(register, grace)
    stranger = replace(register.person(OLIVIA), practice_id=register.cast.other.id)
    with pytest.raises(Refusal, match="no such request"):
        withdraw(register.desk, register.cast.other, stranger, asked.uid)
    with pytest.raises(Refusal, match="no such client"):
        ask(register.desk, register.cast.other, stranger, grace.id, Asking())


def test_who_lost_the_right_meanwhile_asks_nobody(register: Register) -> None:
    grace = newcomer(register)
    asked = asks(register, grace, BEN)
    members.set_disabled(register.store, register.mine, BEN, T0)
    over = register.done(asked)
    assert (over.state, over.reason) == ("cancelled", "not_allowed")
    assert customers_at_stripe(register, grace) == []


def test_an_erased_clients_link_is_closed_and_the_consent_stays(register: Register) -> None:
    grace = newcomer(register)
    first = has_link(register, grace)
    saves(register, first)
    hears(register, first)
    asked = has_link(register, grace)
    erase(register.desk, register.person(OLIVIA), grace.id, grace.reference)
    over = register.done(asked)
    assert (over.state, over.reason, over.url) == ("cancelled", "client_erased", None)
    page = register.client.v1.checkout.sessions.retrieve(asked.stripe_id or "")
    assert page.status == "expired"
    assert said_yes(register, grace) == [("online", None)]


def test_what_an_erased_client_saved_is_not_kept(register: Register) -> None:
    grace = newcomer(register)
    asked = has_link(register, grace)
    saves(register, asked)
    erase(register.desk, register.person(OLIVIA), grace.id, grace.reference)
    over = register.done(asked)
    assert (over.state, over.reason) == ("failed", "client_erased")
    assert methods(register, grace) == []
    assert clients.get(register.store, register.mine, grace.id).erased_at is not None
