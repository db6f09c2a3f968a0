"""People and roles in the admin."""

import pytest

from bot.routes import ROUTES
from desk.context import Desk
from rules.roles import Role
from storage import audit, members
from storage.store import Store
from tests.admin.conftest import Enter
from tests.support.admin_visits import Browser
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, T0, Cast
from tests.support.chat import Chat

PEOPLE = "/admin/people/"


@pytest.fixture
def chat(desk: Desk, cast: Cast) -> Chat:
    return Chat(desk, cast.practice.id, ROUTES)


def roles_in(browser: Browser) -> dict[str, str]:
    """Of everybody who is listed, as the selects show them."""
    found = {}
    for form in browser.html.one("main").all("form"):
        chosen = [one for one in form.all("option") if "selected" in one.attributes]
        user = form.all("input", name="user")
        if user and chosen:
            found[user[0].attributes["value"]] = chosen[0].attributes["value"]
    return found


def gives(browser: Browser, user: str, role: str) -> Browser:
    return browser.opens(PEOPLE).sends(f"{PEOPLE}give", {"user": user, "role": role})


def test_a_role_that_is_given_is_shown_told_and_recorded(
    enter: Enter, chat: Chat, store: Store, cast: Cast
) -> None:
    olivia = gives(enter(OLIVIA), FLORENCE, "biller")
    assert "Saved. They are told in Slack." in olivia.said
    assert roles_in(olivia)[FLORENCE] == "biller"
    [letter] = chat.letters(FLORENCE)
    letter.sees("Votre rôle dans Paydesk pour Northside Physio est maintenant : Facturation.")
    [entry] = audit.of_target(store, cast.practice.id, FLORENCE)
    assert (entry.actor, entry.action) == (OLIVIA, "role.set")
    assert audit.verify(store, cast.practice.id) == []


def test_somebody_whom_paydesk_has_met_can_be_added(enter: Enter, chat: Chat) -> None:
    olivia = enter(OLIVIA).opens(PEOPLE)
    offered = {
        one.attributes["value"] for one in olivia.html.one("select", id="user").all("option")
    }
    assert offered == {NOAH}
    gives(olivia, NOAH, "support")
    assert roles_in(olivia)[NOAH] == "support"
    assert not olivia.html.all("select", id="user")


def test_a_role_that_was_given_in_chat_stands_in_the_admin(enter: Enter, chat: Chat) -> None:
    chat.person(OLIVIA).types("/billing").press("People and roles").choose(f"{BEN}:support")
    assert roles_in(enter(OLIVIA).opens(PEOPLE))[BEN] == "support"


@pytest.mark.parametrize("role", ["biller", "none"])
def test_the_last_owner_stays_one(enter: Enter, role: str) -> None:
    olivia = gives(enter(OLIVIA), OLIVIA, role)
    assert olivia.status == 422
    assert "A practice needs an owner." in olivia.html.one("p", class_="wrong").text
    assert roles_in(olivia)[OLIVIA] == "owner"


@pytest.mark.parametrize(
    ("user", "role", "says"),
    [
        ("USLACKBOT", "biller", "Choose a person of your workspace."),
        ("' OR 1=1", "biller", "Choose a person of your workspace."),
        ("", "biller", "Choose a person of your workspace."),
        (BEN, "emperor", "Choose a role."),
        (BEN, "", "Choose a role."),
    ],
)
def test_what_cannot_be_says_so(
    enter: Enter, store: Store, cast: Cast, user: str, role: str, says: str
) -> None:
    assert says in gives(enter(OLIVIA), user, role).said
    assert audit.of_target(store, cast.practice.id, user, 1) == []


def test_an_owner_who_gives_it_up_is_led_to_what_they_may_see(
    enter: Enter, store: Store, cast: Cast
) -> None:
    members.set_role(store, cast.practice.id, BEN, Role.OWNER, T0)
    olivia = gives(enter(OLIVIA), OLIVIA, "biller").follows()
    assert olivia.html.one("h1").text == "Overview"
    assert olivia.opens(PEOPLE).status == 403


def test_whose_role_is_taken_away_is_out_at_the_next_click(enter: Enter) -> None:
    ben = enter(BEN)
    gives(enter(OLIVIA), BEN, "none")
    assert ben.opens("/admin/invoices/").status == 401


def test_of_two_owners_who_answer_the_first_counts(
    enter: Enter, chat: Chat, store: Store, cast: Cast
) -> None:
    members.set_role(store, cast.practice.id, BEN, Role.OWNER, T0)
    chat.person(NOAH).types("/billing").press("Ask for access")
    olivia, ben = enter(OLIVIA).opens(PEOPLE), enter(BEN).opens(PEOPLE)
    assert "Who asks for access" in ben.said
    olivia.sends(f"{PEOPLE}requests/1", {"role": "support"})
    assert "Decided." in olivia.said
    ben.sends(f"{PEOPLE}requests/1", {"role": "none"})
    assert "Another owner has decided this before you" in ben.said
    assert roles_in(ben)[NOAH] == "support"


def test_more_people_than_a_page_holds_have_pages(enter: Enter, store: Store, cast: Cast) -> None:
    for number in range(30):
        members.set_role(store, cast.practice.id, f"U0MORE{number:02}", Role.SUPPORT, T0)
    olivia = enter(OLIVIA).opens(PEOPLE)
    first = set(roles_in(olivia))
    olivia.opens(olivia.html.one("a", rel="next").attributes["href"])
    second = set(roles_in(olivia))
    assert (len(first), len(second), first & second) == (20, 14, set())
    assert SAM in first | second
    for nonsense in ("0", "-1", "9" * 30, "x"):
        assert olivia.opens(f"{PEOPLE}?page={nonsense}").status == 200


def test_it_is_said_in_french(enter: Enter, store: Store, cast: Cast) -> None:
    members.set_language(store, cast.practice.id, OLIVIA, "fr", T0)
    olivia = gives(enter(OLIVIA), FLORENCE, "biller")
    assert "Enregistré." in olivia.said
