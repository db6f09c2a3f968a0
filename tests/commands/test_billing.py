"""/billing: who you are, the first owner, and asking for access."""

import pytest

from bot.incoming import Kind
from desk.claims import claim_code
from desk.context import Desk
from storage import members, practices
from storage.database import Store
from storage.models import Practice as PracticeTable
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER, Cast
from tests.support.chat import Answer, Chat

NEW_TEAM = "T0NEW"


@pytest.fixture
def new(desk: Desk, store: Store, chat: Chat) -> Chat:
    """A workspace that has just installed Paydesk: nobody has a role, its place isn't known."""
    practice = practices.ensure(store, NEW_TEAM, "Westside Speech", desk.clock())
    return Chat(desk, practice.id, chat.routes)


def code_of(chat: Chat) -> str:
    practice = practices.get(chat.desk.store, chat.practice_id)
    assert practice is not None
    return claim_code(chat.desk, practice)


def claim_form(chat: Chat, user: str = NOAH, locale: str = "en-US") -> Answer:
    button = "I am the owner" if locale.startswith("en") else "Je suis propriétaire"
    return chat.person(user, locale).types("/billing").press(button)


@pytest.mark.parametrize(
    ("user", "role", "allows", "buttons"),
    [
        (
            OLIVIA,
            "Your role: Owner.",
            "You can do everything",
            ["People and roles", "Settings", "The day", "Help articles"],
        ),
        (
            BEN,
            "Your role: Biller.",
            "charge, refund, and approve",
            ["Settings", "The day", "Help articles"],
        ),
        (FLORENCE, "Your role: Front desk.", "charge up to your limit", ["Settings", "The day"]),
        (SAM, "Your role: Support agent.", "answer questions", ["Help articles"]),
        (NOAH, "You have no role here.", "You can look up fees.", ["Ask for access"]),
        (STRANGER, "You have no role here.", "You can look up fees.", ["Ask for access"]),
    ],
)
def test_everybody_sees_who_they_are(
    chat: Chat, user: str, role: str, allows: str, buttons: list[str]
) -> None:
    answer = chat.person(user).types("/billing")
    answer.sees("*Northside Physio* · Texas, United States · USD", role, allows)
    answer.sees("Your language here is English. /fees shows the processing fees.")
    assert answer.buttons == buttons


def test_in_french_too_and_with_the_workspaces_command_names(chat: Chat) -> None:
    chat.person(FLORENCE, "fr-FR").types("/np-billing").sees(
        "Texas, États-Unis",
        "*Votre rôle : Accueil.*",
        "Votre langue ici est le français. /np-fees affiche les frais de traitement.",
    )


def test_the_practices_name_cannot_act_in_slack(chat: Chat, store: Store, cast: Cast) -> None:
    named = PracticeTable.update(name="<!channel> & <@U1>\u202e" + "x" * 500)
    store.change(named.where(PracticeTable.id == cast.practice.id))
    chat.person(NOAH).types("/billing").sees("*&lt;!channel&gt; &amp; &lt;@U1&gt;xxx")
    chat.person(NOAH).types("/billing").press("Ask for access")
    chat.letters(OLIVIA)[0].sees("&lt;!channel&gt;")


# The first owner


def test_while_there_is_no_owner_anybody_may_try_the_claim_code(new: Chat) -> None:
    answer = new.person(NOAH).types("/billing")
    assert answer.buttons == ["I am the owner"]
    answer.sees("Its place isn’t set yet", "This practice has no owner yet.")


def test_the_claim_code_makes_the_first_owner_and_places_the_practice(new: Chat) -> None:
    done = claim_form(new).submit(code=code_of(new), place="CA-QC")
    assert done.kind == "update"
    done.sees("You are now the owner.", "Quebec, Canada · CAD")
    new.person(NOAH).types("/billing").sees("Your role: Owner.")
    assert new.person(BEN).types("/billing").buttons == ["Ask for access"]


def test_the_practice_speaks_the_language_of_its_first_owner(new: Chat, store: Store) -> None:
    claim_form(new, NOAH, "fr-FR").submit(code=code_of(new), place="FR").sees("France · EUR")
    practice = practices.get(store, new.practice_id)
    assert practice is not None
    assert (practice.language, practice.place, practice.currency) == ("fr", "FR", "eur")


