"""Home: who you are, your language, what is still to set up, what you can type, and the fees."""

from datetime import date
from decimal import Decimal

import pytest

from bot.incoming import Kind
from bot.manifest import read_manifest
from bot.routes import ROUTES
from commands.names import COMMANDS
from desk.claims import claim_code
from desk.context import Desk
from rules.fees import FeeRow
from storage import fee_rows, members, practices
from storage.database import Store
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER, Cast
from tests.support.chat import Answer, Chat

OUR_FEES = {
    "method": "card",
    "currency": "usd",
    "percent": "2.2",
    "fixed": "0.10",
    "since": "2026-11-01",
    "source": "Contract of March 2026",
}


@pytest.fixture
def new(desk: Desk, store: Store, chat: Chat) -> Chat:
    """A workspace that has just installed Paydesk, with a test key."""
    practice = practices.ensure(store, "T0NEW", "Westside Speech", desk.clock())
    practices.set_livemode(store, practice.id, False)
    return Chat(desk, practice.id, chat.routes)


def chosen_language(home: Answer) -> str:
    (select,) = (one["accessory"] for one in home.blocks if "language" in one.get("block_id", ""))
    return str(select["initial_option"]["value"])


def ticks(home: Answer) -> list[bool]:
    """The checklist: what of it is done."""
    marks = [line.split()[0] for line in home.text.splitlines() if line.startswith(":white_")]
    return [mark == ":white_check_mark:" for mark in marks]


# Who you are


@pytest.mark.parametrize(
    ("user", "role", "allows", "buttons"),
    [
        (
            BEN,
            "Your role: Biller.",
            "charge, refund, and approve",
            ["Charge a card", "Settings", "The day", "Help articles", "All regions"],
        ),
        (
            FLORENCE,
            "Your role: Front desk.",
            "charge up to your limit",
            ["Charge a card", "Settings", "The day", "All regions"],
        ),
        (
            SAM,
            "Your role: Support agent.",
            "answer questions",
            ["Help articles", "All regions"],
        ),
        (
            NOAH,
            "You have no role here.",
            "You can look up fees.",
            ["Ask for access", "All regions"],
        ),
        (STRANGER, "You have no role here.", "look up fees.", ["Ask for access", "All regions"]),
    ],
)
def test_everybody_sees_who_they_are_and_what_they_can_type(
    chat: Chat, user: str, role: str, allows: str, buttons: list[str]
) -> None:
    home = chat.person(user).opens_home()
    home.sees("*Northside Physio* · Texas, United States · USD", role, allows)
    home.sees(
        "`/fees` – What the processor keeps of a payment",
        "`/billing` – Who you are here, and who may do what",
    )
    home.sees("United States (USD): cards and wallets 2.9% + 30¢; direct debit ACH 1.9% + 50¢")
    home.sees_not("Setting up")
    assert home.buttons == buttons


@pytest.mark.parametrize(
    ("user", "role", "button"),
    [
        (OLIVIA, "Votre rôle : Propriétaire.", "Utiliser nos propres frais"),
        (BEN, "Votre rôle : Facturation.", "Toutes les régions"),
        (FLORENCE, "Votre rôle : Accueil.", "Toutes les régions"),
        (SAM, "Votre rôle : Assistance.", "Toutes les régions"),
        (NOAH, "Vous n’avez pas de rôle ici.", "Demander l’accès"),
    ],
)
def test_all_of_it_is_in_french_for_those_who_speak_it(
    chat: Chat, user: str, role: str, button: str
) -> None:
    home = chat.person(user, "fr-FR").opens_home()
    home.sees(role, "Votre langue", "Comme dans Slack", "Ce que vous pouvez taper")
    home.sees("`/fees` – Ce que le prestataire de paiement retient sur un paiement", "2,9 %")
    home.sees_not("Your", "What", "Setting")
    assert button in home.buttons


def test_the_commands_are_those_of_the_manifest_and_of_the_routes() -> None:
    commands = read_manifest()["features"]["slash_commands"]
    known = {f"/{one.name}": one.does.text for one in COMMANDS}
    assert known == {one["command"]: one["description"] for one in commands}
    assert set(ROUTES.commands) == {one.name for one in COMMANDS}


