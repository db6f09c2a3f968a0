"""What accountants get adds up to the ledger, and its taxes to those of what was paid."""

import csv
import random
import tracemalloc
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from desk.access import Person, SystemActor
from desk.accounts import account_rows, month_before
from desk.book_files import ACCOUNTS, accounts_file_for, send_accounts
from desk.documents import RightLost
from desk.export_files import drawn_file, write_rows
from desk.exports import Cell
from desk.forms import WrongFields
from rules.systems import System
from rules.words import Refusal
from storage import audit, catalogue, invoices, ledger, taxes
from storage.invoice_contents import Content, TaxLine
from storage.invoice_contents import Line as InvoiceLine
from storage.invoices import Invoice
from storage.ledger import Line
from storage.models import Outbox
from storage.operations import Operation
from storage.taxes import TaxTerms
from tests.desk.test_elsewhere import notes, undoes, writes_off
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER, T0
from tests.support.register import NUMBERS, Register

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
Rows = list[dict[str, Cell]]


def exported(register: Register, first: date = FIRST, last: date = LAST) -> Rows:
    actor = SystemActor(register.mine, System.EXPORT)
    return read(account_rows(register.desk, actor, register.cast.practice, first, last))


def read(rows: Iterator[Sequence[Cell]]) -> Rows:
    heading = [str(one) for one in next(rows)]
    return [dict(zip(heading, row, strict=True)) for row in rows]


def added(rows: Rows, column: str, **named: str) -> Decimal:
    """The sum of a column, of the rows that have these values."""
    wanted = [one for one in rows if all(one[name] == value for name, value in named.items())]
    return sum((one[column] for one in wanted if one[column] != ""), Decimal(0))  # type: ignore[misc]


@pytest.fixture
def taxed(register: Register) -> "Taxed":
    return Taxed(register)


class Taxed:
    """Invoices with two taxes and two who worked: 100.00 + 20 % by Dr Hill, 55.00 by Dr Lee, and
    10 % contained in both: 175.00."""

    def __init__(self, register: Register) -> None:
        store, mine = register.store, register.mine
        self.register = register
        with store.transaction():
            self.vat = self._version("VAT", 20, contained=False)
            self.city = self._version("City", 10, contained=True)
            self.hill, self.lee = (
                catalogue.add_practitioner(store, mine, name, "", T0)
                for name in ("Dr Hill", "Dr Lee")
            )

    def _version(self, name: str, percent: int, *, contained: bool) -> int:
        store, mine = self.register.store, self.register.mine
        rate = taxes.add(store, mine, name, name.lower(), T0) or 0
        terms = TaxTerms(name, Decimal(percent), contained)
        taxes.add_version(store, mine, rate, terms, OLIVIA, T0)
        found = taxes.get(store, mine, rate)
        assert found is not None
        return found.version_id

    def invoice(self, payer: Any) -> Invoice:
        number = next(NUMBERS)
        blank = self.register.invoice(payer, 1)
        new = replace(blank, id=0, number=number, reference=f"T-{number}", net=14_091, total=17_500)
        lines = (
            InvoiceLine("Massage", "1", 10_000, 10_000, self.hill, (self.vat, self.city)),
            InvoiceLine("Exercise", "1", 5_500, 5_500, self.lee, (self.city,)),
        )
        sums = (TaxLine(self.vat, 10_000, 2_000), TaxLine(self.city, 14_091, 1_409))
        return invoices.add(self.register.store, self.register.mine, new, Content(lines, sums))


def test_a_paid_invoice_has_exactly_its_taxes_and_its_practitioners(taxed: Taxed) -> None:
    register = taxed.register
    invoice = taxed.invoice(register.payer())
    register.done(register.charges(OLIVIA, invoice, amount=3_333))
    notes(register, register.invoice_now(invoice), amount="51.27")
    notes(register, register.invoice_now(invoice), amount="90.40", method="insurer")
    rows = exported(register)
    named = {"invoice": invoice.reference}
    assert added(rows, "tax VAT 20%", **named) == Decimal("20.00")
    assert added(rows, "tax City 10%", **named) == Decimal("14.09")
    assert added(rows, "net", **named) == Decimal("140.91")
    assert added(rows, "amount", practitioner="Dr Hill") == Decimal("120.00")
    assert added(rows, "amount", practitioner="Dr Lee") == Decimal("55.00")
    assert {one["tax_basis"] for one in rows} == {"payments received"}
    assert {one["method"] for one in rows} == {"card", "cash", "insurer"}


