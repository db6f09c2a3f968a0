"""Who may pass fees on, in the admin: the rules with reasons and sources, what the practice has
chosen, and "what if", which says what a charge would come to."""

import pytest

from bot.routes import ROUTES
from desk.access import Person
from desk.confirmations import confirm
from desk.context import Desk
from desk.own_fees import save_own_fees
from desk.settings import change
from rules.roles import Role
from rules.surcharge_matching import RULES
from storage import members, practices
from storage.store import Store
from tests.admin.conftest import MOST_QUERIES, Enter, Queries
from tests.support.admin_visits import Browser
from tests.support.cast import BEN, OLIVIA, T0, Cast
from tests.support.chat import Chat
from tests.support.two_practices import rows_of

SURCHARGES = "/admin/surcharges/"
VISA = {
    "amount": "150",
    "where": "US-TX",
    "client_place": "",
    "method": "card",
    "brand": "visa",
    "funding": "credit",
    "consumer": "yes",
    "payer": "client",
}
OWN = {
    "method": "card",
    "currency": "usd",
    "percent": "2.9",
    "fixed": "0.30",
    "since": "2026-11-01",
    "source": "Contract",
}


@pytest.fixture
def owner(cast: Cast) -> Person:
    return Person(cast.practice.id, OLIVIA, Role.OWNER)


@pytest.fixture
def own_fees(desk: Desk, cast: Cast, owner: Person) -> None:
    save_own_fees(desk, cast.practice, owner, OWN, "en")


def asks(browser: Browser, **values: str) -> Browser:
    return browser.opens(SURCHARGES, query_string={**VISA, **values})


def amounts(browser: Browser) -> dict[str, str]:
    found = browser.html.one("section", class_="result").one("dl").all("div")
    return {row.one("dt").text: row.one("dd").text for row in found}


def verdict(browser: Browser) -> str:
    return browser.html.one("section", class_="result").all("span")[0].text


def rules(browser: Browser, table: int) -> list[list[str]]:
    body = browser.html.all("tbody")[table]
    return [
        [cell.text for cell in row.children if not isinstance(cell, str)] for row in body.all("tr")
    ]


def test_every_rule_is_there_with_its_reason_and_source(enter: Enter) -> None:
    olivia = enter(OLIVIA).opens(SURCHARGES)
    mine, others = rules(olivia, 0), rules(olivia, 1)
    assert len(mine) + len(others) == len(RULES)
    assert all(len(row[3]) > 60 and "read on November 23, 2026" in row[3] for row in mine + others)
    assert "Rules at the practice’s place: Texas, United States" in olivia.said
    assert {row[0] for row in mine} == {
        "United States",
        "Other states of the United States",
        "Everywhere",
        "Everywhere else",
    }
    visa = [row[2] for row in mine if row[1] == "Cards · Visa · credit"]
    assert visa == [
        "Up to 3%, never above the cost since April 15, 2023",
        "Only once an owner confirms it until April 14, 2023",
    ]
    europe = [row for row in others if row[0] == "European Economic Area"]
    assert europe[0][1:3] == [
        "Cards · Visa, Mastercard · personal",
        "Banned since January 13, 2018",
    ]
    assert europe[2][1] == "Cards · all but Visa, Mastercard · personal"


@pytest.mark.usefixtures("own_fees")
def test_the_cap_of_the_rule_is_passed_on_and_the_amounts_add_up(enter: Enter) -> None:
    """The sample of the published table: Visa credit, 150.00, at most 3 %."""
    olivia = asks(enter(OLIVIA))
    assert verdict(olivia) == "The client may bear at most $4.50 of the fee."
    assert amounts(olivia) == {
        "Bill": "$150.00",
        "Surcharge": "$4.50",
        "The client pays": "$154.50",
        "The processor keeps": "$4.78 (2.9% + 30¢)",
        "The practice receives": "$149.72",
        "The practice bears of the fee": "$0.28",
    }
    assert "Tell the client the amount before they pay" in olivia.said


@pytest.mark.parametrize(
    ("values", "says", "surcharge"),
    [
        ({"where": "FR"}, "The fee may not be passed on", "$0.00"),
        ({"where": "US-CT"}, "The fee may not be passed on", "$0.00"),
        ({"funding": "debit"}, "The fee may not be passed on", "$0.00"),
        ({"funding": ""}, "The fee may not be passed on", "$0.00"),
        ({"client_place": "US-MA"}, "The fee may not be passed on", "$0.00"),
        ({"where": "US-CA"}, "Nothing is passed on until an owner confirms it", "$0.00"),
        ({"payer": "practice"}, "The client may bear at most $4.50", "$0.00"),
        ({"brand": "amex"}, "The client may bear at most $4.79", "$4.79"),
        ({"amount": "20.00"}, "The client may bear at most $0.60", "$0.60"),
    ],
)
@pytest.mark.usefixtures("own_fees")
def test_who_may_bear_what(enter: Enter, values: dict[str, str], says: str, surcharge: str) -> None:
    olivia = asks(enter(OLIVIA), **values)
    assert says in verdict(olivia)
    assert amounts(olivia)["Surcharge"] == surcharge