@pytest.mark.parametrize("locale", ["en-US", "fr-FR"])
def test_the_form_offers_every_place_once_and_states_by_themselves(new: Chat, locale: str) -> None:
    form = claim_form(new, NOAH, locale)
    select = form.blocks[2]["element"]
    codes = [option["value"] for group in select["option_groups"] for option in group["options"]]
    assert len(codes) == len(set(codes))
    assert {"US-TX", "US-DC", "US-PR", "CA-QC", "GB", "AU", "FR", "NZ", "GP"} <= set(codes)
    assert not {"US", "CA", "PR"} & set(codes)
    named = "Texas, United States" if locale == "en-US" else "Texas, États-Unis"
    form.sees(named)


def test_a_wrong_code_or_place_is_told_in_its_field(new: Chat) -> None:
    form = claim_form(new)
    assert list(form.submit(code="AAAAA-AAAAA", place="GB").words) == ["code"]
    assert list(form.submit(code="", place="GB").words) == ["code"]
    assert list(form.submit(code="ÀÉ💳" * 10, place="GB").words) == ["code"]
    assert list(form.submit(code=code_of(new), place="").words) == ["place"]
    assert list(form.submit(code=code_of(new), place="XX").words) == ["place"]
    assert form.submit(code=code_of(new), place="US").words == {
        "place": "Choose the state or province."
    }
    assert members.count_owners(new.desk.store, new.practice_id) == 0


def test_the_second_who_claims_is_told_that_there_is_an_owner(new: Chat) -> None:
    late = claim_form(new, BEN)
    button = new.person(SAM).types("/billing")
    claim_form(new, NOAH).submit(code=code_of(new), place="GB")
    late.submit(code=code_of(new), place="US-TX").is_refused("has an owner already")
    button.press("I am the owner").is_refused("has an owner already")
    new.person(NOAH).types("/billing").sees("United Kingdom · GBP")
    new.person(BEN).types("/billing").sees("You have no role here.")


def test_the_code_of_another_practice_opens_nothing(new: Chat, chat: Chat) -> None:
    answer = claim_form(new).submit(code=code_of(chat), place="GB")
    assert list(answer.words) == ["code"]


# Asking for access


def test_a_request_reaches_every_owner_in_their_language(
    chat: Chat, store: Store, cast: Cast
) -> None:
    members.set_role(store, cast.practice.id, FLORENCE, "owner", chat.desk.clock())
    answer = chat.person(NOAH).types("/billing").press("Ask for access")
    assert answer.kind == "replace"
    answer.sees("The owners have been asked.")
    [english], [french] = chat.letters(OLIVIA), chat.letters(FLORENCE)
    english.sees(f"<@{NOAH}> asks for access to Paydesk at Northside Physio.")
    assert english.buttons == ["Front desk", "Biller", "Support agent", "Decline"]
    french.sees(f"<@{NOAH}> demande l’accès à Paydesk pour Northside Physio.")
    assert french.buttons == ["Accueil", "Facturation", "Assistance", "Refuser"]
    assert chat.letters(BEN) == []


def test_asking_again_says_since_when_the_request_waits(chat: Chat) -> None:
    button = chat.person(NOAH).types("/billing")
    button.press("Ask for access")
    button.press("Ask for access").sees("Your request of November 23, 2026 is still waiting.")
    overview = chat.person(NOAH).types("/billing")
    assert overview.buttons == []
    overview.sees("You asked for access on November 23, 2026.")
    assert len(chat.letters(OLIVIA)) == 1


def test_somebody_with_a_role_has_nothing_to_ask_for(chat: Chat, store: Store, cast: Cast) -> None:
    button = chat.person(NOAH).types("/billing")
    members.set_role(store, cast.practice.id, NOAH, "biller", chat.desk.clock())
    button.press("Ask for access").is_refused("You have a role already.")


def test_without_an_owner_there_is_nobody_to_ask(new: Chat, chat: Chat) -> None:
    old_button = chat.person(NOAH).types("/billing")
    old_button.press("Ask for access", by=new.person(NOAH)).is_refused("has no owner")


@pytest.mark.parametrize(
    ("label", "role"),
    [("Front desk", "Front desk"), ("Biller", "Biller"), ("Support agent", "Support agent")],
)
def test_an_owner_grants_a_role_and_the_person_is_told(chat: Chat, label: str, role: str) -> None:
    chat.person(NOAH).types("/billing").press("Ask for access")
    decided = chat.letters(OLIVIA)[0].press(label)
    assert decided.kind == "replace"
    decided.sees(f"You gave <@{NOAH}> access. Their role: {role}.")
    chat.letters(NOAH)[0].sees(f"Your role in Paydesk at Northside Physio is now: {role}.")
    chat.person(NOAH).types("/billing").sees(f"Your role: {role}.")


