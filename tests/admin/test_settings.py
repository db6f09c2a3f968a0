"""All settings in the admin: seen by those who work with them, changed by owners, as in chat."""

from collections.abc import Callable

import pytest

from bot.routes import ROUTES
from desk.context import Desk
from desk.settings import PracticeSettings, practice_settings
from rules.roles import Role
from storage import audit, members, practices
from storage.store import Store
from tests.admin.conftest import MOST_QUERIES, Enter, Queries
from tests.support.admin_visits import Browser, admin_web, browser_of
from tests.support.cast import BEN, OLIVIA, T0, Cast
from tests.support.channels import AWAY, OURS, SHARED, KnownChannels
from tests.support.chat import Chat
from tests.support.html import Tag
from tests.support.stores import KINDS

SETTINGS = "/admin/settings/"
Now = Callable[[], PracticeSettings]


@pytest.fixture
def chat(desk: Desk, cast: Cast) -> Chat:
    return Chat(desk, cast.practice.id, ROUTES)


@pytest.fixture
def now(desk: Desk, cast: Cast) -> Now:
    """The settings as they are at this moment."""
    return lambda: practice_settings(
        desk, practices.get(desk.store, cast.practice.id) or cast.practice
    )


def opens(browser: Browser, part: str) -> Browser:
    return browser.opens(f"{SETTINGS}edit/{part}")


def sends(browser: Browser, part: str, **changes: str) -> Browser:
    """The form that is open, as a browser sends it, with other values in some fields."""
    form = next(one for one in browser.html.one("main").all("form"))
    return browser.sends(f"{SETTINGS}edit/{part}", {**_values(form), **changes})


def saves(browser: Browser, part: str, **changes: str) -> Browser:
    return sends(opens(browser, part), part, **changes)


def _values(form: Tag) -> dict[str, str]:
    values = {
        one.attributes["name"]: one.attributes["value"]
        for one in form.all("input")
        if one.attributes["type"] != "checkbox"
    }
    for box in form.all("input", type="checkbox"):
        if "checked" in box.attributes:
            name = box.attributes["name"]
            values[name] = ",".join(filter(None, [values.get(name), box.attributes["value"]]))
    values |= {one.attributes["name"]: one.text for one in form.all("textarea")}
    for one in form.all("select"):
        chosen = [each for each in one.all("option") if "selected" in each.attributes]
        values[one.attributes["name"]] = (chosen or one.all("option"))[0].attributes["value"]
    return values


def told(browser: Browser) -> dict[str, str]:
    """The settings as the page lists them."""
    pairs = browser.html.one("main").all("dl")
    rows = [row for one in pairs for row in one.all("div")]
    return {row.one("dt").text: row.one("dd").text for row in rows}


@pytest.mark.parametrize("kind", KINDS, indirect=True)
def test_all_are_seen_and_each_part_can_be_saved(enter: Enter, now: Now) -> None:
    olivia = enter(OLIVIA)
    saves(olivia, "identity", legal_name="Northside Physio LLC", address="12 Elm\nAustin")
    saves(olivia, "invoices", invoice_prefix="NP/", next_invoice_number="2 042", rounding="line")
    saves(olivia, "limits", front_desk_limit="1,250.50", approver="owner")
    saves(olivia, "region", language="fr", time_zone="America/Denver")
    saves(olivia, "help_hours", help_days="1,3", help_begins="8:30", help_wait="30")
    assert "Saved." in olivia.said
    shown = told(olivia)
    assert shown["Name on invoices"] == "Northside Physio LLC"
    assert shown["Address"] == "12 Elm · Austin"
    assert shown["Next invoice number"] == "NP/2042"
    assert shown["Front desk charges alone up to"] == "$1,250.50"
    assert shown["Office hours"] == "Mon, Wed, from 08:30 to 17:00"
    assert shown["Billing channel"] == "not set"
    assert (now().approver, now().language, now().help_wait) == (Role.OWNER, "fr", 30)
    assert "Nothing was changed." in saves(olivia, "limits").said


def test_what_was_set_in_chat_stands_in_the_form(enter: Enter, chat: Chat) -> None:
    settings = chat.person(OLIVIA).types("/billing").press("Settings")
    settings.press_id("settings:edit:limits").submit(front_desk_limit="$70", approver="owner")
    olivia = opens(enter(OLIVIA), "limits")
    assert olivia.html.one("input", id="front_desk_limit").attributes["value"] == "$70.00"


def test_another_place_says_what_follows_from_it(enter: Enter, now: Now) -> None:
    olivia = saves(enter(OLIVIA), "place", place="FR")
    assert "Fees, and the law on who bears them, are now those of the new place." in olivia.said
    assert "You still charge in USD; most practices there charge in Euro." in olivia.said
    assert now().place == "FR"


