"""Who hears of a charge: one card, edited in place, and a line in its thread for who is needed."""

from bot.outbox.rendering import renderers
from desk.charge_approvals import approve
from desk.charges import cancel
from desk.settings import change
from storage import cards, outbox
from storage.operations import Operation
from tests.support.cast import BEN, FLORENCE, OLIVIA
from tests.support.register import Register

CHANNEL = "C0BILLING"


def card_text(register: Register, operation: Operation) -> str:
    message = renderers(register.desk).cards["charge"](register.mine, operation.uid)
    assert message is not None
    return f"{message.text} {message.blocks}"


def readers(register: Register, operation: Operation) -> list[str]:
    found = cards.of_key(register.store, register.mine, "charge", operation.uid)
    return [card.recipient for card in found]


def lines(register: Register, operation: Operation) -> list[str]:
    """What was written in the thread."""
    uids = [f"charge:{operation.uid}:{version}" for version in range(1, 12)]
    rows = [outbox.find(register.store, register.mine, uid) for uid in uids]
    return [row.payload["text"] for row in rows if row is not None]


def use_channel(register: Register) -> None:
    owner = register.person(OLIVIA)
    change(register.desk, owner, register.cast.practice, "billing_channel", CHANNEL)


def test_a_charge_has_one_card_in_the_billing_channel(register: Register) -> None:
    use_channel(register)
    done = register.pays(register.payer(), user=FLORENCE)
    assert readers(register, done) == [CHANNEL]
    text = card_text(register, done)
    assert "Paid" in text
    assert "(A. L.)" in text
    assert lines(register, done) == []


def test_a_card_shows_neither_names_nor_what_it_is_for(register: Register) -> None:
    done = register.pays(register.payer())
    text = card_text(register, done)
    for private in ("Ada", "Lovelace", "Manual therapy", "example.com"):
        assert private not in text


def test_without_a_billing_channel_the_person_has_the_card(register: Register) -> None:
    done = register.pays(register.payer(), user=FLORENCE)
    assert readers(register, done) == [FLORENCE]


def test_a_decline_is_told_in_the_thread_to_who_asked(register: Register) -> None:
    asked = register.charges(FLORENCE, register.invoice(register.payer()))
    register.next_answer(asked.method_id or "", "insufficient_funds")
    declined = register.done(asked)
    [line] = lines(register, declined)
    assert f"<@{FLORENCE}>" in line
    assert "Try again" in card_text(register, declined)


def test_who_may_approve_is_asked_and_sees_what_became_of_it(register: Register) -> None:
    asked = register.charges(FLORENCE, register.invoice(register.payer(), 60_000))
    assert readers(register, asked) == [FLORENCE, BEN, OLIVIA]
    [line] = lines(register, asked)
    assert f"<@{BEN}>" in line
    assert "Approve" in card_text(register, asked)
    approve(register.desk, register.cast.practice, register.person(BEN), asked.uid)
    done = register.done(asked)
    found = cards.of_key(register.store, register.mine, "charge", asked.uid)
    assert {card.version for card in found} == {done.version}
    assert f"<@{BEN}>" in card_text(register, done)


def test_who_calls_it_off_is_not_told_so(register: Register) -> None:
    asked = register.charges(OLIVIA, register.invoice(register.payer()))
    cancel(register.desk, register.cast.practice, register.person(OLIVIA), asked.uid)
    assert lines(register, asked) == []
    assert "Called off" in card_text(register, asked)


def test_nothing_is_called_paid_before_it_is(register: Register) -> None:
    payer = register.payer("pm_sepaDebit_success_at")
    invoice = register.invoice(payer, currency="eur")
    on_its_way = register.done(register.charges(OLIVIA, invoice))
    assert "Paid" not in card_text(register, on_its_way)
    assert "On its way" in card_text(register, on_its_way)
    register.passes(days=6)
    assert "Paid" in card_text(register, register.done(on_its_way))
