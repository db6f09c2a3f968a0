"""The overview: each sum in its month, fees and who bore them, what is owed, what goes by itself,
and charts that are pictures, with their figures beside them."""

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import pytest

from admin.charts import BLUE, Series, columns
from admin.overview.pictures import collected
from desk.access import Person
from desk.admin import overview as pages
from desk.admin.overview import MONTHS, Collected, Overview, Success, months_to, overview
from desk.books import CARD, DEBIT, LINKED
from desk.context import Desk
from desk.help.asked import COMMAND
from desk.language import language_of
from rules.help_state import State as Asked
from rules.payment_state import State
from rules.roles import Role
from rules.words import Refusal
from storage import clients, help_questions, ledger, operations
from storage.clients import Client
from storage.help_questions import Question
from storage.ledger import Line
from storage.new_operations import blank
from storage.operations import CHARGE, ELSEWHERE, LINK, REFUND
from storage.store import Store
from tests.admin.conftest import Enter
from tests.support.cast import BEN, OLIVIA, SAM, T0, Cast

on_both = pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
DAY = 86_400_000
Pays = Callable[..., None]


@pytest.fixture
def pays(store: Store, cast: Cast) -> Pays:
    """Something that Stripe did, or was to do: pays(kind, State.DECLINED, at=…)."""
    mine = cast.practice.id
    new = Client(0, "NP-7001", "Ada Lovelace", "ada lovelace", None)
    client = clients.add(store, mine, new, [])

    def pay(
        kind: str = CHARGE,
        state: State = State.SUCCEEDED,
        *lines: tuple[str, int],
        at: int = T0,
        type_: str = "card",
        surcharge: int = 0,
        day: str | None = None,
    ) -> None:
        asked = blank(mine, kind, client.id, OLIVIA, at)
        with store.transaction():
            made = operations.add(
                store,
                mine,
                replace(asked, state=state, method={"type": type_}, surcharge=surcharge),
                [],
                live=False,
            )
            for name, amount in lines:
                line = Line(made.id, name, f"{name}_{made.id}", amount, "usd", at, day)
                ledger.add(store, mine, line)

    return pay


def seen(desk: Desk, cast: Cast) -> Overview:
    return overview(desk, cast.practice, Person(cast.practice.id, BEN, Role.BILLER))


@on_both
def test_each_sum_stands_in_its_month_with_who_bore_the_fees(
    desk: Desk, cast: Cast, pays: Pays
) -> None:
    pays(CHARGE, State.SUCCEEDED, ("charge", 10_300), ("fee", -330), surcharge=300)
    pays(REFUND, State.SUCCEEDED, ("refund", -5_150), surcharge=150)
    pays(LINK, State.SUCCEEDED, ("charge", 2_000), ("fee", -90), at=T0 - 31 * DAY)
    pays(ELSEWHERE, State.SUCCEEDED, ("elsewhere", 700), day="2026-10-31")
    pays(ELSEWHERE, State.SUCCEEDED, ("write_off", -9_000))
    pays(CHARGE, State.SUCCEEDED, ("charge", 99), at=T0 - 400 * DAY)
    sums = {str(month.first): month.sums.get("usd") for month in seen(desk, cast).months}
    assert len(sums) == MONTHS
    assert sums.pop("2026-11-01") == Collected(10_300, -5_150, -330, passed_on=150)
    assert sums.pop("2026-10-01") == Collected(2_700, 0, -90, passed_on=0)
    assert set(sums.values()) == {None}


def test_what_was_borne_is_what_stripe_kept_but_for_what_clients_paid_of_it() -> None:
    month = Collected(came=10_300, back=-100, fees=-330, passed_on=300)
    assert (month.absorbed, month.kept) == (30, 9_870)


def test_a_month_begins_at_midnight_where_the_practice_is(
    desk: Desk, cast: Cast, pays: Pays
) -> None:
    """In Texas, November begins at five in the morning of universal time."""
    november = T0 - (22 * 24 + 9) * 3_600_000
    pays(CHARGE, State.SUCCEEDED, ("charge", 1), at=november + 5 * 3_600_000 - 1)
    pays(CHARGE, State.SUCCEEDED, ("charge", 10), at=november + 5 * 3_600_000)
    *_, before, this = seen(desk, cast).months
    assert (before.sums["usd"].came, this.sums["usd"].came) == (1, 10)


@pytest.mark.parametrize(
    ("today", "first"), [(date(2026, 1, 31), "2025-02-01"), (date(2026, 12, 1), "2026-01-01")]
)
def test_twelve_months_end_with_this_one(today: date, first: str) -> None:
    found = months_to(today)
    assert (len(found), str(found[0])) == (MONTHS, first)
    assert found[-1] == today.replace(day=1)