@pytest.mark.parametrize(
    ("part", "field", "typed", "says"),
    [
        ("identity", "legal_name", " ", "Write the name"),
        ("place", "place", "US", "Choose the state or province."),
        ("region", "currency", "xyz", "Choose a currency."),
        ("invoices", "invoice_prefix", "-1", "Begin with a letter or digit"),
        ("invoices", "next_invoice_number", "7", "The next number can only go up"),
        ("invoices", "due_days", "x", "Write a whole number"),
        ("limits", "front_desk_limit", "lots", "lots"),
        ("limits", "approver", "support", "Choose who approves."),
        ("fee_payer", "fee_payer", "client", "Enter the practice’s own fees first."),
        ("fee_payer", "fee_payer", "nobody", "Choose who bears the fees."),
        ("help_hours", "help_days", "", "Choose at least one day."),
        ("help_hours", "help_ends", "8", "This has to be later than the beginning."),
        ("help_channel", "help_channel", "general", "Choose a channel of this workspace."),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_is_saved(
    web_with_channels: Browser, now: Now, part: str, field: str, typed: str, says: str
) -> None:
    before = now()
    olivia = saves(web_with_channels, part, **{field: typed})
    assert olivia.status == 422
    assert now() == before
    wrong = olivia.html.one("p", id=f"{field}-wrong").text
    assert says in wrong


def test_what_was_typed_stays(enter: Enter) -> None:
    olivia = saves(enter(OLIVIA), "invoices", invoice_prefix="-1", due_days="14")
    assert olivia.html.one("input", id="invoice_prefix").attributes["value"] == "-1"
    assert olivia.html.one("input", id="due_days").attributes["value"] == "14"
    assert "Saved." in sends(olivia, "invoices", invoice_prefix="NP-").said


def test_who_saves_what_another_has_changed_meanwhile_is_told(
    enter: Enter, store: Store, cast: Cast, now: Now
) -> None:
    members.set_role(store, cast.practice.id, BEN, Role.OWNER, T0)
    olivia, ben = opens(enter(OLIVIA), "limits"), opens(enter(BEN), "limits")
    sends(ben, "limits", front_desk_limit="80")
    sends(olivia, "limits", front_desk_limit="90")
    assert olivia.status == 409
    assert "This was changed since you opened it" in olivia.said
    assert now().front_desk_limit == 8_000
    assert audit.verify(store, cast.practice.id) == []


def test_the_form_of_one_part_does_not_save_another(enter: Enter, now: Now) -> None:
    olivia = opens(enter(OLIVIA), "limits")
    opened = olivia.html.one("input", name="opened").attributes["value"]
    olivia.sends(f"{SETTINGS}edit/place", {"place": "GB", "opened": opened})
    assert olivia.status == 409
    assert now().place == "US-TX"
    assert opens(olivia, "nothing").status == 404


@pytest.fixture
def web_with_channels(desk: Desk, store: Store, cast: Cast) -> Browser:
    """Olivia's, in an admin that Slack tells who reads in a channel."""
    return browser_of(admin_web(desk, KnownChannels(store)), desk, cast.practice, OLIVIA)


def test_a_channel_of_the_practice_alone_is_taken(web_with_channels: Browser, now: Now) -> None:
    saves(web_with_channels, "channel", billing_channel=OURS)
    assert now().billing_channel == OURS
    saves(web_with_channels, "channel", billing_channel="")
    assert now().billing_channel is None


def test_where_others_read_it_asks_again(web_with_channels: Browser, now: Now) -> None:
    olivia = saves(web_with_channels, "channel", billing_channel=SHARED)
    assert "Not only your own people read in C0SHARED." in olivia.said
    assert "Guests: U0GUEST." in olivia.said
    assert "3 more members were not looked at." in olivia.said
    sends(olivia, "channel", billing_channel=SHARED, anyway=OURS)
    assert now().billing_channel is None
    sends(olivia, "channel", anyway=SHARED)
    assert now().billing_channel == SHARED


def test_what_slack_does_not_tell_is_not_taken(
    web_with_channels: Browser, enter: Enter, now: Now
) -> None:
    for olivia in (web_with_channels, enter(OLIVIA)):
        saves(olivia, "channel", billing_channel=AWAY)
        assert "Please try again." in olivia.html.one("p", id="billing_channel-wrong").text
    assert now().billing_channel is None


def test_a_biller_sees_them_and_is_offered_nothing(enter: Enter) -> None:
    ben = enter(BEN).opens(SETTINGS)
    assert told(ben)["Place"] == "Texas, United States"
    assert "An owner of the practice changes these." in ben.said
    assert not ben.html.one("main").all("a")
    assert opens(ben, "limits").status == 403


def test_each_page_asks_the_store_as_often_as_chat_may(enter: Enter, queries: Queries) -> None:
    olivia = enter(OLIVIA)
    assert queries(lambda: olivia.opens(SETTINGS)) <= MOST_QUERIES
    assert queries(lambda: opens(olivia, "region")) <= MOST_QUERIES


def test_they_are_said_in_french(enter: Enter, store: Store, cast: Cast) -> None:
    members.set_language(store, cast.practice.id, OLIVIA, "fr", T0)
    olivia = saves(enter(OLIVIA), "limits", front_desk_limit="80,50")
    assert "Enregistré" in olivia.said
    shown = " ".join(told(olivia).values())
    assert "80,50 $US" in shown.replace("\xa0", " ")
