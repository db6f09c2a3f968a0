"""What a charge's window turns to: paid, on its way, declined, not known, and what can be done."""

from dataclasses import replace

import pytest

from bot.incoming import Kind
from bot.outbox.charge_views import charge_views
from commands.charge.words import SETTLES_IN, method_words
from desk.cards import VIEW
from desk.charge_approvals import approve, refuse_approval
from desk.charges import cancel
from desk.decline_words import CODES, decline_of
from desk.language import language_of
from desk.outcomes import move
from rules.card_tries import NEVER_AGAIN
from rules.fees import DIRECT_DEBITS
from rules.payment_state import State
from storage import members, operation_lists, outbox, stripe_clients
from storage.clients import Client
from storage.operations import CHARGE, Operation
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER, T0
from tests.support.chat import WINDOW, Answer, Chat, RecordingReply
from tests.support.register import Register

FR = language_of("fr")


def asked(chat: Chat, register: Register, payer: Client, total: int = 10_000) -> Answer:
    """The window of a charge that was asked for just now."""
    invoice = register.invoice(payer, total)
    return chat.person(OLIVIA).types(f"/charge {invoice.reference}").submit()


def newest(register: Register, payer: Client) -> Operation:
    return operation_lists.of_client(register.store, register.mine, payer.id, 1)[0]


def turned(chat: Chat, register: Register, payer: Client, user: str = OLIVIA) -> Answer:
    """What the open window shows once the worker has done what is due."""
    register.till.work_off()
    uid = newest(register, payer).uid
    view = charge_views(chat.desk)[CHARGE](register.mine, uid, user)
    return Answer(chat.person(user), "update", view=view)


def declined(chat: Chat, register: Register, payer: Client, code: str) -> Answer:
    asked(chat, register, payer)
    register.next_answer(newest(register, payer).method_id or "", code)
    return turned(chat, register, payer)


def in_state(
    chat: Chat, register: Register, payer: Client, amount: int, state: State, reason: str
) -> Answer:
    asked(chat, register, payer, amount)
    moved = move(register.desk, newest(register, payer), state, "worker", reason=reason)
    assert moved is not None
    view = charge_views(chat.desk)[CHARGE](register.mine, moved.uid, OLIVIA)
    return Answer(chat.person(OLIVIA), "update", view=view)


def test_the_window_turns_to_paid(chat: Chat, register: Register) -> None:
    ada = register.payer()
    asked(chat, register, ada, 15_000)
    paid = turned(chat, register, ada).sees("Paid: $150.00", "Ada Lovelace", "Visa ••4242", "INV-")
    assert paid.buttons == ["Receipt", "Send receipt by e-mail", "Refund…"]
    assert register.taken_from(ada) == [15_000]


def test_a_debit_is_not_called_paid_before_it_settles(chat: Chat, register: Register) -> None:
    ada = register.payer("pm_sepaDebit_success_at")
    invoice = register.invoice(ada, currency="eur")
    chat.person(OLIVIA).types(f"/charge {invoice.reference}").submit()
    shown = turned(chat, register, ada).sees("Not paid yet: €100.00 is on its way", "SEPA ••")
    shown.sees("about 5 business days", "You are told if it fails.").sees_not("Paid:")
    register.passes(days=6)
    turned(chat, register, ada).sees("Paid: €100.00")


def test_a_debit_that_comes_back_says_why(chat: Chat, register: Register) -> None:
    ada = register.payer("pm_sepaDebit_insufficientFunds_at")
    invoice = register.invoice(ada, currency="eur")
    chat.person(OLIVIA).types(f"/charge {invoice.reference}").submit()
    turned(chat, register, ada)
    register.passes(days=6)
    shown = turned(chat, register, ada).sees("It came back: €100.00 is not paid")
    assert shown.buttons == ["Send a link", "Paid elsewhere"]


DECLINES = (
    ("insufficient_funds", "not enough money", "when to try again", True),
    ("incorrect_cvc", "security code is wrong", "enter the card anew", True),
    ("processing_error", "could not work on it", "in a few minutes", True),
    ("card_velocity_exceeded", "reached its limit", "Try again tomorrow", True),
    ("generic_decline", "doesn’t say why", "find out from their bank", True),
    ("do_not_honor", "doesn’t say why", "find out from their bank", True),
    ("lost_card", "for you alone", "another card", False),
    ("stolen_card", "for you alone", "another card", False),
    ("fraudulent", "for you alone", "another card", False),
    ("expired_card", "has expired", "the new card", False),
)


