"""Drafts of invoices: their owner's alone, changed once, gone when they are saved or old."""

from dataclasses import replace

from storage import audit, catalogue, clients, drafts
from storage.clients import Client
from storage.database import Store
from storage.drafts import Draft
from storage.invoice_contents import Line
from tests.support.cast import BEN, FLORENCE, OLIVIA, T0, Cast

SESSION = Line("Session", "1.5", 6_000, 9_000, taxes=(3, 5))
BLANK = Draft(0, FLORENCE, None, None, None, "usd", "2026-12-23", "", None, (), 1, T0)


def test_a_draft_comes_back_to_its_owner_alone(store: Store, cast: Cast) -> None:
    mine = cast.practice.id
    kept = drafts.add(store, mine, replace(BLANK, lines=(SESSION,), note="x", fee_payer="client"))
    assert drafts.get(store, mine, kept.id, FLORENCE) == kept
    assert drafts.get(store, mine, kept.id, BEN) is None
    assert drafts.get(store, cast.other.id, kept.id, FLORENCE) is None


def test_lines_are_changed_once_from_what_was_read(store: Store, cast: Cast) -> None:
    mine = cast.practice.id
    kept = drafts.add(store, mine, BLANK)
    assert drafts.change(store, mine, replace(kept, note="first"))
    assert drafts.change_lines(store, mine, kept, [SESSION])
    assert not drafts.change_lines(store, mine, kept, [])
    assert not drafts.change(store, mine, replace(kept, note="late"))
    assert not drafts.change_lines(store, cast.other.id, replace(kept, version=2), [])
    now = drafts.get(store, mine, kept.id, FLORENCE)
    assert now is not None
    assert (now.lines, now.version) == ((SESSION,), 2)


def test_a_draft_becomes_an_invoice_once(store: Store, cast: Cast) -> None:
    mine = cast.practice.id
    kept = drafts.add(store, mine, BLANK)
    assert not drafts.take(store, cast.other.id, kept)
    assert not drafts.take(store, mine, replace(kept, version=2))
    assert drafts.take(store, mine, kept)
    assert not drafts.take(store, mine, kept)


def test_old_drafts_are_forgotten_practice_by_practice(store: Store, cast: Cast) -> None:
    mine, theirs = cast.practice.id, cast.other.id
    old, new = drafts.add(store, mine, BLANK), drafts.add(store, mine, BLANK)
    other = drafts.add(store, theirs, BLANK)
    assert drafts.change(store, mine, replace(new, changed_at=T0 + 1))
    drafts.forget(store, mine, T0 + 1)
    left = [
        drafts.get(store, practice, draft.id, FLORENCE) is not None
        for practice, draft in ((mine, old), (mine, new), (theirs, other))
    ]
    assert left == [False, True, True]


def test_a_client_who_is_erased_leaves_no_draft_behind(store: Store, cast: Cast) -> None:
    mine, who = cast.practice.id, Client(0, "NP-0001", "Ada", "ada", created_at=T0)
    ada = clients.add(store, mine, who, [])
    theirs = drafts.add(store, mine, replace(BLANK, client_id=ada.id))
    other = drafts.add(store, mine, BLANK)
    drafts.forget_client(store, cast.other.id, ada.id)
    assert drafts.get(store, mine, theirs.id, FLORENCE) == theirs
    drafts.forget_client(store, mine, ada.id)
    assert drafts.get(store, mine, theirs.id, FLORENCE) is None
    assert drafts.get(store, mine, other.id, FLORENCE) == other


def test_the_log_is_read_by_what_it_tells_about(store: Store, cast: Cast) -> None:
    mine = cast.practice.id
    for number in range(4):
        for practice, target in ((mine, "INV-1"), (mine, "INV-11"), (cast.other.id, "INV-1")):
            with store.transaction():
                audit.record(store, practice, OLIVIA, "x", target, {"n": number}, T0 + number)
    found = audit.of_target(store, mine, "INV-1", 3)
    assert [(one.at - T0, one.actor, one.detail) for one in found] == [
        (number, OLIVIA, {"n": number}) for number in (1, 2, 3)
    ]


def test_practitioners_are_known_by_id_after_they_left(store: Store, cast: Cast) -> None:
    mine = cast.practice.id
    hill = catalogue.add_practitioner(store, mine, "Dr Jo Hill", "447", T0)
    catalogue.archive_practitioner(store, mine, hill, T0)
    assert catalogue.practitioners_by_id(store, mine, [hill, 99])[hill].provider_number == "447"
    assert catalogue.practitioners_by_id(store, cast.other.id, [hill]) == {}
