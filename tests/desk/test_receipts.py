"""What a payer gets of a charge that was paid: a mail and a PDF, once, the same for ever."""

import io
from dataclasses import replace
from decimal import Decimal
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from pypdf import PdfReader

from bot.outbox.mail_message import Sender, composed
from bot.outbox.rendering import renderers
from desk.client_data import everything_about
from desk.context import Desk
from desk.documents import RightLost
from desk.mail import mail_of
from desk.outcomes import record
from desk.receipt_contents import receipt_of
from desk.receipt_documents import document_of, file_of
from desk.receipt_mails import receipt_text
from desk.receipts import file_for, send_again, send_pdf
from desk.settings import change
from processor import payments
from rules.payment_state import Snapshot
from rules.systems import System
from rules.words import Refusal
from storage import (
    audit,
    clients,
    invoices,
    members,
    operations,
    outbox,
    practices,
    settings,
    taxes,
)
from storage.clients import Client
from storage.database import Store
from storage.invoice_contents import Content, Line, TaxLine
from storage.invoices import Invoice
from storage.models import Outbox
from storage.new_operations import blank
from storage.operations import Allocation, Operation
from storage.taxes import TaxTerms
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER, T0, FrozenClock
from tests.support.chat import readable
from tests.support.register import Register

SELLER = {"name": "Northside Physio", "address": ["12 Main Street"], "place": "US-TX"}


@pytest.fixture
def desk(store: Store, clock: FrozenClock) -> Desk:
    return Desk(store, clock, claim_secret=b"of the tests", sends_mail=True)