@pytest.mark.parametrize(("livemode", "marked"), [(False, True), (True, False), (None, False)])
def test_under_a_test_key_home_says_test(
    chat: Chat, store: Store, cast: Cast, livemode: bool | None, marked: bool
) -> None:
    if livemode is not None:
        practices.set_livemode(store, cast.practice.id, livemode)
    assert ("*TEST*" in chat.person(BEN).opens_home().text) == marked


def test_somebody_who_left_and_is_seen_again_has_no_role(
    chat: Chat, store: Store, cast: Cast
) -> None:
    members.set_disabled(store, cast.practice.id, BEN, chat.desk.clock())
    chat.person(BEN).opens_home().sees("You have no role here.")


# The first owner, and asking for access


def test_while_there_is_no_owner_home_shows_the_way_to_become_it(new: Chat) -> None:
    home = new.person(NOAH).opens_home()
    home.sees("Its place isn’t set yet", "This practice has no owner yet.")
    assert home.buttons == ["I am the owner"]
    practice = practices.get(new.desk.store, new.practice_id)
    assert practice is not None
    form = home.press("I am the owner")
    form.submit(code=claim_code(new.desk, practice), place="CA-QC").sees("You are now the owner.")
    assert new.homes_shown_anew() == [NOAH]
    after = new.person(NOAH).opens_home()
    after.sees("Your role: Owner.", "Quebec, Canada · CAD")
    assert "I am the owner" not in after.buttons


def test_somebody_without_a_role_asks_for_one_in_home(chat: Chat) -> None:
    asked = chat.person(NOAH).opens_home().press("Ask for access")
    asked.sees("The owners have been asked.")
    assert chat.homes_shown_anew() == [NOAH, OLIVIA]
    home = chat.person(NOAH).opens_home()
    home.sees("You asked for access on November 23, 2026.")
    assert "Ask for access" not in home.buttons
    chat.person(OLIVIA).opens_home().sees("1 person waits for access.")


def test_asking_again_shows_nothing_anew(chat: Chat) -> None:
    home = chat.person(NOAH).opens_home()
    home.press("Ask for access")
    chat.homes_shown_anew()
    home.press("Ask for access").sees("is still waiting")
    assert chat.homes_shown_anew() == []


# A changed role


def test_a_changed_role_is_shown_in_the_persons_home_and_the_owners(chat: Chat) -> None:
    window = chat.person(OLIVIA).opens_home().press("People and roles")
    window.choose(f"{FLORENCE}:biller")
    assert chat.homes_shown_anew() == [FLORENCE, OLIVIA]
    chat.person(FLORENCE).opens_home().sees("Your role: Biller.")
    window.choose(f"{FLORENCE}:biller")
    assert chat.homes_shown_anew() == [], "nothing has changed"


@pytest.mark.parametrize(("label", "role"), [("Biller", "Biller."), ("Decline", "no role here.")])
def test_a_decision_is_shown_in_the_home_of_who_asked(chat: Chat, label: str, role: str) -> None:
    chat.person(NOAH).types("/billing").press("Ask for access")
    letter = chat.letters(OLIVIA)[0]
    chat.homes_shown_anew()
    letter.press(label)
    assert chat.homes_shown_anew() == [NOAH, OLIVIA]
    chat.person(NOAH).opens_home().sees(role)
    letter.press(label)
    assert chat.homes_shown_anew() == []


def test_an_owner_who_gives_the_role_up_sees_it_in_home(
    chat: Chat, store: Store, cast: Cast
) -> None:
    members.set_role(store, cast.practice.id, BEN, "owner", chat.desk.clock())
    window = chat.person(OLIVIA).opens_home().press("People and roles")
    window.choose(f"{OLIVIA}:biller")
    assert chat.homes_shown_anew() == [BEN, OLIVIA]
    home = chat.person(OLIVIA).opens_home()
    home.sees("Your role: Biller.").sees_not("Setting up")
    assert home.buttons == ["Charge a card", "Settings", "The day", "Help articles", "All regions"]


