"""Credit notes: numbered without gaps, exact to the minor unit, undone where the refund comes back;
what the client is written of a refund."""

import io
from dataclasses import replace
from decimal import Decimal

import pytest
from pypdf import PdfReader

from desk.context import Desk
from desk.documents import file_of as invoice_file
from desk.receipt_documents import file_of as receipt_file
from desk.refund_documents import CONFIRMATION, KIND, file_of, key_of
from desk.refund_endings import no_longer_owed
from desk.refund_outcomes import record_refund
from desk.refund_refresh import heard_of
from processor import refunds as at_stripe
from rules.systems import System
from storage import clients, credit_notes, invoice_contents, invoices, outbox, taxes
from storage.invoice_contents import Content, Line, TaxLine
from storage.invoices import Invoice
from storage.operations import REOPEN, Operation
from storage.taxes import TaxTerms
from tests.desk.test_refund_outcomes import refunded_in_the_dashboard
from tests.support.cast import OLIVIA
from tests.support.chat import readable
from tests.support.refunding import balance_of, refund
from tests.support.register import NUMBERS, Register

NEWS = System.STRIPE_NEWS


@pytest.fixture
def register(register: Register) -> Register:
    """It sends mail."""
    return replace(register, desk=replace(register.desk, sends_mail=True))


def taxed(register: Register, method: str = "pm_card_visa", total: int = 10_000) -> Invoice:
    """With a tax that doesn't divide evenly."""
    ada = register.payer(method)
    blank = register.invoice(ada, total)
    store, mine, now = register.store, register.mine, register.clock()
    terms = TaxTerms("VAT", Decimal(7), False, None)
    with store.transaction():
        rate = taxes.add(store, mine, "VAT", "vat", now) or 0
        version = taxes.add_version(store, mine, rate, terms, OLIVIA, now)
    number = next(NUMBERS)
    content = Content(
        (Line("Manual therapy", "1", total - 333, total - 333, None, (version,)),),
        (TaxLine(version, total - 333, 333),),
    )
    new = replace(blank, number=number, reference=f"INV-{number}", net=total - 333)
    return invoices.add(store, mine, new, content)