def test_a_decline_says_why_and_the_one_thing_to_do(chat: Chat, register: Register) -> None:
    for code, why, then, again in DECLINES:
        shown = declined(chat, register, register.payer(), code)
        shown.sees("Declined: $100.00 was not charged", why, then)
        shown.sees("This was try 1 of the 15 that the card networks allow in 30 days.")
        first = "Try again" if again else "Ask for a card"
        assert shown.buttons == [first, "Send a link", "Paid elsewhere"]


def test_an_outcome_that_was_faster_than_the_window_is_shown_once_more(
    chat: Chat, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    window = chat.person(OLIVIA).types(f"/charge {invoice.reference}")
    update = RecordingReply.update

    def slowly(self: RecordingReply, view: dict[str, object]) -> None:
        register.till.work_off()
        outbox.drop_waiting(register.store, register.mine, VIEW, [WINDOW])
        update(self, view)

    monkeypatch.setattr(RecordingReply, "update", slowly)
    window.submit().sees("Charging $100.00…")
    rows = outbox.claim(register.store, "test", register.clock(), 1_000, 100)
    assert [row.recipient for row in rows if row.kind == VIEW] == [WINDOW]


def test_trying_again_goes_on_in_the_same_window(chat: Chat, register: Register) -> None:
    ada = register.payer()
    shown = declined(chat, register, ada, "insufficient_funds")
    again = shown.press("Try again")
    assert again.kind == "update"
    again.sees("Charging $100.00…")
    shown.press("Try again").is_refused("This has moved on meanwhile")
    turned(chat, register, ada).sees("Paid: $100.00")
    assert register.taken_from(ada) == [10_000]


def test_a_second_decline_counts_on(chat: Chat, register: Register) -> None:
    ada = register.payer()
    shown = declined(chat, register, ada, "insufficient_funds")
    shown.press("Try again")
    register.next_answer(newest(register, ada).method_id or "", "do_not_honor")
    turned(chat, register, ada).sees("This was try 2 of the 15", "doesn’t say why")


def test_what_the_network_bars_is_not_tried_again_by_an_old_button(
    chat: Chat, register: Register
) -> None:
    ada = register.payer()
    declined(chat, register, ada, "expired_card")
    uid = newest(register, ada).uid
    press = chat.person(OLIVIA).asks(Kind.CLICK_IN_VIEW, "charge:window:again", value=uid)
    press.is_refused("isn’t to be tried again")


def test_above_the_own_limit_somebody_else_tries_again(chat: Chat, register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada, 60_000)
    chat.person(FLORENCE).types(f"/charge {invoice.reference}").submit()
    waiting = newest(register, ada)
    approve(register.desk, register.cast.practice, register.person(BEN), waiting.uid)
    register.next_answer(waiting.method_id or "", "insufficient_funds")
    assert "Réessayer" not in turned(chat, register, ada, FLORENCE).buttons
    ways = ["Send a link", "Paid elsewhere"]
    assert turned(chat, register, ada, BEN).buttons == ["Try again", *ways]


def test_a_card_that_needs_its_holder_says_so(chat: Chat, register: Register) -> None:
    ada = register.payer("pm_card_authenticationRequired")
    asked(chat, register, ada)
    shown = turned(chat, register, ada).sees("Declined", "confirm the payment themselves")
    assert shown.buttons == ["Send a link", "Paid elsewhere"]


def test_a_method_that_is_gone_is_not_tried_again(chat: Chat, register: Register) -> None:
    ada = register.payer()
    shown = declined(chat, register, ada, "insufficient_funds")
    stripe_clients.forget(register.store, register.mine, ada.id)
    shown.press("Try again").is_refused("was removed meanwhile")
    assert turned(chat, register, ada).buttons == [
        "Ask for a card",
        "Send a link",
        "Paid elsewhere",
    ]


def test_what_nobody_knows_is_not_called_declined(chat: Chat, register: Register) -> None:
    ada = register.payer()
    asked(chat, register, ada)
    register.fault(path="*/confirm", fault="error", status=500, when="after", times=3)
    shown = turned(chat, register, ada)
    shown.sees("Not known yet: $100.00", "Nobody is charged twice", "Don’t charge it in another")
    shown.press("Check again").sees("Paydesk is asking Stripe again.", "Not known yet")
    turned(chat, register, ada).sees("Paid: $100.00")
    assert register.taken_from(ada) == [10_000]


STATES = (
    (State.REVIEW, "other_amount", "Stripe took another amount"),
    (State.REVIEW, "never_heard", "could not be read for a week"),
    (State.CANCELLED, "called_off", "called off before anything was charged"),
    (State.CANCELLED, "not_approved", "It was not approved."),
    (State.CANCELLED, "method_removed", "The payment method was removed meanwhile"),
    (State.CANCELLED, "not_allowed", "may not do that any more"),
    (State.APPROVED, "busy", "Stripe is busy"),
    (State.APPROVED, "key_trouble", "refuses Paydesk’s key"),
    (State.DECLINED, "method_gone", "isn’t there any more"),
    (State.DECLINED, "nothing_there", "has no trace of this charge"),
)


def test_why_it_stands_as_it_does_is_said(chat: Chat, register: Register) -> None:
    ada = register.payer()
    for amount, (state, reason, says) in enumerate(STATES, 1_000):
        shown = in_state(chat, register, ada, amount, state, reason)
        shown.sees(says)
        assert ("Check again" in shown.buttons) == (state is State.REVIEW)


def test_a_window_that_waits_for_approval_turns_as_it_is_decided(
    chat: Chat, register: Register
) -> None:
    for decide, says in ((approve, "Paid: $600.00"), (refuse_approval, "It was not approved.")):
        ada = register.payer()
        invoice = register.invoice(ada, 60_000)
        chat.person(FLORENCE).types(f"/charge {invoice.reference}").submit()
        waiting = newest(register, ada)
        decide(register.desk, register.cast.practice, register.person(BEN), waiting.uid)
        turned(chat, register, ada, BEN).sees(says)


def test_what_was_called_off_meanwhile_is_told_to_an_old_button(
    chat: Chat, register: Register
) -> None:
    ada = register.payer()
    shown = declined(chat, register, ada, "insufficient_funds")
    uid = newest(register, ada).uid
    cancel(register.desk, register.cast.practice, register.person(BEN), uid)
    shown.press("Try again").is_refused("This has moved on meanwhile")


@pytest.mark.parametrize("user", [SAM, NOAH])
def test_others_neither_see_it_nor_press_its_buttons(
    chat: Chat, register: Register, user: str
) -> None:
    ada = register.payer()
    shown = declined(chat, register, ada, "insufficient_funds")
    shown.press("Try again", by=chat.person(user)).is_refused()
    uid = newest(register, ada).uid
    assert charge_views(chat.desk)[CHARGE](register.mine, uid, user) is None


def test_who_lost_the_role_sees_no_more_of_it(chat: Chat, register: Register) -> None:
    ada = register.payer()
    asked(chat, register, ada)
    members.set_role(register.store, register.mine, BEN, "support", T0)
    uid = newest(register, ada).uid
    assert charge_views(chat.desk)[CHARGE](register.mine, uid, BEN) is None


def test_a_stranger_finds_no_such_charge(chat: Chat, register: Register) -> None:
    ada = register.payer()
    declined(chat, register, ada, "insufficient_funds")
    uid = newest(register, ada).uid
    elsewhere = replace(chat, practice_id=register.cast.other.id).person(STRANGER)
    for button in ("charge:window:again", "charge:window:check"):
        elsewhere.asks(Kind.CLICK_IN_VIEW, button, value=uid).is_refused("no such charge")
    assert charge_views(chat.desk)[CHARGE](register.cast.other.id, uid, STRANGER) is None


def test_the_outcome_is_in_the_language_of_who_looks(chat: Chat, register: Register) -> None:
    ada = register.payer()
    asked(chat, register, ada)
    shown = turned(chat, register, ada, FLORENCE)
    shown.sees("Payé : 100,00").sees_not("Paid")


def test_every_decline_has_its_own_words_in_both_languages() -> None:
    assert {"insufficient_funds", "expired_card", *NEVER_AGAIN} <= CODES
    for code in (*CODES, None, "a_new_code"):
        decline = decline_of(code)
        for words in (decline.why, decline.then):
            assert FR.sentence(words) != words.text, code


def test_what_is_not_tried_again_is_not_advised_to_be() -> None:
    for code in NEVER_AGAIN:
        assert "ry again" not in decline_of(code).then.text, code


def test_each_bank_debit_says_how_long_it_takes() -> None:
    assert set(SETTLES_IN) == set(DIRECT_DEBITS)


@pytest.mark.parametrize(
    ("method", "words"),
    [
        (
            {"type": "card", "brand": "visa", "last4": "4242", "exp_month": 4, "exp_year": 2027},
            "Visa ••4242, 04/27",
        ),
        ({"type": "card", "brand": "new_brand", "last4": "1"}, "New Brand ••1"),
        ({"type": "card"}, "Card"),
        ({"type": "us_bank_account", "last4": "6789"}, "ACH ••6789"),
        ({"type": "link"}, "Link"),
    ],
)
def test_payment_methods_are_called_by_their_names(method: dict[str, object], words: str) -> None:
    assert method_words(language_of("en"), method) == words