def test_an_owner_declines_and_the_person_is_told_and_may_ask_again(chat: Chat) -> None:
    chat.person(NOAH).types("/billing").press("Ask for access")
    chat.letters(OLIVIA)[0].press("Decline").sees(f"You declined the request of <@{NOAH}>.")
    chat.letters(NOAH)[0].sees("declined your request for access")
    again = chat.person(NOAH).types("/billing")
    again.sees("You have no role here.")
    again.press("Ask for access").sees("The owners have been asked.")
    assert len(chat.letters(OLIVIA)) == 2


def test_the_person_who_asked_is_told_in_their_own_language(
    chat: Chat, store: Store, cast: Cast
) -> None:
    members.remember_locale(store, cast.practice.id, NOAH, "fr-CA", chat.desk.clock())
    chat.person(NOAH).types("/billing").press("Ask for access")
    chat.letters(OLIVIA)[0].press("Biller")
    chat.letters(NOAH)[0].sees("Votre rôle dans Paydesk pour Northside Physio", "Facturation")


def test_the_first_decision_wins_and_the_second_owner_sees_whose_it_was(
    chat: Chat, store: Store, cast: Cast
) -> None:
    members.set_role(store, cast.practice.id, BEN, "owner", chat.desk.clock())
    chat.person(NOAH).types("/billing").press("Ask for access")
    chat.letters(OLIVIA)[0].press("Biller")
    late = chat.letters(BEN)[0].press("Decline")
    late.sees(f"<@{OLIVIA}> decided before you: <@{NOAH}> has access. Their role: Biller.")
    chat.letters(OLIVIA)[0].press("Front desk").sees("You gave", "Their role: Biller.")
    assert len(chat.letters(NOAH)) == 1
    chat.person(NOAH).types("/billing").sees("Your role: Biller.")


def test_a_second_owner_learns_that_a_request_was_declined(
    chat: Chat, store: Store, cast: Cast
) -> None:
    members.set_role(store, cast.practice.id, BEN, "owner", chat.desk.clock())
    chat.person(NOAH).types("/billing").press("Ask for access")
    chat.letters(BEN)[0].press("Decline")
    chat.letters(OLIVIA)[0].press("Biller").sees(
        f"<@{BEN}> decided before you, and declined the request of <@{NOAH}>."
    )
    chat.person(NOAH).types("/billing").sees("You have no role here.")


@pytest.mark.parametrize("user", [BEN, FLORENCE, SAM, NOAH, STRANGER])
def test_who_is_no_owner_decides_nothing(chat: Chat, user: str) -> None:
    chat.person(NOAH).types("/billing").press("Ask for access")
    chat.letters(OLIVIA)[0].press("Biller", by=chat.person(user)).is_refused("/billing")
    chat.person(NOAH).types("/billing").sees("You asked for access on")


def test_an_owner_who_lost_the_role_meanwhile_decides_nothing(
    chat: Chat, store: Store, cast: Cast
) -> None:
    chat.person(NOAH).types("/billing").press("Ask for access")
    letter = chat.letters(OLIVIA)[0]
    members.set_role(store, cast.practice.id, BEN, "owner", chat.desk.clock())
    members.set_role(store, cast.practice.id, OLIVIA, "biller", chat.desk.clock())
    letter.press("Biller").is_refused("Only an owner")
    chat.person(NOAH).types("/billing").sees("You asked for access on")


def test_another_practices_owner_cannot_decide_a_request_by_its_number(
    chat: Chat, desk: Desk, cast: Cast
) -> None:
    chat.person(NOAH).types("/billing").press("Ask for access")
    theirs = Chat(desk, cast.other.id, chat.routes).person(STRANGER)
    chat.letters(OLIVIA)[0].press("Biller", by=theirs).is_refused("not there any more")
    chat.person(NOAH).types("/billing").sees("You asked for access on")


def test_a_button_of_no_version_of_ours_changes_nothing(chat: Chat) -> None:
    chat.person(NOAH).types("/billing").press("Ask for access")
    for value in ["", "1", "1:", ":biller", "x:biller", "1:king", "1:owner", "²:biller"]:
        click = chat.person(OLIVIA).asks(Kind.CLICK, "billing:decide:x", value=value)
        click.is_refused("/billing")
    chat.person(NOAH).types("/billing").sees("You asked for access on")
