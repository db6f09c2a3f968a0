"""`paydesk export`: what leaves is safe in a spreadsheet, and comes in again as it was."""

import csv
import json
import stat
from pathlib import Path
from zipfile import ZipFile

import pytest

from desk import elsewhere
from desk.access import Person
from desk.context import Desk
from desk.exports import CLIENT_COLUMNS, INVOICE_COLUMNS, harmless
from desk.imports.headings import CLIENTS, FIELDS, INVOICES
from rules.roles import Role
from storage import audit, clients, invoice_contents, invoices
from storage.models import Audit
from tests.support.cast import OLIVIA, OTHER_TEAM, T0, TEAM
from tests.support.importing import Terminal, Told
from tests.support.stores import ON_SQLITE

PEOPLE = (
    "id,name,email,phone,street,city,postal_code,state,country,language,payer\n"
    "7,Ada Lovelace,ada@example.org,+1 512 555 0100,1 Main St,Austin,78701,TX,US,fr,\n"
    ",'=Cmd|x,,,'-2 Rd,,,,,,\n"
    "9,Child,,,,,,,,,7\n"
)
BILLS = (
    "number,client,issued_on,description,quantity,unit_amount,total,paid,currency\n"
    "F-1,7,2026-11-25,One,2,10.00,31.00,5.00,EUR\n"
    "F-1,7,2026-11-25,'@Two,1,11.00,31.00,5.00,EUR\n"
    "INV-1042,9,2026-11-26,Yen,1,500,500,0,JPY\n"
)


@pytest.fixture
def filled(terminal: Terminal) -> Terminal:
    assert terminal.imports(PEOPLE).status == 0
    assert terminal.imports(BILLS).status == 0
    return terminal


def exports(terminal: Terminal, *words: str, team: str = TEAM) -> Told:
    return terminal.types("export", *words, "--practice", team)


def rows_of(file: Path) -> list[list[str]]:
    return list(csv.reader(file.read_text("utf-8-sig").splitlines()))


def test_clients_leave_safely_and_come_in_again(filled: Terminal) -> None:
    file = filled.folder / "out.csv"
    assert exports(filled, "clients", "out.csv").says("out.csv: 3 rows").status == 0
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    heading, ada, formula, child = rows_of(file)
    assert tuple(heading) == CLIENT_COLUMNS
    assert ada[:4] == ["NP-0001", "Ada Lovelace", "ada@example.org", "'+1 512 555 0100"]
    assert (formula[1], formula[5], child[-1]) == ("'=Cmd|x", "'-2 Rd", "7")
    again = filled.types("import", "out.csv", "--practice", TEAM)
    again.says("0 clients are new, 3 are there already")
    assert filled.types("import", "out.csv", "--practice", OTHER_TEAM).status == 0
    store = filled.store
    theirs = clients.after(store, filled.cast.other.id, 0, 9)
    for mine, other in zip(filled.clients(), theirs, strict=True):
        for name in ("name", "email", "phone", "language", "address"):
            assert getattr(mine, name) == getattr(other, name)
    assert theirs[2].payer_id == theirs[0].id


def test_invoices_leave_and_come_in_again(filled: Terminal) -> None:
    exports(filled, "clients", "clients.csv")
    exports(filled, "invoices", "out.csv").says("3 rows")
    heading, one, two, yen = rows_of(filled.folder / "out.csv")
    assert tuple(heading) == INVOICE_COLUMNS
    assert one[:5] == ["F-1", "NP-0001", "7", "Ada Lovelace", "2026-11-25"]
    assert (one[10], two[8], yen[11], yen[7]) == ("10.00", "'@Two", "500", "JPY")
    again = filled.types("import", "out.csv", "--practice", TEAM)
    again.says("0 invoices are new, 2 are there already")
    for file in ("clients.csv", "out.csv"):
        assert filled.types("import", file, "--practice", OTHER_TEAM).status == 0
    store, names = filled.store, ("reference", "state", "currency", "net", "total", "paid")
    mine = invoices.after_id(store, filled.cast.practice.id, 0, 9)
    theirs = invoices.after_id(store, filled.cast.other.id, 0, 9)
    for my, their in zip(mine, theirs, strict=True):
        assert [getattr(my, name) for name in names] == [getattr(their, name) for name in names]
        lines = invoice_contents.content(store, filled.cast.practice.id, my.id).lines
        assert lines == invoice_contents.content(store, filled.cast.other.id, their.id).lines


