"""The lists that come to the staff by themselves, on a wide page: set, looked at, switched on."""

from dataclasses import replace

import pytest

from desk.context import Desk
from desk.reminders.rules import KINDS
from storage import reminder_rules, stripe_clients
from storage.store import Store
from storage.stripe_clients import SavedMethod
from tests.admin.conftest import MOST_QUERIES, Enter, Queries
from tests.support.cast import BEN, OLIVIA, Cast, FrozenClock
from tests.support.reminding import Office

RULES = "/admin/reminders/rules"
WRITTEN = {
    "owing": ({"reminder_weekday": "3"}, (3,), "December 2, 2026, 9:15 AM"),
    "fees": ({"reminder_month_day": "2"}, (2,), "fee report: November 2026"),
    "cards": ({"reminder_before_expiry": "20"}, (-20,), "December 11, 2026, 9:15 AM"),
}


@pytest.fixture
def office(desk: Desk, cast: Cast, clock: FrozenClock) -> Office:
    made = Office(desk, cast, clock)
    made.goes_to("2026-11-30", "12:00")
    return made


@pytest.mark.parametrize("kind", WRITTEN)
def test_each_is_written_tried_looked_at_and_switched_on(
    kind: str, enter: Enter, office: Office, store: Store
) -> None:
    own, offsets, coming = WRITTEN[kind]
    form = {"reminder_at": "9:15", "reminder_people": BEN, "seen": "0", **own}
    ben = enter(BEN).opens(f"{RULES}/{kind}")
    assert "Days before the due date" not in ben.said
    ben.sends(f"{RULES}/{kind}", {**form, "try": "yes"})
    assert coming in ben.said
    assert reminder_rules.find(store, office.mine, kind) is None
    ben.sends(f"{RULES}/{kind}", form)
    assert "Saved. It is off until you switch it on." in ben.said
    assert coming in ben.said
    assert f"It goes to {BEN}." in ben.said
    ben.sends(f"{RULES}/{kind}/turn", {"on": "yes", "seen": "1"})
    saved = reminder_rules.find(store, office.mine, kind)
    assert saved is not None
    assert (saved.active, saved.offsets, saved.at) == (True, offsets, 9 * 60 + 15)
    assert saved.options["people"] == [BEN]


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("owing", {"reminder_weekday": "8"}),
        ("fees", {"reminder_month_day": "32"}),
        ("cards", {"reminder_before_expiry": "<b>"}),
    ],
)
def test_what_is_wrong_in_them_stands_beside_its_field(
    kind: str, form: dict[str, str], enter: Enter, office: Office
) -> None:
    ben = enter(BEN).opens(f"{RULES}/{kind}")
    ben.sends(f"{RULES}/{kind}", {"reminder_at": "9:15", "seen": "0", **form})
    [(field, typed)] = form.items()
    assert ben.status == 422
    assert ben.html.one(id=field).attributes["aria-invalid"] == "true"
    assert typed in ben.html.one(id=field).attributes.get("value", typed)


def test_the_cards_that_come_up_stand_there_with_whom_it_is_told(
    enter: Enter, office: Office, queries: Queries
) -> None:
    ada, grace = office.client(name="<i>Ada</i>"), office.client(None, "Grace Hopper")
    for number, client in enumerate((ada, grace)):
        card = SavedMethod(
            client.id, f"cus_{client.id}", f"pm_{number}", "card", "visa", "4242", 12, 2026
        )
        named = replace(card, fingerprint=f"fp_{number}")
        stripe_clients.keep_method(office.desk.store, office.mine, named, office.clock())
    olivia = enter(OLIVIA)
    assert queries(lambda: olivia.opens(f"{RULES}/cards/ahead")) <= MOST_QUERIES
    told, alone = [row.text for row in olivia.html.one("table", role="table").all("tr")[1:]]
    assert "<i>Ada</i>" in told
    assert told.endswith("yes no: Paydesk has no mail server")
    assert "Grace Hopper" in alone
    assert "yes no: " in alone
    for place in ("x", "5.", "999999.1", "-1.0"):
        assert olivia.opens(f"{RULES}/cards/ahead?after={place}").status == 200


def test_in_french_too_and_every_kind_has_its_form(enter: Enter, office: Office) -> None:
    ben = enter(BEN).opens("/admin/reminders/")
    ben.sends("/admin/language", {"language": "fr"})
    for kind in KINDS:
        assert "Enregistrer" in ben.opens(f"{RULES}/{kind}").said
        assert "14 prochains jours" in ben.opens(f"{RULES}/{kind}/ahead").said
