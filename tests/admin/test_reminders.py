"""Reminders on a wide page: the rules, what comes up, what pauses, and what became of each."""

import pytest

from admin.reminders.words import STATES
from desk.context import Desk
from rules.reminder_state import State
from storage import audit, members, reminder_rules, reminders
from storage.reminders import Occurrence
from storage.store import Store
from tests.admin.conftest import MOST_QUERIES, Enter, Queries
from tests.support.cast import BEN, OLIVIA, T0, Cast, FrozenClock
from tests.support.reminding import Office
from tests.support.stores import KINDS

HOME, AHEAD = "/admin/reminders/", "/admin/reminders/rules/client/ahead"
SENT = "/admin/reminders/sent"
both_databases = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def office(desk: Desk, cast: Cast, clock: FrozenClock) -> Office:
    return Office(desk, cast, clock)


def gone(store: Store, office: Office, many: int, state: str = "sent") -> list[int]:
    """So many reminders of one invoice that have ended, each a moment after the other."""
    invoice = office.invoice(office.client(), "2026-11-20")
    made = []
    for number in range(many):
        what = Occurrence("client", 1, "2026-11-22", T0 + number)
        reminders.plan_one(
            store, office.mine, what, "invoice", invoice.id, f"{number} of {invoice.id}"
        )
        newest = reminders.of_subject(store, office.mine, "invoice", invoice.id, 1)[0].id
        how = {"state": state, "said": "250 <ok>", "ended_at": T0 + number}
        reminders.change(store, office.mine, newest, **how)
        made.append(newest)
    return made


def test_the_rules_stand_there_as_sentences_with_what_goes_out_next(
    enter: Enter, office: Office
) -> None:
    for kind in ("client", "staff"):
        office.rule(kind, offsets=(1, 7), at=10 * 60)
    office.invoice(office.client(), "2026-11-26")
    ben = enter(BEN).opens(HOME)
    assert "Mails to clients on 1 and 7 days after it was due at 10:00 AM" in ben.said
    assert "Next: Monday, November 30, 2026, 10:00 AM, about 1 invoice" in ben.said
    assert "Paydesk has no mail server, so no mail goes out." in ben.said
    assert "Nothing comes up in the next two weeks." in ben.said
    office.rule("staff", active=False)
    assert "Staff’s morning list off" in ben.opens(HOME).said


def test_the_preview_says_what_goes_to_whom_and_why_others_get_nothing(
    enter: Enter, office: Office
) -> None:
    office.rule("staff", offsets=(1,))
    office.invoice(office.client(name="<b>Ada</b>"), "2026-11-26", 12_345)
    paused = office.client(name="Grace Hopper")
    office.invoice(paused, "2026-11-26")
    olivia = enter(OLIVIA).opens(HOME)
    olivia.sends("/admin/reminders/pause", {"reminder_reference": paused.reference})
    olivia.opens("/admin/reminders/rules/staff/ahead")
    assert "2 reminders come up in the next 14 days." in olivia.said
    first, second = [row.text for row in olivia.html.one("table", role="table").all("tr")[1:]]
    assert "<b>Ada</b>" in first
    assert "$123.45 1 day after it was due the staff yes" in first
    assert second.endswith("– no: reminders are paused")
    assert "<b>" not in olivia.source


def test_many_that_come_up_are_shown_page_by_page(enter: Enter, office: Office) -> None:
    office.rule("client", offsets=(1,))
    ada = office.client()
    made = [office.invoice(ada, "2026-11-26").reference for _ in range(60)]
    olivia = enter(OLIVIA).opens(AHEAD)
    seen = [row.all("td")[0].text for row in olivia.html.one("table", role="table").all("tr")[1:]]
    olivia.opens(olivia.html.one("a", rel="next").attributes["href"])
    seen += [row.all("td")[0].text for row in olivia.html.one("table", role="table").all("tr")[1:]]
    assert seen == made
    assert "First page" in olivia.said
    for place in ("x", "5.", "999999.1", "-1.0"):
        assert olivia.opens(f"{AHEAD}?after={place}").status == 200