@ON_SQLITE
def test_a_workbook_has_texts_and_no_formula(filled: Terminal) -> None:
    exports(filled, "clients", "out.xlsx").says("3 rows")
    exports(filled, "invoices", "bills.xlsx").says("3 rows")
    with ZipFile(filled.folder / "out.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "'=Cmd|x" in sheet
    assert "<f>" not in sheet
    with ZipFile(filled.folder / "bills.xlsx") as book:
        assert "<v>10</v>" in book.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("first", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_what_a_spreadsheet_would_run_has_an_apostrophe(first: str) -> None:
    assert harmless(f"{first}1") == f"'{first}1"
    assert harmless(f"x{first}") == f"x{first}"


@ON_SQLITE
def test_a_file_that_is_there_stays(filled: Terminal) -> None:
    filled.file("mine", "out.csv")
    assert exports(filled, "clients", "out.csv").says("is there already").status == 1
    assert (filled.folder / "out.csv").read_text() == "mine"
    exports(filled, "clients", "out.doc").says("ends in .csv or .xlsx")
    exports(filled, "clients", "nowhere/out.csv").says("can’t be written")
    assert {one.name for one in filled.folder.iterdir() if one.name.startswith(".")} == set()


def test_all_about_a_client_is_handed_over(filled: Terminal) -> None:
    told = exports(filled, "client", "np-0001", ".")
    told.says("NP-0001.json: everything", "NP-0001-invoices.csv: 3 lines")
    about = json.loads((filled.folder / "NP-0001.json").read_text())
    assert about["client"]["email"] == "ada@example.org"
    assert about["client"]["address"]["city"] == "Austin"
    assert about["pays_for"] == ["NP-0003"]
    assert [one["reference"] for one in about["invoices"]] == ["F-1", "INV-1042"]
    assert about["invoices"][0]["lines"][0]["description"] == "One"
    assert exports(filled, "client", "NP-0099", ".").says("There is no client").status == 1
    assert exports(filled, "client", "NP-0001", ".", team=OTHER_TEAM).status == 1


def test_the_log_tells_what_left(filled: Terminal) -> None:
    exports(filled, "clients", "out.csv")
    exports(filled, "client", "NP-0001", ".")
    rows = filled.store.select(Audit.select().where(Audit.action == "exported"))
    assert [(row["actor"], row["target"]) for row in rows] == [
        ("export", "clients"),
        ("export", "NP-0001"),
    ]
    assert audit.verify(filled.store, filled.cast.practice.id) == []


def test_what_leaves_has_columns_that_imports_know() -> None:
    assert set(CLIENT_COLUMNS) <= set(FIELDS[CLIENTS])
    assert set(INVOICE_COLUMNS) <= set(FIELDS[INVOICES])


def test_what_moved_is_exported_for_the_accountant(filled: Terminal) -> None:
    store, mine = filled.store, filled.cast.practice.id
    bill = invoices.first_of_references(store, mine, ["F-1"])
    assert bill is not None
    desk = Desk(store, lambda: T0, b"")
    practice, person = filled.cast.practice, Person(mine, OLIVIA, Role.OWNER)
    said = {"elsewhere_method": "cash", "elsewhere_amount": "26", "elsewhere_day": "2026-11-20"}
    elsewhere.note(desk, practice, person, "cash", {bill.id: bill.version}, said, "en")
    asked = exports(filled, "accounts", "a.csv", "--from", "2026-11-01", "--to", "2026-11-30")
    asked.says("a.csv: 1 rows, from 2026-11-01 to 2026-11-30")
    [heading, row] = rows_of(filled.folder / "a.csv")
    found = dict(zip(heading, row, strict=True))
    assert (found["amount"], found["currency"], found["day"]) == ("26.00", "EUR", "2026-11-20")
    assert (found["invoice"], found["tax_basis"]) == ("F-1", "payments received")
    assert exports(filled, "accounts", "b.xlsx").says("b.xlsx: 0 rows, from").status == 0
    backwards = exports(filled, "accounts", "c.csv", "--from", "2026-11-30", "--to", "2026-11-01")
    assert backwards.says("The last day is before the first").status == 1
    assert not (filled.folder / "c.csv").exists()