# What is still to set up


def test_a_new_owner_sees_what_is_still_to_set_up(new: Chat, store: Store) -> None:
    members.set_role(store, new.practice_id, NOAH, "owner", new.desk.clock())
    home = new.person(NOAH).opens_home()
    home.sees("*Setting up:* 0 of 6 done", "Stripe is in test mode", "only you have one.")
    home.sees("The practice’s place isn’t set.", "Until then", "is an estimate.")
    assert ticks(home) == [False] * 6
    ways = ["The day", "Help articles", "Settings", "Use our own fees", "People and roles"]
    assert home.buttons == ["Charge a card", *ways], "each once"


def test_each_step_that_is_done_is_ticked_off(new: Chat, store: Store) -> None:
    someone, now = new.person(NOAH), new.desk.clock()
    members.set_role(store, new.practice_id, NOAH, "owner", now)
    practices.set_place(store, new.practice_id, "US-TX", "usd")
    assert ticks(someone.opens_home()) == [True, False, False, False, False, False]
    someone.opens_home().press("Use our own fees").submit(**OUR_FEES)
    assert new.homes_shown_anew() == [NOAH]
    assert ticks(someone.opens_home()) == [True, False, False, True, False, False]
    someone.opens_home().press("People and roles").press("Add someone").submit(
        person=BEN, role="biller"
    )
    assert new.homes_shown_anew() == [BEN, NOAH]
    assert ticks(someone.opens_home()) == [True, False, False, True, True, False]
    identity = {"address": "1 Elm Street", "tax_wording": "Exempt"}
    page = someone.opens_home().press("Settings")
    page.press_id("settings:edit:identity").submit(**identity)
    assert new.homes_shown_anew() == [NOAH]
    home = someone.opens_home()
    assert ticks(home) == [True, True, True, True, True, False]
    home.sees("*Setting up:* 5 of 6 done", "You are not the only one with a role.")
    below = ["Settings", "The day", "Help articles", "All regions", "Use our own fees"]
    assert home.buttons == ["Charge a card", "People and roles", *below]
    practices.set_livemode(store, new.practice_id, True)
    done = someone.opens_home()
    done.sees("*Everything is set up.* Stripe is in live mode.").sees_not("Setting up")
    assert done.buttons == home.buttons


def test_a_tax_rate_ticks_the_taxes_off(new: Chat, store: Store) -> None:
    members.set_role(store, new.practice_id, NOAH, "owner", new.desk.clock())
    form = new.person(NOAH).types("/tax").press("New tax rate")
    form.submit(name="VAT", percent="20", kind="exclusive")
    assert ticks(new.person(NOAH).opens_home())[2] is True


def test_somebody_who_left_is_nobody_else_with_a_role(new: Chat, store: Store) -> None:
    now = new.desk.clock()
    members.set_role(store, new.practice_id, NOAH, "owner", now)
    members.set_role(store, new.practice_id, BEN, "biller", now)
    members.set_disabled(store, new.practice_id, BEN, now)
    assert ticks(new.person(NOAH).opens_home())[4] is False


def test_before_a_stripe_key_was_seen_home_says_so(chat: Chat) -> None:
    chat.person(OLIVIA).opens_home().sees("Stripe isn’t connected yet.")


# The fees


def test_the_practices_own_fees_stand_in_home_as_soon_as_they_are_saved(chat: Chat) -> None:
    chat.person(OLIVIA).opens_home().press("Use our own fees").submit(**OUR_FEES)
    assert chat.homes_shown_anew() == [OLIVIA]
    home = chat.person(FLORENCE).opens_home()
    home.sees("United States (USD): cards and wallets 2.2% + 10¢", "“Contract of March 2026”")
    assert "Use our own fees" not in home.buttons


def test_the_table_is_in_sections_for_the_practices_region(chat: Chat) -> None:
    home = chat.person(BEN).opens_home()
    home.sees("*Processing fees: United States*").sees_not("SEPA", "Bacs")
    assert "table" not in {block["type"] for block in home.blocks}
    home.press("All regions").sees("SEPA", "Bacs", "Everywhere else")