def test_without_own_fees_it_is_an_estimate_and_nothing_is_passed_on(enter: Enter) -> None:
    olivia = asks(enter(OLIVIA))
    assert amounts(olivia)["Surcharge"] == "$0.00"
    assert amounts(olivia)["The practice receives (estimate)"] == "$145.35"
    assert "Nothing is passed on until an owner has entered the practice’s own fees." in olivia.said


@pytest.mark.usefixtures("own_fees")
def test_an_owners_word_counts_where_the_practice_is_and_nowhere_else(
    enter: Enter, desk: Desk, cast: Cast, owner: Person
) -> None:
    change(desk, owner, cast.practice, "place", "US-CA")
    there = practices.get(desk.store, cast.practice.id)
    assert there is not None
    confirm(desk, owner, there, "us-ca-credit", "Our lawyer agrees")
    olivia = asks(enter(OLIVIA), where="US-CA")
    assert amounts(olivia)["Surcharge"] == "$4.50"
    assert "“Our lawyer agrees”" in olivia.said
    change(desk, owner, there, "place", "US-TX")
    assert amounts(asks(olivia, where="US-CA"))["Surcharge"] == "$0.00"
    assert "“Our lawyer agrees”" not in olivia.said


@pytest.mark.usefixtures("own_fees")
def test_who_bears_the_fees_is_shown_as_it_was_decided_in_chat(
    enter: Enter, desk: Desk, cast: Cast
) -> None:
    olivia = enter(OLIVIA).opens(SURCHARGES)
    assert "The fees are borne by the practice." in olivia.said
    chat = Chat(desk, cast.practice.id, ROUTES)
    settings = chat.person(OLIVIA).types("/billing").press("Settings")
    settings.press_id("settings:edit:fee_payer").press("Let the client bear the fees")
    olivia.opens(SURCHARGES)
    assert "The fees are borne by the client, where that is allowed." in olivia.said


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("amount", "", "Name an amount"),
        ("amount", "much", "Name an amount"),
        ("amount", "-5", "Write one amount without a plus or a minus"),
        ("where", "", "A place is written as"),
        ("where", "XX", "XX"),
        ("client_place", "US-ZZ", "US-ZZ"),
        ("method", "barter", "Choose how the client pays."),
        ("method", "sepa_debit", "no such direct debit"),
        ("brand", "gold", "Choose one of the list."),
        ("funding", "gift", "Choose one of the list."),
        ("consumer", "both", "Choose one of the list."),
        ("payer", "nobody", "Choose who bears the fees."),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_what_was_typed_stays(
    enter: Enter, field: str, typed: str, says: str
) -> None:
    olivia = asks(enter(OLIVIA), **{"amount": "77.50", field: typed})
    assert olivia.status == 422
    assert says in olivia.html.one("p", id=f"{field}-wrong").text
    kept = typed if field == "amount" else "77.50"
    assert olivia.html.one("input", id="amount").attributes["value"] == kept
    assert not olivia.html.all("section", class_="result")


def test_nothing_is_written_and_it_takes_few_queries(
    enter: Enter, store: Store, queries: Queries
) -> None:
    olivia = asks(enter(OLIVIA))
    before = rows_of(store)
    assert queries(lambda: asks(olivia)) <= MOST_QUERIES
    assert rows_of(store) == before


def test_a_biller_works_it_out_too_and_is_not_offered_to_decide(enter: Enter) -> None:
    ben = asks(enter(BEN))
    assert ben.status == 200
    assert not ben.html.one("main").all("a")


@pytest.mark.usefixtures("own_fees")
def test_it_is_said_in_french(enter: Enter, store: Store, cast: Cast) -> None:
    members.set_language(store, cast.practice.id, OLIVIA, "fr", T0)
    olivia = asks(enter(OLIVIA), amount="150,00")
    assert "Le client peut supporter au plus 4,50 $US des frais." in verdict(olivia)
    assert amounts(olivia)["Le client paie"].replace("\xa0", " ") == "154,50 $US"
