"""`paydesk import clients.csv`: every crooked file is told right, and nothing is half done."""

import pytest

from desk.imports.headings import CLIENTS, FIELDS, INVOICES
from storage import audit, clients
from storage.models import Audit, ImportRun
from tests.support.cast import TEAM
from tests.support.importing import Terminal
from tests.support.stores import ON_SQLITE

ADA = "Name,E-mail,Patient ID\nAda Lovelace,ada@example.org,7\n"


def test_clients_come_in_and_are_found(terminal: Terminal) -> None:
    told = terminal.imports(
        "Patient ID;Prénom;Nom;Courriel;Portable;Adresse;Code postal;Ville;Pays;Langue\n"
        "7;Zoé;Müller;zoe@example.org;+33 6 12 34 56 78;1 rue X;75001;Paris;France;français\n"
        "8;Ada;Lovelace;;;;;;;\n"
    )
    assert told.status == 0
    told.says("separated by semicolon", "Patient ID (as external_id)", "2 clients taken over")
    zoe, ada = terminal.clients()
    assert (zoe.name, zoe.reference, zoe.external_id) == ("Zoé Müller", "NP-0001", "7")
    assert (zoe.email, zoe.phone, zoe.language) == ("zoe@example.org", "+33 6 12 34 56 78", "fr")
    assert vars(zoe.address) == {
        "line1": "1 rue X",
        "line2": "",
        "city": "Paris",
        "postal_code": "75001",
        "state": "",
        "country": "FR",
    }
    assert (ada.reference, ada.email, ada.address.country) == ("NP-0002", None, "")
    [found] = clients.search(terminal.store, terminal.cast.practice.id, "muller z", 5)
    assert found == zoe


def test_the_log_tells_of_one_run_with_its_counts_and_no_name(terminal: Terminal) -> None:
    terminal.imports(ADA + "Bad,nonsense,8\n", "--partial")
    rows = terminal.store.select(Audit.select().where(Audit.action.startswith("import")))
    [row] = rows
    assert (row["actor"], row["action"]) == ("import", "import.begun")
    assert '"left_out": 1, "new": 1, "rows": 2' in row["detail"]
    assert "Ada" not in str(row)
    assert audit.verify(terminal.store, terminal.cast.practice.id) == []


def test_a_second_run_of_the_same_file_does_nothing(terminal: Terminal) -> None:
    terminal.imports(ADA)
    assert terminal.imports(ADA).says("taken over before").status == 0
    assert terminal.names() == ["Ada Lovelace"]


def test_who_is_there_already_is_told_and_left_alone(terminal: Terminal) -> None:
    terminal.imports(ADA)
    more = terminal.imports(ADA + "Grace Hopper,,9\n")
    more.says("1 clients are new, 1 are there already", "line 2: there already, NP-0001")
    same_person = "Name,E-mail\nADA  LOVELACE,Ada@Example.org\n"
    assert terminal.imports(same_person).says("0 clients are new").status == 0
    assert terminal.names() == ["Ada Lovelace", "Grace Hopper"]


def test_who_was_typed_in_before_gets_the_other_systems_id(terminal: Terminal) -> None:
    terminal.imports("Name,E-mail\nAda Lovelace,ada@example.org\n")
    terminal.imports(ADA)
    [ada] = terminal.clients()
    assert ada.external_id == "7"


def test_somebody_else_may_pay(terminal: Terminal) -> None:
    terminal.imports("id,name,payer\n1,Byron,\n2,Ada,1\n")
    terminal.imports("id,name,payer\n3,Third,NP-0001\n")
    byron, ada, third = terminal.clients()
    assert (byron.payer_id, ada.payer_id, third.payer_id) == (None, byron.id, byron.id)
    wrong = terminal.imports("id,name,payer\n4,A,99\n5,B,5\n6,C,2\n7,D,8\n8,E,\n", "--dry-run")
    wrong.says(
        "line 2, payer: The payer must be a client already",
        "line 3, payer: Leave this empty",
        "line 4, payer: Somebody else pays",
        "line 5, payer: The payer must be a client already, or stand further up",
    )


def test_a_dry_run_writes_nothing(terminal: Terminal) -> None:
    assert terminal.imports(ADA, "--dry-run").says("1 clients are new", "dry run").status == 0
    assert terminal.names() == []
    assert terminal.store.select(ImportRun.select()) == []


def test_with_several_practices_one_is_named(terminal: Terminal) -> None:
    file = terminal.file(ADA)
    terminal.types("import", file).says("There are several practices", "--practice T0")
    terminal.types("import", file, "--practice", "T0NOBODY").says("no such practice")
    terminal.types("import", file, "--practice", "T0OTHER").says("Southside Dental")
    assert terminal.names() == []
    assert len(clients.after(terminal.store, terminal.cast.other.id, 0, 9)) == 1


TWO = "name,email\nAda,ada@example.org\n"