def test_a_rule_that_is_written_is_tried_before_it_is_saved(
    enter: Enter, office: Office, store: Store
) -> None:
    office.invoice(office.client(), "2026-11-26")
    ben = enter(BEN).opens("/admin/reminders/rules/client")
    form = {"reminder_after": "2", "reminder_at": "9:30", "seen": "0"}
    ben.sends("/admin/reminders/rules/client", {**form, "try": "yes"})
    assert "Saturday, November 28, 2026, 9:30 AM" not in ben.said
    assert "Monday, November 30, 2026, 9:30 AM 1 invoice" in ben.said
    assert ben.html.one("input", id="reminder_at").attributes["value"] == "9:30"
    assert reminder_rules.find(store, office.mine, "client") is None
    ben.sends("/admin/reminders/rules/client", form)
    assert "Saved. It is off until you switch it on." in ben.said
    ben.sends("/admin/reminders/rules/client/turn", {"on": "yes", "seen": "1"})
    assert "It is on. What was due before is not sent any more." in ben.said
    saved = reminder_rules.find(store, office.mine, "client")
    assert saved is not None
    assert (saved.active, saved.offsets, saved.at) == (True, (2,), 9 * 60 + 30)


def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    enter: Enter, office: Office
) -> None:
    ben = enter(BEN).opens("/admin/reminders/rules/client")
    form = {"reminder_after": "<seven>", "reminder_at": "25:99", "seen": "0"}
    ben.sends("/admin/reminders/rules/client", form)
    assert ben.status == 422
    after = ben.html.one("input", id="reminder_after").attributes
    assert (after["value"], after["aria-invalid"]) == ("<seven>", "true")
    assert "Write numbers of days from 0 to 365" in ben.said
    ben.sends("/admin/reminders/pause", {"reminder_reference": "INV-99", "reminder_reason": "Why"})
    assert ben.status == 422
    assert "No invoice and no client has this number or reference." in ben.said
    assert ben.html.one("input", id="reminder_reason").attributes["value"] == "Why"
    form = {"reminder_what": "all", "reminder_until": "2020-01-01"}
    assert ben.sends("/admin/reminders/pause", form).status == 422
    assert "Choose a day in the future, or none." in ben.said


@pytest.mark.parametrize("path", ["rules/client", "rules/client/turn"])
@pytest.mark.parametrize("seen", ["0", "7", "x", "-1", ""])
def test_who_saw_an_older_version_changes_nothing(
    enter: Enter, office: Office, store: Store, path: str, seen: str
) -> None:
    before = office.rule("client")
    form = {"reminder_after": "2", "reminder_at": "9:30", "seen": seen, "on": "no"}
    ben = enter(BEN).opens(HOME).sends(f"/admin/reminders/{path}", form)
    assert ben.status == 409
    assert "Somebody else has changed this meanwhile." in ben.said
    assert reminder_rules.find(store, office.mine, "client") == before


@pytest.mark.parametrize("path", ["rules/nothing", "rules/nothing/ahead"])
def test_there_are_no_other_rules(enter: Enter, path: str) -> None:
    assert enter(BEN).opens(f"/admin/reminders/{path}").status == 404


def test_a_pause_has_its_reason_and_is_ended_once(
    enter: Enter, office: Office, store: Store
) -> None:
    ada = office.client()
    ben = enter(BEN).opens(HOME)
    form = {"reminder_reference": ada.reference, "reminder_reason": "<i>Away</i>"}
    ben.sends("/admin/reminders/pause", {**form, "reminder_until": "2026-12-24"})
    assert "they go out again on December 24, 2026 <i>Away</i>" in ben.said
    assert "<i>" not in ben.source
    ending = {"scope": "client", "id": str(ada.id)}
    for _ in range(2):
        ben.sends("/admin/reminders/resume", ending)
        assert "No client and no invoice is paused." in ben.said
    ended = [one.action for one in audit.of_target(store, office.mine, ada.reference)]
    assert ended.count("reminders.resumed") == 1
    assert ben.sends("/admin/reminders/resume", {"scope": "client", "id": "x"}).status == 409


def test_many_pauses_are_shown_page_by_page(enter: Enter, office: Office) -> None:
    ben = enter(BEN).opens(HOME)
    for _ in range(25):
        ben.sends("/admin/reminders/pause", {"reminder_reference": office.client().reference})
    assert len(ben.html.one("table", role="table").all("tr")) == 21
    ben.opens(ben.html.one("a", rel="next").attributes["href"])
    assert len(ben.html.one("table", role="table").all("tr")) == 6