def read(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(readable("\n".join(page.extract_text() for page in pages)).split())


def text_of(desk: Desk, practice_id: int, key: str) -> str:
    return read(file_of(desk, practice_id, key)[1])


def document(register: Register, asked: Operation, kind: str) -> str:
    return text_of(register.desk, register.mine, key_of(asked.uid, kind))


def notes_of(register: Register, *invoice: Invoice) -> list[credit_notes.CreditNote]:
    ids = [one.id for one in invoice]
    return credit_notes.of_invoices(register.store, register.mine, ids)


def fails(register: Register, asked: Operation) -> Operation:
    seen = at_stripe.read(register.client, asked.stripe_id or "")
    record_refund(register.desk, register.mine, asked.uid, replace(seen, status="failed"), NEWS)
    return register.now(asked)


def mail_of(register: Register, asked: Operation, more: str = "") -> dict[str, object] | None:
    found = outbox.find(register.store, register.mine, f"{KIND}:{asked.uid}{more}")
    return found.payload if found else None


def test_notes_are_numbered_without_gaps_and_their_taxes_add_up(register: Register) -> None:
    invoice = taxed(register)
    charge = register.done(register.charges(OLIVIA, invoice))
    for part in (1_111, 2_222, 3_333, None):
        register.done(refund(register, OLIVIA, charge, part))
    found = notes_of(register, invoice)
    assert [(one.number, one.reference) for one in found] == [(n, f"CN-{n}") for n in range(1, 5)]
    assert sum(one.amount for one in found) == 10_000
    taxes_in = [sum(part["taxes"].values()) for one in found for part in one.content["parts"]]
    assert taxes_in == [37, 74, 111, 111]
    assert balance_of(register, invoice) == ("paid", 0, 10_000, 0)


def test_what_comes_back_is_undone_by_a_note_of_its_own_and_the_taxes_stay_exact(
    register: Register,
) -> None:
    invoice = taxed(register)
    charge = register.done(register.charges(OLIVIA, invoice))
    first = register.done(refund(register, OLIVIA, charge, 1_111, mail=True))
    register.done(refund(register, OLIVIA, charge, 2_222))
    assert fails(register, first).state == "failed"
    fails(register, first)
    # Stripe itself has the first one still.
    register.done(refund(register, OLIVIA, charge, 6_667))
    found = notes_of(register, invoice)
    assert [one.kind for one in found] == ["credit", "credit", "undone", "credit"]
    signed = [
        (-1 if one.kind == "undone" else 1) * sum(part["taxes"].values())
        for one in found
        for part in one.content["parts"]
    ]
    assert sum(signed) == 296
    words = document(register, first, "undone")
    for piece in ("Credit note undone", "CN-3", "CN-1", "$11.11", "no longer counts"):
        assert piece in words, words
    told = mail_of(register, first, ":undone")
    assert told is not None
    assert "the credit note that you got with it" in str(told["text"])


def test_the_client_gets_the_note_where_the_tick_was_left(register: Register) -> None:
    invoice = taxed(register)
    charge = register.done(register.charges(OLIVIA, invoice))
    asked = register.done(refund(register, OLIVIA, charge, 4_000, mail=True, note="She moved"))
    told = mail_of(register, asked)
    assert told is not None
    assert told["attachments"] == [[KIND, f"{asked.uid}:credit"]]
    assert "$40.00" in str(told["subject"])
    assert "You no longer owe this" in readable(str(told["text"]))
    words = document(register, asked, "credit")
    for piece in ("Credit note", "CN-1", invoice.reference, "-$40.00", "-$1.33", "Ada Lovelace"):
        assert piece in words, words
    for secret in ("Manual therapy", "She moved"):
        assert secret not in words + str(told)
    quiet = register.done(refund(register, OLIVIA, charge, 1_000))
    assert mail_of(register, quiet) is None
    assert len(notes_of(register, invoice)) == 2


def test_in_the_clients_language(register: Register) -> None:
    invoice = taxed(register)
    ada = clients.get(register.store, register.mine, invoice.payer_id)
    assert ada is not None
    french = replace(ada, language="fr")
    clients.change(register.store, register.mine, french, [])
    charge = register.done(register.charges(OLIVIA, invoice))
    asked = register.done(refund(register, OLIVIA, charge, 4_000, mail=True))
    assert "Avoir" in document(register, asked, "credit")
    told = mail_of(register, asked)
    assert told is not None
    assert "remboursement" in str(told["subject"])


def test_an_invoice_that_is_owed_as_before_gets_a_confirmation_and_no_note(
    register: Register,
) -> None:
    invoice = taxed(register)
    charge = register.done(register.charges(OLIVIA, invoice))
    asked = register.done(refund(register, OLIVIA, charge, 4_000, ends=REOPEN, mail=True))
    assert notes_of(register, invoice) == []
    words = document(register, asked, CONFIRMATION)
    assert "still to be paid" in words
    assert "Credit note" not in words
    told = mail_of(register, asked)
    assert told is not None
    assert "still to be paid" in readable(str(told["text"]))
    failed = fails(register, asked)
    assert mail_of(register, failed, ":undone") is not None


def test_a_refund_from_the_dashboard_gets_its_note_once_somebody_says_it_is_not_owed(
    register: Register,
) -> None:
    invoice = taxed(register)
    charge = register.done(register.charges(OLIVIA, invoice))
    seen = refunded_in_the_dashboard(register, charge, 2_500)
    found = heard_of(register.desk, register.mine, seen, NEWS)
    assert found is not None
    assert notes_of(register, invoice) == []
    practice, owner = register.cast.practice, register.person(OLIVIA)
    no_longer_owed(register.desk, practice, owner, found.uid)
    [note] = notes_of(register, invoice)
    assert (note.amount, note.created_by) == (2_500, OLIVIA)


def test_what_a_note_says_of_taxes_is_kept_with_it(register: Register) -> None:
    invoice = taxed(register)
    charge = register.done(register.charges(OLIVIA, invoice))
    register.done(refund(register, OLIVIA, charge))
    [note] = notes_of(register, invoice)
    lines = invoice_contents.tax_lines(register.store, register.mine, [invoice.id])[invoice.id]
    assert note.content["parts"][0]["taxes"] == {
        str(one.tax_version_id): one.amount for one in lines
    }
    assert note.content["seller"]["name"]
    assert "Ada" not in str(note.content)


def test_receipt_and_invoice_say_honestly_what_went_back(register: Register) -> None:
    invoice = taxed(register)
    charge = register.done(register.charges(OLIVIA, invoice))
    register.done(refund(register, OLIVIA, charge, 4_000))
    _, receipt = receipt_file(register.desk, register.mine, charge.uid)
    assert "$40.00 of this payment has been refunded since" in read(receipt)
    assert "PAID IN FULL" not in read(receipt)
    _, paper = invoice_file(register.desk, register.mine, invoice.id)
    assert "Credited $40.00" in read(paper)
    register.done(refund(register, OLIVIA, charge))
    _, paper = invoice_file(register.desk, register.mine, invoice.id)
    assert "CREDITED" in read(paper)
    assert "PAID" not in read(paper)
