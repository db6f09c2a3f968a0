"""Tax rates in the admin: every version is listed; forms make, edit and end them, as /tax does."""

import pytest

from bot.routes import ROUTES
from desk.context import Desk
from storage import audit, members, taxes
from storage.store import Store
from tests.admin.conftest import MOST_QUERIES, Enter, Queries
from tests.support.admin_visits import Browser
from tests.support.cast import OLIVIA, T0, Cast, FrozenClock
from tests.support.chat import Chat
from tests.support.stores import KINDS

TAXES = "/admin/taxes/"
NEW = f"{TAXES}new"
VAT = {"name": "VAT", "percent": "20 %", "kind": "exclusive", "place": "gb"}
DAY = 86_400_000


@pytest.fixture
def chat(desk: Desk, cast: Cast) -> Chat:
    return Chat(desk, cast.practice.id, ROUTES)


def listed(browser: Browser) -> list[list[str]]:
    """The cells of the table, row by row."""
    rows = browser.html.one("tbody").all("tr")
    return [[cell.text for cell in row.children if not isinstance(cell, str)] for row in rows]


def added(browser: Browser, **values: str) -> Browser:
    return browser.opens(NEW).sends(NEW, {**VAT, **values})


def opens_rate(browser: Browser, name: str = "VAT") -> str:
    """Follows the link of the version that holds; its address."""
    links = browser.opens(TAXES).html.one("tbody").all("a")
    page = next(link.attributes["href"] for link in links if link.text == name)
    browser.opens(page)
    return page


def edited(browser: Browser, **values: str) -> Browser:
    page = opens_rate(browser)
    opened = browser.html.one("input", name="opened").attributes["value"]
    return browser.sends(page, {**VAT, "opened": opened, **values})


@pytest.mark.parametrize("kind", KINDS, indirect=True)
def test_every_version_says_from_when_until_when_it_held(
    enter: Enter, clock: FrozenClock, chat: Chat
) -> None:
    chat.person(OLIVIA).types("/tax").press("New tax rate").submit(**VAT)
    clock.advance(DAY)
    olivia = enter(OLIVIA)
    assert "Saved. It holds from now on" in edited(olivia, percent="17.5").said
    olivia.opens(TAXES)
    added(olivia, name="GST", percent="7,25", kind="inclusive", place="")
    assert "Saved. New invoices can use it." in olivia.said
    first, second = "Nov\xa023,\xa02026", "Nov\xa024,\xa02026"
    kingdom = ["added to prices", "United Kingdom"]
    assert listed(olivia) == [
        ["GST", "7.25%", "contained in prices", "everywhere", *_on(second, "holds now")],
        ["VAT", "17.5%", *kingdom, *_on(second, "holds now")],
        ["VAT", "20%", *kingdom, *_on(first, second)],
    ]
    chat.person(OLIVIA).types("/tax").sees("*VAT* 17.5%", "*GST* 7.25%").sees_not("20%")


def _on(*days: str) -> list[str]:
    return [" ".join(day.split()) for day in days]


def test_a_rate_that_is_ended_is_listed_with_its_end(
    enter: Enter, clock: FrozenClock, chat: Chat
) -> None:
    olivia = added(enter(OLIVIA))
    clock.advance(DAY)
    olivia = enter(OLIVIA)
    page = opens_rate(olivia)
    olivia.sends(f"{page}/end")
    assert "It is not offered for new invoices any more." in olivia.said
    assert "There is none yet." in olivia.said
    olivia.opens(f"{TAXES}?use=ended")
    [row] = listed(olivia)
    assert row[0] == "VAT"
    assert row[-2:] == _on("Nov 23, 2026", "Nov 24, 2026")
    assert not olivia.html.one("tbody").all("a")
    chat.person(OLIVIA).types("/tax").sees("There is none yet")
    assert olivia.opens(page).status == 404


