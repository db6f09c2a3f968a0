"""`paydesk import invoices.csv`: amounts and days are read as they are meant, or asked for."""

from decimal import Decimal

import pytest

from storage import counters, invoice_contents, invoices, taxes
from storage.invoice_contents import Content
from storage.invoices import Invoice
from storage.models import ImportRun
from storage.taxes import TaxTerms
from tests.support.cast import T0
from tests.support.importing import Terminal, Told
from tests.support.stores import ON_SQLITE

CLIENTS = "id,name,email\n7,Ada Lovelace,ada@example.org\n8,Grace Hopper,\n9,Grace Hopper,\n"


@pytest.fixture
def known(terminal: Terminal) -> Terminal:
    """With three clients and two taxes."""
    terminal.imports(CLIENTS)
    store, mine = terminal.store, terminal.cast.practice.id
    for name, percent, inclusive in (("VAT", "20", False), ("GST", "10", True)):
        with store.transaction():
            rate_id = taxes.add(store, mine, name, name.lower(), T0)
            assert rate_id is not None
            terms = TaxTerms(name, Decimal(percent), inclusive)
            taxes.add_version(store, mine, rate_id, terms, "test", T0)
    return terminal


def made(terminal: Terminal) -> list[Invoice]:
    return invoices.after_id(terminal.store, terminal.cast.practice.id, 0, 100)


def content(terminal: Terminal, invoice: Invoice) -> Content:
    return invoice_contents.content(terminal.store, terminal.cast.practice.id, invoice.id)


def imports(terminal: Terminal, rows: str, *options: str) -> Told:
    return terminal.imports(rows, *options)


def test_invoices_come_in_with_what_is_still_due(known: Terminal) -> None:
    told = imports(
        known,
        "Invoice Number,Patient ID,Issue Date,Due Date,Item,Net,Tax,Total,Amount Paid,Status\n"
        'INV-1042,7,25/11/2026,25/12/2026,Visit,"$1,000.00",200.00,1200.00,200.00,Open\n'
        "INV-1043,7,26/11/2026,,,50.00,0,50.00,50.00,Paid\n",
    )
    assert told.says("Days have the day first", "2 invoices taken over").status == 0
    first, second = made(known)
    assert (first.reference, first.number, first.external_id) == ("INV-1042", 1042, "INV-1042")
    assert (first.net, first.total, first.paid, first.due) == (100_000, 120_000, 20_000, 100_000)
    assert (first.issued_on, first.due_on, first.state) == ("2026-11-25", "2026-12-25", "open")
    assert first.buyer["name"] == "Ada Lovelace"
    [line] = content(known, first).lines
    assert (line.description, line.amount, len(line.taxes)) == ("Visit", 100_000, 1)
    assert (second.state, second.due_on, second.currency) == ("paid", "2026-12-26", "usd")
    assert counters.last(known.store, known.cast.practice.id, counters.INVOICES) == 1043


def test_lines_with_one_number_are_one_invoice(known: Terminal) -> None:
    imports(
        known,
        "number,client,issued_on,description,quantity,unit_amount,tax_rate,total\n"
        "F-2026-7,7,2026-11-25,One,2,10.00,VAT,35.00\n"
        "F-2026-7,7,2026-11-25,Two,1,11.00,10 %,35.00\n",
    )
    [invoice] = made(known)
    assert (invoice.total, invoice.net) == (3500, 3000)
    assert (invoice.reference, invoice.number) == ("F-2026-7", -1)
    assert [(one.taxable, one.amount) for one in content(known, invoice).taxes] == [
        (2000, 400),
        (1000, 100),
    ]


def test_a_french_file_is_read_as_the_french_write(known: Terminal) -> None:
    told = imports(
        known,
        "N° facture;Patient;Date de facture;Échéance;Libellé;Montant HT;TVA;Total TTC;Solde;"
        "Statut\n"
        "F1;Ada Lovelace;25/11/2026;01/12/2026;Séance;1 250,50 $;0;1 250,50 $;1 250,50;Émise\n"
        "F2;Ada Lovelace;03/04/2026;;Séance;1.250;0;;0,00;Payée\n",
    )
    assert told.status == 0, told.text
    first, second = made(known)
    assert (first.total, first.due) == (125_050, 125_050)
    assert (second.total, second.issued_on) == (125_000, "2026-04-03")


def test_a_second_file_leaves_what_is_there(known: Terminal) -> None:
    head = "number,client,issued_on,total\n"
    imports(known, head + "A1,7,2026-11-25,10.00\n")
    more = imports(known, head + "A1,7,2026-11-25,10.00\nA2,7,2026-11-25,10.00\n")
    more.says("1 invoices are new, 1 are there already", "line 2: there already, A1")
    other = imports(known, head + "A1,7,2026-11-25,11.00\n")
    assert other.says("line 2, number: Another invoice has this number").status == 1
    assert [one.reference for one in made(known)] == ["A1", "A2"]


HEAD = "number,client,issued_on,due_on,amount,total,paid,status,currency,tax,tax_rate,quantity\n"

