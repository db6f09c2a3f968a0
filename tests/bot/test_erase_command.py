"""`paydesk erase NP-0042` from a terminal."""

from storage import clients
from storage.models import Audit
from tests.support.cast import OTHER_TEAM, TEAM
from tests.support.importing import Terminal

PEOPLE = "id,name,email\n7,Ada Lovelace,ada@example.org\n"


def test_a_client_is_erased_once_the_reference_is_typed(terminal: Terminal) -> None:
    terminal.imports(PEOPLE)
    told = terminal.types("erase", "np-0001", "--practice", TEAM, typed="NP-0001\n")
    told.says("Ada Lovelace", "can't be undone", "NP-0001 is erased", "Backups")
    assert told.status == 0
    [gone] = terminal.clients()
    assert (gone.name, gone.email, gone.external_id) == ("NP-0001", None, None)
    [row] = terminal.store.select(Audit.select().where(Audit.action == "client.erased"))
    assert row["actor"] == "erasure"
    again = terminal.types("erase", "NP-0001", "--practice", TEAM, "--yes", "NP-0001")
    assert again.says("erased already").status == 1


def test_anything_else_erases_nobody(terminal: Terminal) -> None:
    terminal.imports(PEOPLE)
    slip = terminal.types("erase", "NP-0001", "--practice", TEAM, typed="yes\n")
    assert slip.says("Type NP-0001 to erase this client").status == 1
    terminal.types("erase", "NP-0009", "--practice", TEAM).says("There is no client NP-0009")
    terminal.types("erase", "NP-0001", "--practice", OTHER_TEAM).says("There is no client")
    assert terminal.names() == ["Ada Lovelace"]


def test_who_was_erased_can_come_in_anew(terminal: Terminal) -> None:
    terminal.imports(PEOPLE)
    terminal.types("erase", "NP-0001", "--practice", TEAM, "--yes", "NP-0001")
    told = terminal.imports(PEOPLE + "8,Grace,\n")
    told.says("2 clients are new")
    assert len(clients.search(terminal.store, terminal.cast.practice.id, "ada", 9)) == 1