CROOKED: dict[str, tuple[str | bytes, tuple[str, ...]]] = {
    "an empty file": (b"", ("is empty",)),
    "only a mark": (b"\xef\xbb\xbf\n", ("is empty",)),
    "a workbook": (b"PK\x03\x04rest", ("a file of Excel, not a CSV file", "CSV UTF-8")),
    "a letter": (b"%PDF-1.7", ("a file of PDF",)),
    "no headings": ("Ada,ada@example.org\n", ("neither clients nor invoices", "--kind")),
    "no name": ("email,phone\nada@example.org,1\n", ("neither clients nor invoices",)),
    "two columns for one": ("Client,Patient,Email\nA,B,c@d.ee\n", ("“Client” and “Patient”",)),
    "an open quote": (TWO + 'B,"b@c.de\nC,c@d.ee\n', ("Line 3: a quotation mark",)),
    "text after a quote": (TWO + '"B"x,b@c.de\n', ("Line 3: a quotation mark",)),
    "too many cells": (TWO + "B,b@c.de,more\n", ("line 3: This line has 3 cells", "has 2")),
    "too few cells": (TWO + "B\n", ("line 3: This line has 1 cells",)),
    "a card number": (TWO + "B 4242 4242 4242 4242,\n", ("line 3, name: There is a card number",)),
    "a card number left out": (
        "name,x\nA,\nB,4242-4242-4242-4242\n",
        ("line 3, x: There is a card number",),
    ),
    "a formula": (TWO + '"=HYPERLINK(""http://x"",""y"")",\n', ("line 3, name", "a formula")),
    "a command": (TWO + "@SUM(1+1),\n", ("line 3, name", "a formula")),
    "a full-width formula": (TWO + "＝1+1,\n", ("line 3, name", "a formula")),
    "no address": (TWO + "B,nonsense\n", ("line 3, email: Write the whole e-mail",)),
    "no name in a line": (TWO + ",b@c.de\n", ("line 3, name: The name is missing",)),
    "a long name": (TWO + "B" * 101 + ",\n", ("line 3, name: This is too long: at most 100",)),
    "the same id twice": (
        "id,name\n1,Ada\n2,Grace\n1,Alan\n",
        ("line 4: This is the same as on line 2",),
    ),
    "the same person twice": (
        "id,name,email\n1,Ada,a@b.cc\n2,ada,A@B.cc\n",
        ("line 3: This is the same as on line 2",),
    ),
    "two of a name and no more": ("name\nAda\nAda\n", ("line 3: This is the same",)),
    "no such country": ("name,country\nAda,Atlantis\n", ("line 2, country",)),
    "no such state": ("name,state,country\nAda,ZZ,US\n", ("line 2, state",)),
    "a line after lines in a cell": (
        'name,street,email\nAda,"1 Main St\nBack door",x\n',
        ("line 2, email",),
    ),
    "the line of a later fault": (
        'name,street,email\nAda,"1\n2\n3",\nGrace,,x\n',
        ("line 5, email",),
    ),
    "neither encoding": (b"name,email\n\xa4\xb5\xb6,\n", ("not clear in which encoding",)),
}


@ON_SQLITE
@pytest.mark.parametrize("what", CROOKED)
def test_a_crooked_file_is_told_and_nothing_is_half_done(terminal: Terminal, what: str) -> None:
    content, said = CROOKED[what]
    told = terminal.imports(content)
    assert told.status == 1
    told.says(*said).says_not("4242", "HYPERLINK", "Traceback")
    assert terminal.names() == []
    assert terminal.store.select(ImportRun.select()) == []


@ON_SQLITE
@pytest.mark.parametrize("what", ["a card number", "no address", "a formula", "too few cells"])
def test_partial_takes_the_good_lines(terminal: Terminal, what: str) -> None:
    content, said = CROOKED[what]
    told = terminal.imports(content, "--partial")
    assert told.says(*said, "1 clients taken over").status == 1
    assert terminal.names() == ["Ada"]


@ON_SQLITE
@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("name\nZoé Müller\n".encode(), "UTF-8"),
        ("name\nZoé Müller\n".encode("utf-8-sig"), "UTF-8"),
        ("name\r\nZoé Müller\r\n".encode("utf-16"), "UTF-16"),
        ("name\nZoé Müller\n".encode("utf-16-le"), "UTF-16"),
        ("name\nZoé Müller\n".encode("utf-16-be"), "UTF-16"),
        ("name\nZoé Müller\n".encode("cp1252"), "Windows-1252 (guessed"),
        ("name\rZoé Müller\r".encode("mac_roman"), "Mac Roman (guessed"),
        ("sep=;\nname;\nZoé Müller;\n".encode("cp1252"), "Windows-1252"),
    ],
)
def test_an_encoding_is_seen_and_said(terminal: Terminal, content: bytes, encoding: str) -> None:
    assert terminal.imports(content).says(encoding).status == 0
    assert terminal.names() == ["Zoé Müller"]


@ON_SQLITE
def test_an_encoding_can_be_told(terminal: Terminal) -> None:
    content = "name\nZo\xe9\n".encode("cp1252")
    terminal.imports(content, "--encoding", "utf-8").says("not written in")
    assert terminal.imports(content, "--encoding", "windows-1252").status == 0
    assert terminal.names() == ["Zoé"]


@ON_SQLITE
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_usual_separator_will_do(terminal: Terminal, separator: str) -> None:
    lines = ["last name,first name,city", '"Lovelace",Ada,"London, ""N1"""']
    text = "\n".join(line.replace(",", separator, 2) for line in lines)
    assert terminal.imports(text).status == 0
    assert terminal.names() == ["Ada Lovelace"]
    assert terminal.clients()[0].address.city.startswith("London")


@ON_SQLITE
def test_columns_about_health_are_named_and_stay_out(terminal: Terminal) -> None:
    told = terminal.imports(
        "name,Diagnosis,Medical Notes,Gender,Antécédents\nAda,flu,bad back,F,asthme\n"
    )
    told.says("Left out: Gender.", "sounds like health: Diagnosis, Medical Notes, Antécédents.")
    assert "flu" not in str(terminal.clients())


@ON_SQLITE
def test_a_file_that_is_not_there(terminal: Terminal) -> None:
    terminal.types("import", "nothing.csv", "--practice", TEAM).says("There is no file nothing.csv")


def test_the_help_names_every_column() -> None:
    from click.testing import CliRunner

    from bot.cli import paydesk

    text = CliRunner().invoke(paydesk, ["import", "--help"]).output
    for kind in (CLIENTS, INVOICES):
        for field in FIELDS[kind]:
            assert field in text