def taxed(register: Register, payer: Client, total: int = 12_000, **more: Any) -> Invoice:
    """An invoice with 20% in it, for something that is nobody's business."""
    store, mine = register.store, register.mine
    with store.transaction():
        rate = taxes.add(store, mine, "VAT", f"vat {payer.id} {total}", T0) or 0
        terms = TaxTerms("VAT", Decimal(20), True)
        version = taxes.add_version(store, mine, rate, terms, OLIVIA, T0)
    buyer = {"name": payer.name, "reference": payer.reference, "address": ["1 rue de la Paix"]}
    blank = replace(
        register.invoice(payer, total), id=0, number=register.invoice(payer).number + 50_000
    )
    own = replace(
        blank,
        reference=f"INV-{blank.number}",
        net=total - total // 6,
        seller=SELLER,
        buyer=buyer,
        **more,
    )
    line = Line("Manual therapy of the knee", "1", total, total, None, (version,))
    content = Content((line,), (TaxLine(version, total - total // 6, total // 6),))
    return invoices.add(store, mine, own, content)


def mails(register: Register) -> list[dict[str, Any]]:
    """On their way, the oldest first."""
    query = Outbox.select(Outbox.recipient, Outbox.payload, Outbox.uid).where(
        Outbox.practice_id == register.mine, Outbox.kind == outbox.MAIL
    )
    rows = register.store.select(query.order_by(Outbox.id))
    found = [outbox.find(register.store, register.mine, row["uid"]) for row in rows]
    return [{"to": one.recipient, **one.payload} for one in found if one is not None]


def read(register: Register, operation: Operation) -> str:
    _, content = file_of(register.desk, register.mine, operation.uid)
    pages = PdfReader(io.BytesIO(content)).pages
    return readable("\n".join(page.extract_text() for page in pages))


def sees(text: str, *pieces: str) -> None:
    for piece in pieces:
        assert piece in readable(text), f"{piece!r} is not in:\n{text}"


def test_whoever_paid_gets_a_receipt(register: Register) -> None:
    ada = register.payer()
    invoice = taxed(register, ada)
    done = register.done(register.charges(FLORENCE, invoice))
    [mail] = mails(register)
    assert mail["to"] == ada.email
    assert mail["attachments"] == [["receipt", done.uid]]
    assert mail["asked_by"] == FLORENCE
    assert readable(mail["subject"]) == f"TEST · Receipt for {invoice.reference}: $120.00"
    sees(
        mail["text"],
        "TEST – no real money was moved",
        "Hello Ada Lovelace,",
        "Northside Physio has received your payment of $120.00 on November 23, 2026, with Visa ••"
        "•• 4242.",
        f"{invoice.reference}: $120.00 paid",
    )
    text = read(register, done)
    sees(text, "Receipt", "Northside Physio", "12 Main Street", "Ada Lovelace", ada.reference)
    sees(text, "1 rue de la Paix", "November 23, 2026", "Visa •••• 4242", invoice.reference)
    sees(text, "Paid in USD", "$120.00", "of which VAT 20%", "$20.00", "PAID IN FULL")
    sees(text, "TEST – no real money was moved")
    assert "Left to pay\n$" not in text


def test_the_pdf_travels_with_the_mail(register: Register) -> None:
    done = register.pays(register.payer())
    row = outbox.find(register.store, register.mine, f"receipt:{done.uid}")
    assert row is not None
    mail = mail_of(row.recipient, row.payload)
    make = renderers(register.desk).files
    files = [make[one.kind](register.mine, one.key) for one in mail.attachments]
    sender = Sender("Northside Physio", "billing@northside.example")
    message = message_from_bytes(composed(mail, sender, "<1@x>", T0, files), policy=default)
    [attached] = message.iter_attachments()
    name, content = file_of(register.desk, register.mine, done.uid)
    assert (attached.get_filename(), attached.get_content_type()) == (name, "application/pdf")
    assert attached.get_content() == content


def test_neither_says_what_it_was_for_nor_the_number_of_the_card(register: Register) -> None:
    done = register.done(register.charges(OLIVIA, taxed(register, register.payer())))
    [mail] = mails(register)
    for private in ("therapy", "knee", "4242424242424242", done.method_id, done.stripe_id):
        assert str(private) not in read(register, done)
        assert str(private) not in str(mail)


def test_the_practice_goes_live_and_the_receipt_is_no_test(register: Register) -> None:
    practices.set_livemode(register.store, register.mine, True)
    done = register.pays(register.payer())
    assert "TEST" not in mails(register)[0]["subject"] + mails(register)[0]["text"]
    assert "TEST" not in read(register, done)


def test_hearing_of_it_again_sends_no_second_one(register: Register) -> None:
    done = register.pays(register.payer())
    seen = payments.read(register.client, done.stripe_id or "")
    for _ in range(3):
        record(register.desk, register.mine, done.uid, seen, System.STRIPE_NEWS)
    register.passes(days=1)
    register.till.work_off()
    assert len(mails(register)) == 1
    made = audit.of_target(register.store, register.mine, f"receipt:{done.uid}")
    assert [one.action for one in made].count("receipt.made") == 1


def test_several_invoices_stand_on_one_receipt(register: Register) -> None:
    ada = register.payer()
    first, second = taxed(register, ada, 4_200), taxed(register, ada, 2_400)
    done = register.done(register.charges(OLIVIA, first, second))
    text = read(register, done)
    sees(text, first.reference, second.reference, "$42.00", "$24.00", "$66.00")
    sees(text, "$7.00", "$4.00")
    assert readable(mails(register)[0]["subject"]).endswith(f"{first.reference} + 1: $66.00")


def test_parts_say_what_is_left_and_their_taxes_add_up(register: Register) -> None:
    ada = register.payer()
    invoice = taxed(register, ada, 10_000)  # Its tax is 1,666.
    first = register.done(register.charges(OLIVIA, invoice, amount=3_333))
    last = register.done(register.charges(OLIVIA, register.invoice_now(invoice)))
    sees(read(register, first), "$33.33", "Left to pay", "$66.67", "of which VAT 20%", "$5.55")
    sees(read(register, first), "Where only a part of an invoice is paid")
    assert "PAID IN FULL" not in read(register, first)
    sees(read(register, last), "$66.67", "PAID IN FULL", "$11.11")
    sees(mails(register)[0]["text"], f"{invoice.reference}: $33.33 paid, $66.67 left to pay")
    sees(mails(register)[1]["text"], f"{invoice.reference}: $66.67 paid\n")


def test_a_surcharge_is_a_line_of_its_own(register: Register) -> None:
    ada = register.payer()
    invoice = taxed(register, ada)
    asked = register.charges(OLIVIA, invoice)
    done = replace(register.done(asked), amount=12_360, surcharge=360)
    receipt = receipt_of(register.desk, done)
    assert receipt is not None
    sums = [(readable(name), readable(value)) for name, value, _ in document_of(receipt).sums]
    assert sums == [
        ("For the invoices", "$120.00"),
        ("Surcharge for this way of paying", "$3.60"),
        ("Paid in USD", "$123.60"),
        ("of which VAT 20%", "$20.00"),
    ]
    sees(receipt_text(receipt), "Surcharge for this way of paying: $3.60", "$123.60")


@pytest.mark.parametrize(
    ("currency", "amount", "written"),
    [("jpy", 12_000, "12 000 JPY"), ("kwd", 12_340, "12,340 KWD"), ("eur", 12_000, "120,00 €")],
)
def test_in_the_clients_language_and_every_currency(
    register: Register, currency: str, amount: int, written: str
) -> None:
    ada = register.payer()
    clients.change(register.store, register.mine, replace(ada, language="fr"), [])
    invoice = taxed(register, ada, amount, currency=currency)
    done = register.done(register.charges(OLIVIA, invoice))
    [mail] = mails(register)
    assert readable(mail["subject"]) == f"TEST · Reçu pour {invoice.reference} : {written}"
    sees(mail["text"], "Bonjour Ada Lovelace,", "23 novembre 2026", "par Visa •••• 4242. Merci.")
    name, _ = file_of(register.desk, register.mine, done.uid)
    assert name.startswith("Reçu-")
    sees(read(register, done), "Reçu", "Payé le", "23 novembre 2026", written, "dont VAT 20 %")


def test_it_stays_the_same_when_all_around_it_changes(
    register: Register, clock: FrozenClock
) -> None:
    ada, store, mine = register.payer(), register.store, register.mine
    invoice = taxed(register, ada)
    first = register.done(register.charges(OLIVIA, invoice, amount=5_000))
    before = file_of(register.desk, mine, first.uid)
    rate = taxes.rates(store, mine)[0]
    with store.transaction():
        taxes.rename(store, mine, rate.id, "Tax", "tax")
        taxes.add_version(store, mine, rate.id, TaxTerms("Tax", Decimal(25), True), OLIVIA, T0)
    clients.change(store, mine, replace(ada, name="Somebody Else", language="fr"), [])
    settings.put(store, mine, "legal_name", "Another Name")
    settings.put(store, mine, "time_zone", "Pacific/Auckland")
    practices.set_place(store, mine, "FR", "eur")
    practices.set_livemode(store, mine, True)
    register.done(register.charges(OLIVIA, register.invoice_now(invoice)))
    register.passes(days=40)
    register.till.work_off()
    assert file_of(register.desk, mine, first.uid) == before


def test_a_practice_that_sends_none_sends_none(register: Register) -> None:
    owner, practice = register.person(OLIVIA), register.cast.practice
    change(register.desk, owner, practice, "send_receipts", False)
    done = register.pays(register.payer())
    assert mails(register) == []
    sees(read(register, done), "$100.00")


def test_without_an_address_or_a_mail_server_there_is_text_to_copy(register: Register) -> None:
    ada = register.payer()
    clients.change(register.store, register.mine, replace(ada, email=None), [])
    done = register.pays(ada)
    practice, florence = register.cast.practice, register.person(FLORENCE)
    given = send_again(register.desk, practice, florence, done.uid)
    sees(str(given.why_not), "has no e-mail address")
    sees(given.text, "Ada Lovelace", "$100.00", "Visa •••• 4242")
    clients.change(register.store, register.mine, ada, [])
    alone = replace(register.desk, sends_mail=False)
    sees(str(send_again(alone, practice, florence, done.uid).why_not), "can’t send e-mail")
    assert mails(register) == []


def test_two_clicks_at_once_send_it_once_more(register: Register) -> None:
    done = register.pays(register.payer())
    practice = register.cast.practice
    for user in (FLORENCE, OLIVIA):
        given = send_again(register.desk, practice, register.person(user), done.uid)
        assert given.why_not is None
    assert len(mails(register)) == 2
    register.passes(seconds=61)
    send_again(register.desk, practice, register.person(BEN), done.uid)
    assert len(mails(register)) == 3
    log = audit.of_target(register.store, register.mine, f"receipt:{done.uid}")
    assert [one.actor for one in log if one.action == "receipt.sent"] == [FLORENCE, BEN]


@pytest.mark.parametrize("user", [SAM, NOAH, STRANGER])
def test_who_may_not_charge_sends_nothing(register: Register, user: str) -> None:
    done = register.pays(register.payer())
    with pytest.raises(Refusal):
        send_again(register.desk, register.cast.practice, register.person(user), done.uid)
    assert len(mails(register)) == 1


def test_whoever_lost_the_right_gets_no_file(register: Register) -> None:
    done = register.pays(register.payer())
    send_pdf(register.desk, register.cast.practice, register.person(SAM), done.uid)
    name, _ = file_for(register.desk, register.mine, SAM, done.uid)
    assert name.endswith(".pdf")
    members.set_role(register.store, register.mine, SAM, "none", T0)
    with pytest.raises(RightLost):
        file_for(register.desk, register.mine, SAM, done.uid)


def test_what_is_not_paid_has_no_receipt(register: Register) -> None:
    asked = register.charges(OLIVIA, register.invoice(register.payer()))
    practice, olivia = register.cast.practice, register.person(OLIVIA)
    with pytest.raises(Refusal, match="isn’t paid"):
        send_pdf(register.desk, practice, olivia, asked.uid)
    with pytest.raises(Refusal, match="no such charge"):
        send_again(register.desk, practice, olivia, "nonsense")
    with pytest.raises(Refusal):
        file_of(register.desk, register.mine, asked.uid)


def test_a_debit_that_fails_on_its_way_is_told_once(register: Register) -> None:
    ada = register.payer("pm_sepaDebit_failed_at")
    invoice = register.invoice(ada, currency="eur")
    asked = register.done(register.charges(OLIVIA, invoice))
    assert mails(register) == []
    register.until_rest()
    assert register.now(asked).state == "failed"
    [mail] = mails(register)
    assert readable(mail["subject"]) == (
        "TEST · Your payment to Northside Physio has not gone through"
    )
    sees(mail["text"], "Your payment of €100.00 to Northside Physio", invoice.reference)
    sees(mail["text"], "You need not do anything now.")
    assert "receipt" not in mail["text"]
    assert mail["attachments"] == []


def test_a_payment_that_came_back_takes_the_receipt_back(register: Register) -> None:
    ada = register.payer("pm_usBankAccount_success")
    done = register.done(register.charges(OLIVIA, register.invoice(ada)))
    register.until_rest()
    assert register.now(done).state == "succeeded"
    intent = register.now(done).stripe_id or ""
    register.control(f"debits/{intent}/end", failure_code="account_closed")
    seen = payments.read(register.client, intent)
    for _ in range(2):
        record(register.desk, register.mine, done.uid, seen, System.STRIPE_NEWS)
    assert register.now(done).state == "failed"
    receipt, undone = mails(register)
    sees(receipt["subject"], "Receipt for")
    sees(undone["text"], "So the receipt that you got for it doesn’t count any more.")
    with pytest.raises(Refusal, match="isn’t paid"):
        send_again(register.desk, register.cast.practice, register.person(OLIVIA), done.uid)


def test_the_data_of_a_client_name_their_payments(register: Register) -> None:
    ada = register.payer()
    done = register.done(register.charges(OLIVIA, invoice := taxed(register, ada)))
    owner, practice = register.person(OLIVIA), register.cast.practice
    [payment] = everything_about(register.desk, owner, practice, ada)["payments"]
    assert payment == {
        "id": done.uid,
        "kind": "charge",
        "amount": 12_000,
        "surcharge": 0,
        "currency": "usd",
        "invoices": [invoice.reference],
        "method": {"type": "card", "brand": "visa", "last4": "4242"},
        "state": "succeeded",
        "asked_at": "2026-11-23T09:00:00+00:00",
        "changed_at": "2026-11-23T09:00:00+00:00",
    }


def test_what_is_found_after_a_restore_is_not_sent_a_second_time(register: Register) -> None:
    ada = register.payer()
    seen = payments.read(register.client, register.pays(ada).stripe_id or "")
    before = len(mails(register))
    invoice = taxed(register, ada, 10_000)
    found = found_at_stripe(register, ada, seen, Allocation(invoice.id, 10_000))
    assert len(mails(register)) == before
    sees(read(register, found), "November 22, 2026", invoice.reference, "$100.00")


def test_what_pays_nothing_that_is_here_has_no_receipt(register: Register) -> None:
    ada = register.payer()
    seen = payments.read(register.client, register.pays(ada).stripe_id or "")
    found = found_at_stripe(register, ada, seen)
    assert found.state == "review"
    with pytest.raises(Refusal, match="Somebody has to look"):
        send_pdf(register.desk, register.cast.practice, register.person(OLIVIA), found.uid)


def found_at_stripe(
    register: Register, payer: Client, seen: Snapshot, *parts: Allocation
) -> Operation:
    """A charge of the day before that nobody here remembers."""
    charge = seen.charge
    assert charge is not None
    seen = replace(seen, intent_id="pi_found", charge=replace(charge, id="ch_found", fee=None))
    blank_one = blank(register.mine, "charge", payer.id, "reconciler", T0 - 86_400_000)
    wanted = replace(
        blank_one,
        state="sending",
        customer_id=seen.customer_id,
        amount=seen.amount,
        currency=seen.currency,
        method={"type": "card", "brand": "visa", "last4": "4242"},
        shown={"payer": payer.reference, "invoices": []},
    )
    added = operations.add(register.store, register.mine, wanted, parts, live=True)
    assert added is not None
    done = record(register.desk, register.mine, added.uid, seen, System.RECONCILER)
    assert done is not None
    return done
