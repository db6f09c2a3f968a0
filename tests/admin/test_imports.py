"""Imports on a wide page: what a file would bring is shown before anything is written, and what is
killed in the middle goes on, with nothing twice."""

from dataclasses import replace
from io import BytesIO

import pytest

from admin.imports.views import STATE_WORDS
from desk.access import Person
from desk.admin import imports
from desk.admin.imports import _IN_A_FORM, CHOICES, KEPT, LEASE, _Progress
from desk.context import Desk
from desk.imports import running
from rules.roles import Role
from storage import audit, import_files, members
from storage.import_files import CHECKING, DONE, STOPPED, TAKING
from storage.models import Client, ImportPiece
from storage.store import Store
from tests.admin.conftest import MOST_QUERIES, Enter, Queries
from tests.support.admin_visits import Browser
from tests.support.cast import BEN, OLIVIA, T0, Cast, FrozenClock
from tests.support.stores import KINDS

LIST = "/admin/imports/"
PEOPLE = "name,email,diagnosis\nAda King,ada@example.com,cough\nGrace Hopper,,\n"
CARD = "4242 4242 4242 4242"
both_databases = pytest.mark.parametrize("kind", KINDS)


def gives(browser: Browser, content: str | bytes, name: str = "people.csv", **told: str) -> Browser:
    data = content.encode() if isinstance(content, str) else content
    return browser.opens(LIST).sends(LIST, {"file": (BytesIO(data), name), **told})


def one(browser: Browser) -> str:
    return browser.page.request.path


def pieces(store: Store) -> int:
    return len(store.select(ImportPiece.select(ImportPiece.id)))


def names(store: Store, cast: Cast) -> list[str]:
    query = Client.select(Client.name).where(Client.practice_id == cast.practice.id)
    return sorted(row["name"] for row in store.select(query))


@both_databases
def test_a_file_is_looked_at_then_imported_and_nothing_is_kept_of_it(
    enter: Enter, store: Store, cast: Cast
) -> None:
    ben = gives(enter(BEN), PEOPLE)
    for words in ("people.csv looked at", "2 rows", "2 are new", "sounds like health: diagnosis"):
        assert words in ben.said
    assert names(store, cast) == []
    assert pieces(store) == 1
    path = one(ben)
    ben.sends(f"{path}/begin")
    assert "2 were imported." in ben.said
    assert names(store, cast) == ["Ada King", "Grace Hopper"]
    assert pieces(store) == 0
    actions = [
        (row.actor, row.action) for row in audit.of_target(store, cast.practice.id, "import 1")
    ]
    assert (BEN, "import.begun") in actions
    ben.opens(path).sends(f"{path}/begin")
    assert names(store, cast) == ["Ada King", "Grace Hopper"]
    again = gives(ben, PEOPLE)
    assert "imported before" in again.said or "There is nothing in it to import." in again.said


def test_what_is_given_is_sealed_and_not_shown(enter: Enter, store: Store) -> None:
    gives(enter(BEN), PEOPLE)
    [row] = store.select(ImportPiece.select(ImportPiece.sealed))
    assert "Ada" not in row["sealed"]


def test_bad_lines_are_named_with_their_sentence_and_the_others_are_taken_on_demand(
    enter: Enter, store: Store, cast: Cast
) -> None:
    ben = gives(enter(BEN), f"name,email\nAda King,<b>no\nGrace,g@example.com\nX,{CARD}\n")
    assert "2 are wrong" in ben.said
    assert "There is a card number here." in ben.said
    assert CARD not in ben.source
    assert "<b>" not in ben.source
    path = one(ben)
    ben.sends(f"{path}/begin")
    assert ben.status == 409
    assert "Some lines are wrong." in ben.said
    ben.opens(path).sends(f"{path}/begin", {"partial": "yes"})
    assert "1 was imported." in ben.said
    assert names(store, cast) == ["Grace"]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.csv", "Choose a file that isn’t empty."),
        (b"x" * 5_000_001, "a.csv", "A file may have 5 megabytes here."),
        (b"PK\x03\x04rest", "a.xlsx", "is a file of Excel, not a CSV file."),
        (b"%PDF-1.4", "a.pdf", "is a file of PDF"),
        (b"a,b\n1,2\n", "a.csv", "Choose here what stands in the file."),
        (b"name,email\n\xa4\xb5\xb6,\n", "a.csv", "or choose the encoding here."),
        (b"name\nA\n", f"{CARD}.csv", "looks like a card number"),
        (
            b"number,client,issued_on,total\n1,NP-1,03/04/2026,10\n",
            "a.csv",
            "Choose here how days are written.",
        ),
        (
            b"number,client,issued_on,total\n1,NP-1,2026-04-03,1.250\n",
            "a.csv",
            "Choose here how amounts are written.",
        ),
    ],
)
def test_what_cannot_be_read_is_told_beside_the_file(
    enter: Enter, store: Store, content: bytes, name: str, said: str
) -> None:
    ben = gives(enter(BEN), content, name)
    assert ben.status == 422
    assert said in ben.html.one("p", id="file-wrong").text
    assert "--" not in ben.html.one("p", id="file-wrong").text
    assert import_files.newest(store, 1, 10) == []