def test_what_is_taken_back_takes_its_tax_back(taxed: Taxed) -> None:
    register = taxed.register
    wrong = notes(register, taxed.invoice(register.payer()), amount="77.77")
    undoes(register, wrong)
    rows = exported(register)
    for column in ("amount", "net", "tax VAT 20%", "tax City 10%"):
        assert added(rows, column) == 0
    assert {one["what"] for one in rows} == {"elsewhere", "elsewhere_undone"}


def test_fees_surcharges_and_write_offs_stand_in_places_of_their_own(taxed: Taxed) -> None:
    register = taxed.register
    ada = register.payer()
    paid = register.done(register.charges(OLIVIA, taxed.invoice(ada)))
    register.passes(seconds=10)
    register.till.work_off()
    writes_off(register, register.invoice(ada, 700), amount="7")
    rows = exported(register)
    assert added(rows, "written_off") == Decimal("7.00")
    assert added(rows, "amount", what="write_off") == 0
    [fee] = [one for one in rows if one["what"] == "fee"]
    assert (fee["amount"], fee["net"], fee["tax VAT 20%"]) == (Decimal("-5.38"), "", "")
    assert fee["invoice"] == paid.shown["invoices"][0]


def test_a_surcharge_is_split_off_and_goes_back_with_the_payment(register: Register) -> None:
    paid = register.pays(register.payer())
    with_surcharge = replace(paid, amount=10_300, surcharge=300)
    move_amounts(register, with_surcharge)
    for kind, amount in (("reversal", -10_000), ("reversal", -300)):
        line = Line(paid.id, kind, f"{kind}{amount}_{paid.id}", amount, "usd", register.clock())
        ledger.add(register.store, register.mine, line)
    rows = exported(register)
    back = [one for one in rows if one["what"] == "reversal"]
    assert sum(one["amount"] for one in back) == Decimal("-103.00")  # type: ignore[misc]
    assert added(back, "surcharge") == Decimal("-3.00")


def move_amounts(register: Register, operation: Operation) -> None:
    with register.store.transaction():
        register.store.database.run(
            f"UPDATE operation SET amount = {operation.amount}, surcharge = {operation.surcharge}"
            f" WHERE id = {operation.id}"
        )