@both_databases
def test_what_went_out_is_shown_page_by_page_and_back(
    enter: Enter, office: Office, store: Store
) -> None:
    made = gone(store, office, 120)[::-1]
    lost = gone(store, office, 2, "missed")[::-1]
    ben = enter(BEN).opens(f"{SENT}?state=sent")
    pages = []
    while True:
        rows = ben.html.one("table", role="table").all("tr")[1:]
        links = [row.all("a")[0].attributes["href"] for row in rows]
        pages.append([int(link.rpartition("/")[2]) for link in links])
        if not ben.html.all("a", rel="next"):
            break
        ben.opens(ben.html.one("a", rel="next").attributes["href"])
    assert [one for page in pages for one in page] == made
    ben.opens(ben.html.one("a", rel="prev").attributes["href"])
    first = ben.html.one("table", role="table").all("tr")[1].all("a")[0].attributes["href"]
    assert first.endswith(f"/{pages[1][0]}")
    ben.opens(f"{SENT}?state=lost")
    assert len(ben.html.one("table", role="table").all("tr")) == 1 + len(lost)
    for place in (".5", "x", ".999999", "a.b"):
        assert ben.opens(f"{SENT}?after={place}").status == 200


def test_why_says_the_rule_the_times_and_what_the_mail_server_answered(
    enter: Enter, office: Office, store: Store
) -> None:
    ben = enter(BEN).opens("/admin/reminders/rules/client")
    form = {"reminder_after": "2", "reminder_at": "9:30", "seen": "0"}
    ben.sends("/admin/reminders/rules/client", form)
    [one] = gone(store, office, 1)
    ben.opens(f"{SENT}/{one}")
    assert "250 <ok>" in ben.said
    assert "2 days after it was due" in ben.said
    assert f"Version 1, since Nov 23, 2026, 3:00 AM, by {BEN}" in ben.said
    number = ben.html.one("h1").text.split()[4]
    assert len(ben.opens(f"{SENT}?q={number}").html.one("table", role="table").all("tr")) == 2
    assert "Nothing is found." in ben.opens(f"{SENT}?q=INV-9").said


@pytest.mark.parametrize("path", [HOME, AHEAD, SENT, "/admin/reminders/rules/staff"])
def test_a_page_takes_as_many_questions_at_any_number_of_rows(
    enter: Enter, office: Office, store: Store, queries: Queries, path: str
) -> None:
    for kind in ("client", "staff"):
        office.rule(kind, offsets=(1,))
    ben = enter(BEN).opens(HOME)
    asked = []
    for _ in range(2):
        ada = office.client()
        for _ in range(3):
            office.invoice(ada, "2026-11-26")
        gone(store, office, 3)
        ben.opens(HOME).sends("/admin/reminders/pause", {"reminder_reference": ada.reference})
        asked.append(queries(lambda: ben.opens(path)))
    assert asked[0] == asked[1] <= MOST_QUERIES


def test_every_state_has_its_words() -> None:
    assert set(STATES) == set(State)


def test_it_is_said_in_french(enter: Enter, office: Office, store: Store) -> None:
    office.rule("client", offsets=(1,))
    office.invoice(office.client(), "2026-11-26")
    members.set_language(store, office.mine, OLIVIA, "fr", T0)
    olivia = enter(OLIVIA).opens(HOME)
    assert "Suspendre les rappels" in olivia.said
    assert "non : Paydesk n’a pas de serveur de mail" in olivia.opens(AHEAD).said.replace(
        "\xa0", " "
    )


def test_all_reminders_are_not_paused_where_one_invoice_is_named(
    enter: Enter, office: Office
) -> None:
    bill = office.invoice(office.client(), "2026-11-26").reference
    ben = enter(BEN).opens(HOME)
    ben.sends("/admin/reminders/pause", {"reminder_what": "all", "reminder_reference": bill})
    assert ben.status == 422
    assert "Leave this empty to pause all reminders" in ben.said
    assert "All reminders are paused" not in ben.opens(HOME).said
