"""Invoices as PDFs: every word in its place and language, and the same bytes for ever."""

import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from pypdf import PdfReader

from desk.context import Desk
from desk.document_pdf import Document, drawn
from desk.documents import Written, document_of, file_of
from rules.words import Refusal
from storage import catalogue, clients, invoices, practices, settings, taxes
from storage.catalogue import Practitioner
from storage.clients import Client
from storage.database import Store
from storage.invoice_contents import Content, Line, TaxLine
from storage.taxes import TaxRate, TaxTerms
from tests.storage.test_invoices import invoice
from tests.support.cast import OLIVIA, T0, Cast, FrozenClock
from tests.support.chat import readable

GEORGE = Client(7, "NP-0042", "Γεώργιος Παπαδόπουλος", "", created_at=T0, changed_at=T0)
HILL = Practitioner(1, "Dr Jo Hill", "4471239")
VAT = TaxRate(1, 11, "VAT", Decimal(20), False, None, T0, None)
INSIDE = TaxRate(2, 12, "TVA", Decimal("5.5"), True, None, T0, None)
SELLER = {
    "name": "Northside Physio",
    "address": ["12 Main Street", "Austin, TX 78701"],
    "registrations": ["VAT GB123456789"],
    "provider_number": "P-77",
    "tax_wording": "Exempt under article 261.",
    "place": "US-TX",
}
BUYER = {
    "name": "Γεώργιος Παπαδόπουλος",
    "reference": "NP-0042",
    "address": ["1 rue de la Paix", "75002 Paris"],
    "client": {"name": "Ада Лавлейс", "reference": "NP-0043"},
}


def written(lines: int = 2, test: bool = False, **more: Any) -> Written:
    one = invoice(1042, GEORGE, seller=SELLER, buyer=BUYER, note="Policy 4711", **more)
    session = Line("Séance – 45 min", "1.5", 6_000, 9_000, 1, (11, 12))
    content = Content((session,) * lines, (TaxLine(11, 10_000, 2_000), TaxLine(12, 9_000, 495)))
    return Written(one, content, {11: VAT, 12: INSIDE}, {1: HILL}, test)


def read(document: Document) -> list[str]:
    """What stands on each page, with plain spaces."""
    pages = PdfReader(io.BytesIO(drawn(document))).pages
    return [readable(page.extract_text()) for page in pages]


def sees(text: str, *pieces: str) -> None:
    for piece in pieces:
        assert piece in text, f"{piece!r} is not in:\n{text}"


def test_everything_stands_on_it() -> None:
    [page] = read(document_of(written()))
    sees(page, "Northside Physio", "Austin, TX 78701", "VAT GB123456789", "Provider number P-77")
    sees(page, "Γεώργιος Παπαδόπουλος", "NP-0042", "For Ада Лавлейс, NP-0043", "75002 Paris")
    sees(page, "INV-1042", "November 23, 2026", "December 23, 2026")
    sees(page, "Séance – 45 min", "Dr Jo Hill, provider number 4471239", "1.5", "$60.00", "$90.00")
    sees(page, "VAT 20% of $100.00", "$20.00", "TVA 5.5% of $90.00, contained in the prices")
    sees(page, "Net", "$100.00", "Total in USD", "$120.00", "Tax is rounded on each line.")
    sees(page, "Exempt under article 261.", "Policy 4711", "INV-1042 · page 1")
    assert "TEST" not in page
    assert "PAID" not in page


def test_in_french_and_without_decimals() -> None:
    [page] = read(document_of(written(language="fr", currency="jpy", rounding="total")))
    sees(page, "Facture", "23 novembre 2026", "9 000 JPY", "1,5", "VAT 20 % sur 10 000 JPY")
    sees(page, "Pour Ада Лавлейс", "La taxe est arrondie sur le total.", "Total en JPY")


@pytest.mark.parametrize(
    ("more", "marks"),
    [
        ({"state": "paid", "paid": 12_000}, ["PAID"]),
        ({"state": "void"}, ["VOID", "This invoice is void: nothing is to be paid."]),
        ({"state": "void", "language": "fr"}, ["ANNULÉE"]),
        ({"paid": 2_000}, ["Paid", "$20.00", "Left to pay", "$100.00"]),
        ({"test": True}, ["TEST – not a real invoice"]),
    ],
)
def test_it_says_what_became_of_it(more: dict[str, Any], marks: list[str]) -> None:
    [page] = read(document_of(written(**more)))
    sees(page, *marks)


def test_a_long_one_goes_on_with_the_heads_again() -> None:
    pages = read(document_of(written(lines=30, test=True)))
    assert len(pages) == 2
    for number, page in enumerate(pages, 1):
        sees(page, "What it is for", "TEST – not a real invoice", f"INV-1042 · page {number}")
    assert "Total in USD" not in pages[0]
    sees(pages[1], "Total in USD", "Policy 4711")


def test_the_same_invoice_makes_the_same_bytes() -> None:
    for more in ({}, {"language": "fr"}, {"lines": 40}, {"state": "paid"}):
        document = document_of(written(**more))
        assert drawn(document) == drawn(replace(document))
    assert drawn(document_of(written())) != drawn(document_of(written(lines=3)))


def test_texts_are_never_markup() -> None:
    odd = replace(written().invoice, note="<b>Bold</b> & <img src='file:///etc/passwd'/>")
    [page] = read(document_of(replace(written(), invoice=odd)))
    sees(page, "<b>Bold</b> & <img src='file:///etc/passwd'/>")


def test_it_stays_the_same_when_all_around_it_changes(
    store: Store, cast: Cast, clock: FrozenClock
) -> None:
    mine, desk = cast.practice.id, Desk(store, clock, b"")
    ada = clients.add(store, mine, replace(GEORGE, id=0), [])
    hill = catalogue.add_practitioner(store, mine, "Dr Jo Hill", "4471239", T0)
    with store.transaction():
        rate = taxes.add(store, mine, "VAT", "vat", T0) or 0
        vat = taxes.add_version(store, mine, rate, TaxTerms("VAT", Decimal(20), False), OLIVIA, T0)
    line = Line("Session", "1", 10_000, 10_000, hill, (vat,))
    kept = invoice(1042, ada, seller=SELLER, buyer=BUYER)
    kept = invoices.add(store, mine, kept, Content((line,), (TaxLine(vat, 10_000, 2_000),)))
    name, before = file_of(desk, mine, kept.id)
    with store.transaction():
        taxes.rename(store, mine, rate, "Tax", "tax")
        taxes.add_version(store, mine, rate, TaxTerms("Tax", Decimal(25), True), OLIVIA, T0)
    clients.change(store, mine, replace(ada, name="Somebody Else"), [])
    catalogue.archive_practitioner(store, mine, hill, T0)
    settings.put(store, mine, "legal_name", "Another Name")
    settings.put(store, mine, "rounding", "total")
    practices.set_place(store, mine, "FR", "eur")
    clock.advance(10**10)
    assert file_of(desk, mine, kept.id) == (name, before)
    with pytest.raises(Refusal):
        file_of(desk, cast.other.id, kept.id)