def test_without_a_place_all_regions_are_shown(new: Chat) -> None:
    home = new.person(BEN).opens_home()
    home.sees("*Processing fees*", "ACH", "SEPA", "Bacs", "BECS", "Everywhere else")
    assert home.buttons == ["I am the owner"]


@pytest.mark.parametrize("locale", ["en-US", "fr-FR"])
def test_a_home_with_many_fees_and_long_names_is_still_taken(
    new: Chat, store: Store, locale: str
) -> None:
    practices.ensure(store, "T0NEW", "<Pay & desk>" * 50, 0)
    members.set_role(store, new.practice_id, NOAH, "owner", new.desk.clock())
    for currency in ("chf", "sek", "nok", "dkk", "pln", "czk", "huf", "ron", "jpy", "cad") * 3:
        row = FeeRow(
            region="own",
            method="card",
            currency=currency,
            percent=Decimal("2.25"),
            fixed=10,
            since=date(2026, 1, 1),
            own=True,
            source="<&>" * 60,
        )
        fee_rows.add(store, new.practice_id, row, NOAH, new.desk.clock())
    new.person(NOAH, locale).opens_home().sees("CHF", "JPY")


# The language


def test_the_current_choice_is_shown_and_changed_at_once(chat: Chat, store: Store) -> None:
    someone = chat.person(BEN)
    assert chosen_language(someone.opens_home()) == "slack"
    assert someone.opens_home().choose("fr").kind == "home"
    assert chat.homes_shown_anew() == [BEN]
    home = someone.opens_home()
    assert chosen_language(home) == "fr"
    home.sees("Votre rôle : Facturation.", "English", "Français")
    someone.types("/billing").sees("Votre langue ici est le français.")
    member = members.find(store, chat.practice_id, BEN)
    assert member is not None
    assert (member.language, member.role) == ("fr", "biller")


def test_the_way_back_is_the_language_of_slack(chat: Chat) -> None:
    someone = chat.person(FLORENCE, "fr-FR")
    someone.opens_home().choose("en")
    someone.opens_home().sees("Your role: Front desk.").choose("slack")
    home = someone.opens_home()
    home.sees("Votre rôle : Accueil.")
    assert chosen_language(home) == "slack"
    assert chat.homes_shown_anew() == [FLORENCE], "two changes, and one Home that shows the last"


def test_the_select_is_a_new_one_each_time_so_that_it_shows_what_holds(chat: Chat) -> None:
    before = [one.get("block_id") for one in chat.person(BEN).opens_home().blocks]
    chat.desk.clock.advance(1)
    after = [one.get("block_id") for one in chat.person(BEN).opens_home().blocks]
    assert set(before) & set(after) == {None}


def test_letters_are_written_in_the_chosen_language(chat: Chat) -> None:
    chat.person(FLORENCE, "fr-FR").opens_home().choose("en")
    chat.person(OLIVIA).opens_home().press("People and roles").choose(f"{FLORENCE}:biller")
    chat.letters(FLORENCE)[0].sees("Your role in Paydesk at Northside Physio is now: Biller.")


def test_somebody_without_a_role_chooses_too_and_gets_none_by_it(chat: Chat) -> None:
    someone = chat.person("U0NEW")
    someone.opens_home().choose("fr")
    someone.opens_home().sees("Vous n’avez pas de rôle ici.")


@pytest.mark.parametrize("value", ["", "de", "EN", "owner", "fr-FR", "x" * 500])
def test_a_language_that_is_not_in_the_list_changes_nothing(chat: Chat, value: str) -> None:
    someone = chat.person(BEN)
    someone.asks(Kind.CLICK_IN_HOME, "home:language", value=value).is_refused("Choose one of")
    assert chosen_language(someone.opens_home()) == "slack"
    assert chat.homes_shown_anew() == []


def test_a_choice_counts_at_the_own_practice_only(chat: Chat, desk: Desk, cast: Cast) -> None:
    chat.person(STRANGER).opens_home().choose("fr")
    theirs = Chat(desk, cast.other.id, chat.routes)
    theirs.person(STRANGER).opens_home().sees("Your role: Owner.")
