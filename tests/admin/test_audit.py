"""The audit log in the admin: readable, narrowed, a page at a time, and its chain checked."""

import re
from pathlib import Path

import pytest

from desk.admin.audit_names import DISPUTES, KINDS, PARTS, STATES, deed_name
from desk.language import language_of
from rules.dispute_state import _STAGES
from rules.payment_state import State
from rules.systems import System
from storage import audit, members, operations
from storage.store import Store
from tests.admin.conftest import Enter
from tests.storage.test_audit import tamper
from tests.support.admin_visits import Browser
from tests.support.cast import BEN, OLIVIA, T0, Cast

ROOT = Path(__file__).resolve().parents[2]
AUDIT = "/admin/audit/"
on_both = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])


def note(store: Store, cast: Cast, *numbers: int, action: str = "invoice.edited") -> None:
    with store.transaction():
        for number in numbers:
            target, detail = f"INV-{number}", {"total": number, "currency": "usd"}
            audit.record(store, cast.practice.id, BEN, action, target, detail, T0 + number)


def things(browser: Browser) -> list[str]:
    """What the entries are about."""
    label = {"data_label": "About"}
    return [one.text for one in browser.html.one("main").all("td", **label)]


def test_an_entry_says_when_who_what_and_what_changed(
    enter: Enter, store: Store, cast: Cast
) -> None:
    with store.transaction():
        detail = {"due_days": {"from": 30, "to": 14}, "address": {"from": "", "to": "1 Elm"}}
        audit.record(store, cast.practice.id, BEN, "setting.changed", "practice", detail, T0)
        money = {"amount": -1250, "currency": "usd", "reason": "<script>"}
        audit.record(store, cast.practice.id, "worker", "charge.declined", "ch-1", money, T0)
    olivia = enter(OLIVIA).opens(AUDIT)
    for words in (
        "Changed settings",
        "due_days: 30 → 14",
        "address: not set → 1 Elm",
        "Charge: declined",
        "Paydesk (worker)",
        "-$12.50 · reason: <script>",
        "Came into the web admin",
    ):
        assert words in olivia.said
    assert "<script>" not in olivia.source


@on_both
def test_pages_lead_through_the_whole_log_and_back(enter: Enter, store: Store, cast: Cast) -> None:
    olivia = enter(OLIVIA)
    note(store, cast, *range(120), action="invoice.added")
    note(store, cast, *range(200, 260))
    for asked, expected in (
        ("?what=invoice.edited", [f"INV-{one}" for one in reversed(range(200, 260))]),
        (f"?who={BEN}&what=invoice.added", [f"INV-{one}" for one in reversed(range(120))]),
        ("?q=INV-7", ["INV-7"]),
    ):
        olivia.opens(AUDIT + asked)
        seen = [things(olivia)]
        while olivia.html.all("a", rel="next"):
            seen.append(things(olivia.opens(olivia.html.one("a", rel="next").attributes["href"])))
        assert [one for page in seen for one in page] == expected
        for page in reversed(seen[:-1]):
            olivia.opens(olivia.html.one("a", rel="prev").attributes["href"])
            assert things(olivia) == page


@pytest.mark.parametrize("place", ["x", "9" * 40 + ".1", "5.", "1.2.3", ".0", f"{'j' * 40}.5"])
@pytest.mark.parametrize("asked", ["", "what=invoice.added", "q=INV-1", "who=U0NOBODY"])
def test_a_place_that_is_none_shows_a_page(enter: Enter, place: str, asked: str) -> None:
    olivia = enter(OLIVIA)
    for side in ("after", "before"):
        assert olivia.opens(f"{AUDIT}?{side}={place}&{asked}").status == 200


def test_a_log_that_is_whole_says_so_and_one_that_was_changed_what_is_wrong(
    enter: Enter, store: Store, cast: Cast
) -> None:
    olivia = enter(OLIVIA)
    note(store, cast, 1, 2, 3)
    olivia.opens(AUDIT).sends(f"{AUDIT}check")
    assert "The log is as it was written" in olivia.said
    assert audit.head(store, cast.practice.id).hash in olivia.said
    tamper(store, "UPDATE audit SET actor = 'U0NOAH' WHERE target = 'INV-2'")
    olivia.opens(AUDIT).sends(f"{AUDIT}check")
    assert "The log is not as it was written" in olivia.said
    assert re.search(r"Row \d+ was changed\.", olivia.said)


def test_every_action_that_is_recorded_has_a_name() -> None:
    """Those that stand in the code as they are; the others are made of a kind and a state."""
    say = language_of("en")
    written = re.compile(r'"((?:[a-z_]+\.[a-z_]+)|exported)"')
    around = re.compile(r"(?:audit\.record|_audit|_record|record)\((?:[^()]|\([^()]*\))*\)")
    named = re.compile(r"^[A-Z_, ]+ = (.*)$", re.MULTILINE)
    found = set()
    for path in [*ROOT.glob("desk/**/*.py"), *ROOT.glob("storage/*.py"), *ROOT.glob("bot/*.py")]:
        text = path.read_text()
        if "audit" in text and path.name != "audit_names.py":
            for part in [*around.findall(text), *named.findall(text)]:
                found |= set(written.findall(part))
    found = {one for one in found if not one.endswith((".py", ".json", ".pdf"))}
    assert len(found) > 25
    assert {one for one in found if deed_name(say, one) == one} == set()


def test_every_state_of_an_operation_and_part_of_paydesk_has_a_name() -> None:
    assert set(STATES) == set(State)
    assert set(DISPUTES) == set(_STAGES)
    kinds = operations.COLLECT | {operations.REFUND, operations.CARD, operations.REMOVAL}
    assert set(KINDS) >= kinds | {operations.DEFAULT, operations.ELSEWHERE, operations.WRITE_OFF}
    assert set(System) <= set(PARTS)
    assert deed_name(language_of("en"), "of.another_version") == "of.another_version"
    assert deed_name(language_of("fr"), "charge.declined") != "charge.declined"


def test_it_is_said_in_french(enter: Enter, store: Store, cast: Cast) -> None:
    members.set_language(store, cast.practice.id, OLIVIA, "fr", T0)
    note(store, cast, 1)
    olivia = enter(OLIVIA).opens(AUDIT)
    assert "Facture modifiée" in olivia.said
    olivia.sends(f"{AUDIT}check")
    assert "Le journal est tel qu’il a été écrit" in olivia.said