@on_both
def test_success_is_told_by_the_way_of_paying(desk: Desk, cast: Cast, pays: Pays) -> None:
    for state in (State.SUCCEEDED, State.SUCCEEDED, State.DECLINED):
        pays(CHARGE, state)
    pays(CHARGE, State.FAILED, type_="us_bank_account")
    pays(LINK, State.SUCCEEDED, type_="")
    for state in (State.OPEN, State.CANCELLED, State.UNKNOWN, State.PROCESSING):
        pays(LINK, state)
    pays(REFUND, State.FAILED)
    found = seen(desk, cast).success
    assert found == {CARD: Success(2, 1), DEBIT: Success(0, 1), LINKED: Success(1, 0)}
    assert [found[way].percent for way in (CARD, DEBIT, LINKED)] == [66, 0, 100]


def test_failures_from_before_the_payments_that_are_counted_do_not_count(
    desk: Desk, cast: Cast, pays: Pays, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "LAST_PAID", 2)
    for state in (State.DECLINED, State.SUCCEEDED, State.SUCCEEDED, State.DECLINED):
        pays(CHARGE, state)
    pays(CHARGE)
    assert seen(desk, cast).success == {CARD: Success(2, 1)}


@on_both
def test_questions_that_no_person_answered_are_told(desk: Desk, store: Store, cast: Cast) -> None:
    mine = cast.practice.id
    for number, (state, handed_over_at, at) in enumerate(
        [
            (Asked.HELPED, None, T0),
            (Asked.RESOLVED, T0, T0),
            (Asked.WITHDRAWN, None, T0),
            (Asked.ANSWERED, None, T0 - 31 * DAY),
        ]
    ):
        said = (f"{number}", COMMAND, "C0HELP", f"{number}.0", None, SAM, "en", False, "Why?")
        new = Question(0, mine, *said, state, at, handed_over_at=handed_over_at)
        assert help_questions.add(store, mine, new)
    *_, before, this = seen(desk, cast).months
    assert [(month.asked, month.alone) for month in (before, this)] == [(1, 1), (2, 1)]


def test_the_page_says_what_it_shows_in_figures_too(enter: Enter, pays: Pays) -> None:
    pays(CHARGE, State.SUCCEEDED, ("charge", 10_300), ("fee", -330), surcharge=300)
    page = enter(OLIVIA).opens("/admin/overview/")
    tables = {table.one("caption").text: table.text for table in page.html.all("table")}
    assert "November 2026 $103.00 $0.00 -$3.30 $99.70" in tables["Collected, by month"]
    assert "$3.30 $3.00 $0.30" in tables["What Stripe’s fees came to, and who bore them"]
    assert "Saved card 1 0 100%" in tables["Payments that went through, by method"]
    charts = page.html.all("img")
    assert len(charts) == len(tables) == 3
    assert "Nothing is outstanding." in page.said
    for chart in charts:
        assert chart.attributes["alt"]
        assert chart.attributes["src"].startswith("data:image/svg+xml;base64,")


def test_a_chart_runs_nothing_loads_nothing_and_shows_names_as_text() -> None:
    hostile = '<script>alert(1)</script>"><image href="https://evil.example/">'
    chart = columns([hostile], [Series(hostile, (1,), BLUE)], lambda value: hostile)
    assert chart is not None
    drawn = base64.b64decode(chart.source.partition(",")[2]).decode()
    root = ElementTree.fromstring(drawn)
    assert {tag.tag.rpartition("}")[2] for tag in root.iter()} <= {
        *("svg", "defs", "style", "g", "rect", "text", "path"),
    }
    assert not [tag for tag in root.iter() for name in tag.attrib if name.endswith(("href", "src"))]
    assert hostile in "".join(root.itertext())
    assert columns(["Nov"], [Series("None", (0,), BLUE)], str) is None


@pytest.mark.parametrize("role", [Role.SUPPORT, Role.NONE])
def test_only_who_may_see_takings_sees_it(desk: Desk, cast: Cast, role: Role) -> None:
    with pytest.raises(Refusal):
        overview(desk, cast.practice, Person(cast.practice.id, SAM, role))


def test_it_asks_as_much_of_the_store_whatever_is_in_it(
    enter: Enter, store: Store, pays: Pays, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, counts = enter(OLIVIA), []
    asked: list[str] = []
    run = store.database.execute_sql
    monkeypatch.setattr(
        store.database, "execute_sql", lambda sql, *given: asked.append(sql) or run(sql, *given)
    )
    for _ in range(2):
        browser.opens("/admin/overview/")  # Months that are over are added up.
        asked.clear()
        assert browser.opens("/admin/overview/").status == 200
        counts.append(len(asked))
        for number in range(20):
            pays(CHARGE, State.SUCCEEDED, ("charge", 100), at=T0 - number * 20 * DAY)
    assert counts[0] == counts[1] <= 12


def test_the_same_figures_are_drawn_once_and_in_each_language_for_itself() -> None:
    sums = [Collected(came=150_000)]
    english, again, french = (
        collected(language_of(code), ["Nov"], sums, "usd") for code in ("en", "en", "fr")
    )
    assert english is not None
    assert english is again
    assert french is not None
    assert french.source != english.source