@pytest.mark.parametrize(
    ("wrong", "field", "says"),
    [
        ({"percent": "700%"}, "percent", "700% can’t be right"),
        ({"percent": "twenty"}, "percent", "for example 7.25%"),
        ({"name": " "}, "name", "for example VAT"),
        ({"place": "XX"}, "place", "XX"),
        ({"kind": "both"}, "kind", "Choose"),
        ({"name": "vat"}, "name", "There is a tax rate “vat” already"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_what_was_typed_stays(
    enter: Enter, store: Store, cast: Cast, wrong: dict[str, str], field: str, says: str
) -> None:
    olivia = added(enter(OLIVIA))
    added(olivia, **{"name": "GST", "percent": "19", **wrong})
    assert olivia.status == 422
    assert says in olivia.html.one("p", id=f"{field}-wrong").text
    typed = {"percent": "19", **wrong}
    assert olivia.html.one("input", id="percent").attributes["value"] == typed["percent"]
    assert [one.name for one in taxes.rates(store, cast.practice.id)] == ["VAT"]


def test_a_sample_is_worked_out_and_nothing_is_written(
    enter: Enter, store: Store, cast: Cast
) -> None:
    olivia = enter(OLIVIA)
    added(olivia, percent="7,25", preview="yes")
    assert "An invoice of $100.00 comes to $107.25: $100.00 and $7.25 tax." in olivia.said
    assert olivia.html.one("input", id="name").attributes["value"] == "VAT"
    assert taxes.rates(store, cast.practice.id) == []
    added(olivia)
    edited(olivia, kind="inclusive", preview="yes")
    assert "comes to $100.00: $83.33 and $16.67 tax." in olivia.said
    [rate] = taxes.rates(store, cast.practice.id)
    assert not rate.inclusive


def test_who_saves_what_another_has_changed_meanwhile_is_told(
    enter: Enter, store: Store, cast: Cast, chat: Chat
) -> None:
    olivia = added(enter(OLIVIA))
    page = opens_rate(olivia)
    opened = olivia.html.one("input", name="opened").attributes["value"]
    edit = chat.person(OLIVIA).types("/tax").press("Edit")
    edit.submit(**{**VAT, "percent": "19"})
    olivia.sends(page, {**VAT, "percent": "18", "opened": opened})
    assert olivia.status == 409
    assert "This was changed since you opened it" in olivia.said
    assert "19%" in olivia.opens(TAXES).said


def test_a_save_sent_twice_makes_one_version(enter: Enter, store: Store, cast: Cast) -> None:
    olivia = added(enter(OLIVIA))
    page = opens_rate(olivia)
    opened = olivia.html.one("input", name="opened").attributes["value"]
    token = olivia.token
    for _ in range(2):
        olivia.sends(page, {**VAT, "percent": "19", "opened": opened, "csrf": token})
        assert olivia.status == 200
    [rate] = taxes.rates(store, cast.practice.id)
    assert len(taxes.history(store, cast.practice.id, rate.id)) == 2
    assert audit.verify(store, cast.practice.id) == []


def test_many_versions_have_pages_and_take_the_same_queries(
    enter: Enter, desk: Desk, store: Store, cast: Cast, queries: Queries
) -> None:
    olivia = added(enter(OLIVIA))
    few = queries(lambda: olivia.opens(TAXES))
    [rate] = taxes.rates(store, cast.practice.id)
    for percent in range(120):
        terms = taxes.TaxTerms("VAT", taxes.Decimal(percent) / 10, inclusive=False)
        with store.transaction():
            taxes.add_version(store, cast.practice.id, rate.id, terms, OLIVIA, T0)
    assert queries(lambda: olivia.opens(TAXES)) == few <= MOST_QUERIES
    seen = [row[1] for row in listed(olivia)]
    while following := olivia.html.all("a", rel="next"):
        olivia.opens(following[0].attributes["href"])
        seen += [row[1] for row in listed(olivia)]
    assert seen == [*(f"{percent / 10:g}%" for percent in reversed(range(120))), "20%"]
    olivia.opens(olivia.html.one("a", rel="prev").attributes["href"])
    assert [row[1] for row in listed(olivia)] == seen[50:100]
    for nonsense in ("x.1", "1.x", f"{'9' * 30}.1", "1"):
        assert olivia.opens(f"{TAXES}?after={nonsense}").status == 200
        assert [row[1] for row in listed(olivia)] == seen[:50]


def test_it_is_said_in_french(enter: Enter, store: Store, cast: Cast) -> None:
    members.set_language(store, cast.practice.id, OLIVIA, "fr", T0)
    olivia = added(enter(OLIVIA), name="TVA", percent="5,5")
    [row] = listed(olivia)
    assert row[:4] == ["TVA", "5,5 %", "ajoutée aux prix", "Royaume-Uni"]
    opens_rate(olivia, "TVA")
    assert (
        olivia.html.one("input", id="percent").attributes["value"].replace("\xa0", " ") == "5,5 %"
    )