def test_what_is_said_of_a_file_holds(enter: Enter) -> None:
    french = "name\nRené\n".encode("cp1252")
    ben = gives(enter(BEN), french, encoding="utf-8")
    assert "is not written in utf-8" in ben.said
    assert ben.html.one("select", id="encoding").one(selected="").attributes["value"] == "utf-8"
    assert "Windows-1252" in gives(ben, french, encoding="cp1252").said


def test_what_breaks_the_file_further_down_stops_it_with_a_sentence(
    enter: Enter, store: Store, cast: Cast
) -> None:
    ben = gives(enter(BEN), 'name\nAda King\n"never closed\n')
    assert "stopped" in ben.said
    assert "a quotation mark there is never closed" in ben.said
    assert (names(store, cast), pieces(store)) == ([], 0)
    assert "people.csv" in ben.opens(LIST).said


def test_a_formula_in_a_file_is_refused_and_shown_to_nobody(enter: Enter) -> None:
    ben = gives(enter(BEN), "name\n=HYPERLINK(1) King\n")
    assert "1 is wrong" in ben.said
    assert "HYPERLINK" not in ben.source


class Killed(BaseException):
    """As if the process ended there."""


@both_databases
@pytest.mark.parametrize("batches", [0, 1, 2])
def test_what_is_killed_in_the_middle_goes_on_and_nothing_comes_twice(
    enter: Enter,
    store: Store,
    cast: Cast,
    clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
    batches: int,
) -> None:
    monkeypatch.setattr(running, "ITEMS_AT_ONCE", 3)
    people = [f"Person {number:02}" for number in range(10)]
    ben = gives(enter(BEN), "name\n" + "\n".join(people))
    path, written = one(ben), running._write
    left = iter(range(batches))

    def dies(*given: object) -> object:
        if next(left, None) is None:
            raise Killed
        return written(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(running, "_write", dies)
    with pytest.raises(Killed):
        ben.sends(f"{path}/begin")
    monkeypatch.setattr(running, "_write", written)
    assert names(store, cast) == people[: 3 * batches]
    ben.opens(path)
    assert "It is being imported." in ben.said
    assert ben.page.headers["Refresh"] == "2"
    assert names(store, cast) == people[: 3 * batches], "somebody may still be at it"
    clock.advance(LEASE)
    ben.opens(path)
    assert names(store, cast) == people
    assert "were imported." in ben.said
    assert pieces(store) == 0
    assert "Refresh" not in ben.page.headers


def test_a_look_that_was_killed_goes_on(
    enter: Enter, store: Store, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise Killed

    ben = enter(BEN)
    with monkeypatch.context() as patched:
        patched.setattr(imports, "check", dies)
        with pytest.raises(Killed):
            gives(ben, PEOPLE)
    assert "It is being looked at." in ben.opens(f"{LIST}1").said
    clock.advance(LEASE)
    assert "2 are new" in ben.opens(f"{LIST}1").said


def test_two_clicks_at_once_import_once(
    enter: Enter, desk: Desk, store: Store, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = gives(enter(BEN), PEOPLE)
    person, file = Person(cast.practice.id, BEN, Role.BILLER), int(one(ben).rpartition("/")[2])
    waiting = replace(desk, aside=lambda _: None)
    for _ in range(2):
        imports.begin(waiting, cast.practice, person, file, partial=False)
    for _ in range(2):
        imports.work(desk, cast.practice, file)
    assert names(store, cast) == ["Ada King", "Grace Hopper"]
    begun = audit.of_target(store, cast.practice.id, "import 1")
    assert [row.action for row in begun].count("import.begun") == 1


def test_how_far_it_is_is_written_down_once_a_second(
    enter: Enter, desk: Desk, store: Store, cast: Cast, clock: FrozenClock
) -> None:
    gives(enter(BEN), PEOPLE)
    [file] = import_files.newest(store, cast.practice.id, 1)
    told = _Progress(desk, cast.practice, file).to(9)
    for done in (1, 2):
        told(done)
    assert import_files.newest(store, cast.practice.id, 1)[0].done == 1
    clock.advance(1_000)
    told(3)
    [now] = import_files.newest(store, cast.practice.id, 1)
    assert (now.done, now.total, now.lease_until) == (3, 9, clock.now + LEASE)


def test_who_has_lost_the_role_meanwhile_imports_nothing(
    enter: Enter, desk: Desk, store: Store, cast: Cast, clock: FrozenClock
) -> None:
    ben = gives(enter(BEN), PEOPLE)
    file, path = int(one(ben).rpartition("/")[2]), one(ben)
    person = Person(cast.practice.id, BEN, Role.BILLER)
    waiting = replace(desk, aside=lambda _: None)
    imports.begin(waiting, cast.practice, person, file, partial=False)
    members.set_role(store, cast.practice.id, BEN, Role.FRONT_DESK, T0)
    olivia = enter(OLIVIA).opens(path)
    assert "stopped" in olivia.said
    assert "Only an owner or a biller of the practice can do that." in olivia.said
    assert names(store, cast) == []
    assert pieces(store) == 0


def test_what_nobody_imports_is_left_or_forgotten_after_a_day(
    enter: Enter, desk: Desk, store: Store, clock: FrozenClock
) -> None:
    ben = gives(enter(BEN), PEOPLE)
    path = one(ben)
    ben.sends(f"{path}/leave")
    assert pieces(store) == 0
    assert ben.opens(path).status == 404
    gives(ben, PEOPLE)
    clock.advance(KEPT)
    assert imports.forget_old(desk) == 0
    clock.advance(1)
    assert imports.forget_old(desk) == 1
    assert pieces(store) == 0


def test_a_file_of_invoices_is_read_as_on_the_command_line(
    enter: Enter, desk: Desk, store: Store, cast: Cast
) -> None:
    ben = gives(enter(BEN), "id,name\n7,Ada King\n")
    ben.sends(f"{one(ben)}/begin")
    rows = "number,client,issued_on,due_on,total\n55,7,2026-11-01,2026-11-20,120.00\n"
    ben = gives(ben, rows, "invoices.csv")
    assert "1 is new" in ben.said, ben.said
    ben.sends(f"{one(ben)}/begin")
    assert "1 was imported." in ben.said
    assert "55" in ben.opens("/admin/invoices/").said


def test_every_state_and_every_choice_has_its_words(enter: Enter) -> None:
    known = {CHECKING, import_files.CHECKED, TAKING, DONE, STOPPED}
    assert set(STATE_WORDS) == known
    assert len(_IN_A_FORM) == len(CHOICES) == 4
    assert not [one for one in _IN_A_FORM.values() if "--" in one.text]


def test_pages_take_as_many_questions_at_any_number_of_files(
    enter: Enter, queries: Queries
) -> None:
    ben, asked = enter(BEN), []
    for number in range(3):
        gives(ben, f"name\nPerson {number}\n")
        path = one(ben)
        asked.append([queries(lambda where=where: ben.opens(where)) for where in (LIST, path)])
    assert asked[0] == asked[-1]
    assert max(asked[0]) <= MOST_QUERIES


def test_it_is_said_in_french(enter: Enter, store: Store, cast: Cast) -> None:
    members.set_language(store, cast.practice.id, BEN, "fr", T0)
    ben = gives(enter(BEN), "name,email\nAda,nothing\n")
    assert "1 est à corriger" in ben.said.replace("\xa0", " ")
    assert "What" not in ben.said
