"""The fees in the admin: what holds on a day, with its source, and the form for own rows."""

import pytest

from bot.routes import ROUTES
from desk.context import Desk
from storage import fee_rows, members
from storage.store import Store
from tests.admin.conftest import MOST_QUERIES, Enter, Queries
from tests.support.admin_visits import Browser
from tests.support.cast import BEN, OLIVIA, T0, Cast
from tests.support.chat import Chat

FEES = "/admin/fees/"
NEW = f"{FEES}new"
OWN = {
    "method": "card",
    "currency": "usd",
    "percent": "2.2",
    "fixed": "10¢",
    "cap": "",
    "since": "2026-11-01",
    "source": "Contract of March 2026",
}


@pytest.fixture
def chat(desk: Desk, cast: Cast) -> Chat:
    return Chat(desk, cast.practice.id, ROUTES)


def enters(browser: Browser, **values: str) -> Browser:
    return browser.opens(NEW).sends(NEW, {**OWN, **values})


def rows(browser: Browser, table: int = 0) -> list[list[str]]:
    body = browser.html.all("tbody")[table]
    return [
        [cell.text for cell in row.children if not isinstance(cell, str)] for row in body.all("tr")
    ]


def test_every_region_and_method_of_the_price_list_is_there_with_its_source(enter: Enter) -> None:
    olivia = enter(OLIVIA).opens(FEES)
    read = "Published price list, read on November 23, 2026."
    shown = rows(olivia)
    assert shown[0] == ["United States (USD)", "Cards and wallets", "2.9% + 30¢", "–", read, "–"]
    assert shown[1][1:3] == ["Direct debit (ACH)", "1.9% + 50¢"]
    assert [row[0].split(" (")[0] for row in shown[::2]] == [
        "United States",
        "United Kingdom",
        "European Union",
        "Australia",
        "Everywhere else",
    ]
    assert "This is an estimate until an owner has entered" in olivia.said
    assert "There is none yet." in olivia.said


def test_an_own_row_holds_from_its_day_on_and_is_marked(enter: Enter, chat: Chat) -> None:
    olivia = enters(enter(OLIVIA))
    assert "Saved. Whatever was quoted or paid before keeps the fees it had." in olivia.said
    enters(olivia, percent="1.5", since="2026-12-01", source="Contract of December")
    first = rows(olivia)[0]
    assert first[2:5] == ["2.2% + 10¢", "Nov 1, 2026", "Own row: “Contract of March 2026”"]
    assert [row[1:4] for row in rows(olivia, 1)] == [
        ["1.5% + 10¢", "Dec 1, 2026", "until another follows"],
        ["2.2% + 10¢", "Nov 1, 2026", "Nov 30, 2026"],
    ]
    good = olivia.html.all("tbody")[1].all("span", class_="tone good")
    assert [one.text for one in good] == ["2.2% + 10¢"]
    for day, fee in (("2026-10-31", "2.9% + 30¢"), ("2026-12-01", "1.5% + 10¢")):
        assert rows(olivia.opens(f"{FEES}?on={day}"))[0][2] == fee
        assert f'value="{day}"' in olivia.source
    chat.person(OLIVIA).types("/fees").sees("2.2% + 10¢", "Contract of March 2026")


def test_an_own_row_that_was_entered_in_chat_stands_here(enter: Enter, chat: Chat) -> None:
    form = chat.person(OLIVIA).types("/fees").press("Use our own fees")
    form.submit(**{**OWN, "currency": "jpy", "fixed": "0"})
    olivia = enter(OLIVIA).opens(FEES)
    assert rows(olivia)[-1][:3] == ["Everywhere else (JPY)", "Cards and wallets", "2.2%"]
    assert rows(olivia, 1)[0][0] == "Cards and wallets, JPY"


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("method", "barter", "Choose how the client pays."),
        ("currency", "xyz", "Choose a currency."),
        ("percent", "much", "Write the percentage as a number"),
        ("fixed", "", "Write the fixed part of the fee"),
        ("cap", "0", "Leave this empty if the fee has no upper limit."),
        ("since", "soon", "Choose the day from which these fees hold."),
        ("source", " ", "Say where these fees are written"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_what_was_typed_stays(
    enter: Enter, store: Store, cast: Cast, field: str, typed: str, says: str
) -> None:
    olivia = enters(enter(OLIVIA), **{"percent": "2,4", field: typed})
    assert olivia.status == 422
    assert says in olivia.html.one("p", id=f"{field}-wrong").text
    kept = typed if field == "percent" else "2,4"
    assert olivia.html.one("input", id="percent").attributes["value"] == kept
    assert fee_rows.rows(store, cast.practice.id) == []


@pytest.mark.parametrize("day", ["x", "2026-02-30", "9" * 30, "²"])
def test_what_is_no_day_says_so(enter: Enter, day: str) -> None:
    olivia = enter(OLIVIA).opens(FEES, query_string={"on": day})
    assert olivia.status == 422
    assert olivia.html.one("p", id="on-wrong").text == "Choose a day."
    assert olivia.html.one("input", id="on").attributes["value"] == day


def test_a_biller_looks_and_is_offered_no_form(enter: Enter) -> None:
    ben = enter(BEN).opens(FEES)
    assert not ben.html.one("main").all("a")
    assert ben.opens(NEW).status == 403


def test_any_number_of_own_rows_takes_the_same_queries(enter: Enter, queries: Queries) -> None:
    olivia = enters(enter(OLIVIA))
    few = queries(lambda: olivia.opens(FEES))
    for day in range(2, 9):
        enters(olivia, since=f"2026-11-{day:02}")
    assert queries(lambda: olivia.opens(FEES)) == few <= MOST_QUERIES


def test_it_is_said_in_french(enter: Enter, store: Store, cast: Cast) -> None:
    members.set_language(store, cast.practice.id, OLIVIA, "fr", T0)
    olivia = enters(enter(OLIVIA), percent="2,25", fixed="0,10")
    assert "Enregistré." in olivia.said
    assert rows(olivia)[0][2].replace("\xa0", " ") == "2,25 % + 0,10 $US"