@pytest.mark.parametrize("kind", ["sqlite"])
def test_whatever_happened_the_sums_are_those_of_the_ledger(
    taxed: Taxed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Against the lines themselves, added up another way, over pages of seven."""
    monkeypatch.setattr("desk.accounts._PAGE", 7)
    monkeypatch.setattr("desk.books.PAGE", 5)
    register, chance = taxed.register, random.Random(7)
    payers = [register.payer(), register.payer()]
    for number in range(10):
        invoice = taxed.invoice(chance.choice(payers))
        somehow(register, chance, invoice, number)
    rows = exported(register)
    lines = ledger.all_lines(register.store, register.mine)
    off = ("write_off", "write_off_undone")
    by_kind: Counter[str] = Counter()
    for line in lines:
        by_kind[line.kind] += line.amount
    for what, amount in by_kind.items():
        column = "written_off" if what in off else "amount"
        assert added(rows, column, what=what) == Decimal(amount) / 100, what
    moved = sum(line.amount for line in lines if line.kind not in off)
    assert added(rows, "amount") == Decimal(moved) / 100
    of_bills = [one for one in rows if one["net"] != ""]
    for one in of_bills:
        tax = sum(one[name] or 0 for name in ("tax VAT 20%", "tax City 10%"))  # type: ignore[misc]
        assert one["net"] + tax == one["amount"]  # type: ignore[operator]
    everything = invoices.after_id(register.store, register.mine, 0, 999)
    settled = [one for one in everything if one.paid == 17_500]
    assert len(settled) > 2
    for one in settled:
        assert added(rows, "tax VAT 20%", invoice=one.reference) == Decimal("20.00")
        assert added(rows, "tax City 10%", invoice=one.reference) == Decimal("14.09")


def somehow(register: Register, chance: random.Random, invoice: Invoice, number: int) -> None:
    """Paid in parts, in some way, undone, disputed, or written off."""
    day = f"2026-11-{chance.randrange(1, 24):02}"
    while (left := register.invoice_now(invoice)).due:
        amount = min(left.due, chance.randrange(100, 9_000))
        amount = left.due if left.due - amount < 100 else amount
        said = f"{amount / 100:.2f}"
        match chance.randrange(9):
            case 0:
                register.done(register.charges(OLIVIA, left, amount=amount))
            case 1:
                undoes(register, notes(register, left, amount=said, day=day))
            case 2 if number % 3 == 0:
                writes_off(register, left, amount=said)
            case _:
                notes(register, left, amount=said, day=day)


def test_a_day_belongs_to_one_month_and_to_no_other(register: Register) -> None:
    ada = register.payer()
    for day in ("2026-10-31", "2026-11-01"):
        notes(register, register.invoice(ada), day=day)
    october = exported(register, date(2026, 10, 1), date(2026, 10, 31))
    november = exported(register, date(2026, 11, 1), date(2026, 11, 30))
    assert [one["day"] for one in october] == ["2026-10-31"]
    assert [one["day"] for one in november] == ["2026-11-01"]
    assert {one["recorded_on"] for one in october} == {"2026-11-23"}
    assert month_before(date(2026, 3, 31)) == (date(2026, 2, 1), date(2026, 2, 28))
    assert month_before(date(2026, 1, 1)) == (date(2025, 12, 1), date(2025, 12, 31))


def test_what_people_typed_is_harmless_in_a_spreadsheet(register: Register, tmp_path: Path) -> None:
    notes(register, register.invoice(register.payer()), reference="=cmd|' /C calc'!A0")
    actor = SystemActor(register.mine, System.EXPORT)

    def rows() -> Iterator[Sequence[Cell]]:
        return account_rows(register.desk, actor, register.cast.practice, FIRST, LAST)

    assert write_rows(tmp_path / "a.csv", rows()) == write_rows(tmp_path / "a.xlsx", rows()) == 1
    [row] = csv.DictReader((tmp_path / "a.csv").read_text("utf-8-sig").splitlines())
    assert (row["reference"], row["amount"]) == ("'=cmd|' /C calc'!A0", "100.00")
    sheet = ZipFile(tmp_path / "a.xlsx").read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet


def test_it_comes_to_whoever_asks_and_is_in_the_log(register: Register) -> None:
    practice, store = register.cast.practice, register.store
    notes(register, register.invoice(register.payer()))
    form = {
        "accounts_first": "2026-11-01",
        "accounts_last": "2026-11-30",
        "accounts_type": "csv",
    }
    send_accounts(register.desk, practice, register.person(BEN), form)
    [row] = store.select(Outbox.select(Outbox.payload).where(Outbox.kind == "slack_file"))
    assert row["payload"] == f'{{"{ACCOUNTS}": "2026-11-01 2026-11-30 csv"}}'
    asked = "2026-11-01 2026-11-30 csv"
    name, content = drawn_file(accounts_file_for(register.desk, practice.id, BEN, asked))
    assert name == "accounts-2026-11-01-2026-11-30.csv"
    assert content.decode("utf-8-sig").count("\n") == 2
    [entry] = audit.of_target(store, register.mine, asked)
    assert (entry.actor, entry.action) == (BEN, "exported")
    with pytest.raises(RightLost):
        accounts_file_for(register.desk, practice.id, FLORENCE, asked)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("first", "yesterday"),
        ("last", ""),
        ("last", "2026-10-31"),
        ("last", "2028-01-01"),
        ("type", "exe"),
    ],
)
def test_a_wrong_period_is_told_in_its_field(register: Register, field: str, text: str) -> None:
    form = {"accounts_first": "2026-11-01", "accounts_last": "2026-11-30", "accounts_type": "csv"}
    with pytest.raises(WrongFields) as wrong:
        send_accounts(
            register.desk,
            register.cast.practice,
            register.person(OLIVIA),
            {**form, f"accounts_{field}": text},
        )
    assert set(wrong.value.by_field) == {f"accounts_{field}"}


@pytest.mark.parametrize("user", [FLORENCE, SAM, NOAH, STRANGER])
def test_others_get_nothing(register: Register, user: str) -> None:
    person: Person = register.person(user)
    with pytest.raises(Refusal):
        list(account_rows(register.desk, person, register.cast.practice, FIRST, LAST))


@pytest.mark.parametrize("kind", ["sqlite"])
def test_four_times_as_many_lines_take_no_more_memory(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.accounts._PAGE", 10)
    monkeypatch.setattr("desk.books.PAGE", 10)
    paid = register.pays(register.payer())
    actor = SystemActor(register.mine, System.EXPORT)

    def most(number: int) -> int:
        with register.store.transaction():
            for one in range(number):
                line = Line(paid.id, "fee", f"txn_{number}_{one}", -1, "usd", T0 + one)
                ledger.add(register.store, register.mine, line)
        tracemalloc.start()
        found = account_rows(register.desk, actor, register.cast.practice, FIRST, LAST)
        assert sum(1 for _ in found) > number
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert most(200) < 1.3 * most(50)