CROOKED = {
    "an unclear day": (("A,7,03/04/2026,,1.00,,,,,,,",), "Line 2: the day can be read in two ways"),
    "two kinds of days": (
        ("A,7,25/04/2026,,1,,,,,,,", "B,7,04/25/2026,,1,,,,,,,"),
        "Lines 2 and 3 are written in different ways",
    ),
    "an unclear amount": (('A,7,2026-11-25,,"1,250",,,,,,,',), "Line 2: the amount can be read"),
    "two kinds of amounts": (
        ('A,7,2026-11-25,,"12,50",,,,,,,', "B,7,2026-11-25,,12.50,,,,,,,"),
        "Lines 2 and 3 are written in different ways",
    ),
    "no such day": (("A,7,2026-02-30,,1,,,,,,,",), "line 2, issued_on: There is no such day"),
    "a year of two digits": (("A,7,25/11/26,,1,,,,,,,",), "with the year in four digits"),
    "no day": (("A,7,,,1,,,,,,,",), "line 2, issued_on: The day is missing"),
    "due before it was issued": (("A,7,2026-11-25,2026-11-24,1,,,,,,,",), "line 2, due_on"),
    "an unknown client": (("A,77,2026-11-25,,1,,,,,,,",), "line 2, client: There is no such"),
    "no client": (("A,,2026-11-25,,1,,,,,,,",), "line 2, client: The client is missing"),
    "no number": ((",7,2026-11-25,,1,,,,,,,",), "line 2, number"),
    "no amount": (("A,7,2026-11-25,,,,,,,,,",), "line 2, amount: The amount is missing"),
    "words for an amount": (("A,7,2026-11-25,,ten,,,,,,,",), "line 2, amount"),
    "wrong groups": (('A,7,2026-11-25,,"1,25,00.00",,,,,,,',), "not grouped by threes"),
    "another currency's sign": (("A,7,2026-11-25,,€10.00,,,,,,,",), "in another currency"),
    "no such currency": (("A,7,2026-11-25,,1,,,,XXX,,,",), "line 2, currency"),
    "yen with decimals": (("A,7,2026-11-25,,1.5,,,,jpy,,,",), "more decimals than JPY"),
    "another total": (("A,7,2026-11-25,,10.00,11.00,,,,,,",), "line 2, total: The lines and"),
    "below zero": (("A,7,2026-11-25,,-10.00,,,,,,,",), "Credit notes can’t be taken over"),
    "too much paid": (("A,7,2026-11-25,,10.00,,11.00,,,,,",), "line 2, paid: More is paid"),
    "paid but due": (("A,7,2026-11-25,,10.00,,1.00,paid,,,,",), "line 2, status: It is said"),
    "a draft": (("A,7,2026-11-25,,10.00,,,draft,,,,",), "line 2, status: Write paid, open or void"),
    "an unknown tax": (("A,7,2026-11-25,,10.00,,,,,,PST,",), "line 2, tax_rate: No tax rate"),
    "a tax of no rate": (("A,7,2026-11-25,,10.00,,,,,0.70,,",), "line 2, tax: No tax rate"),
    "no quantity": (("A,7,2026-11-25,,10.00,,,,,,,0",), "line 2, quantity"),
    "one number twice": (
        ("A,7,2026-11-25,,1,,,,,,,", "B,7,2026-11-25,,1,,,,,,,", "A,7,2026-11-25,,1,,,,,,,"),
        "line 4: This is the same as on line 2",
    ),
    "a card number": (
        ("A,4242424242424242,2026-11-25,,1,,,,,,,",),
        "line 2, client: There is a card number",
    ),
}


@ON_SQLITE
@pytest.mark.parametrize("what", CROOKED)
def test_a_crooked_file_is_told_and_nothing_is_half_done(known: Terminal, what: str) -> None:
    rows, said = CROOKED[what]
    told = imports(known, HEAD + "\n".join(rows) + "\n", "--kind", "invoices")
    assert told.says(said).says_not("4242", "Traceback").status == 1
    assert made(known) == []
    assert known.store.select(ImportRun.select().where(ImportRun.kind == "invoices")) == []


@ON_SQLITE
def test_what_is_unclear_can_be_told(known: Terminal) -> None:
    rows = 'number,client,issued_on,total\nA,7,03/04/2026,"1,250"\n'
    imports(known, rows, "--dates", "mdy", "--decimals", "point")
    [invoice] = made(known)
    assert (invoice.issued_on, invoice.total) == ("2026-03-04", 125_000)
    wrong = "number,client,issued_on,total\nB,7,25/04/2026,1\n"
    imports(known, wrong, "--dates", "mdy").says("Line 2 is written in another way than you said")


@ON_SQLITE
def test_two_clients_of_a_name_are_not_mistaken_for_each_other(known: Terminal) -> None:
    rows = "number,patient,issued_on,total\nA,Grace Hopper,2026-11-25,1\n"
    imports(known, rows).says("line 2, patient: Several clients are meant")


@ON_SQLITE
def test_a_void_invoice_is_void(known: Terminal) -> None:
    imports(known, "number,client,issued_on,total,state\nA,7,2026-11-25,1,Annulée\n")
    [invoice] = made(known)
    assert (invoice.state, invoice.due) == ("void", 0)
    assert invoice.void_reason == "It was void before it was taken over."


@ON_SQLITE
def test_the_payer_is_who_pays_for_the_client(known: Terminal) -> None:
    known.imports("id,name,payer\n10,Child,7\n")
    imports(known, "number,client,issued_on,total\nA,10,2026-11-25,1\n")
    [invoice] = made(known)
    assert (invoice.client_id, invoice.payer_id) == (4, 1)
    assert invoice.buyer["client"]["name"] == "Child"
