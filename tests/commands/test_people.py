"""The window "People and roles", as owners and others meet it."""

import pytest

from bot.incoming import Kind
from storage import audit, members
from storage.database import Store
from storage.models import Audit
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER, Cast, FrozenClock
from tests.support.chat import Answer, Chat


def window(chat: Chat, user: str = OLIVIA) -> Answer:
    return chat.person(user).types("/billing").press("People and roles")


def people_in(answer: Answer) -> dict[str, str]:
    """Who is listed, and the role each select shows."""
    listed = (block for block in answer.blocks if block.get("block_id", "").startswith("person:"))
    chosen = (block["accessory"]["initial_option"]["value"].split(":") for block in listed)
    return dict(chosen)


def role_of(store: Store, cast: Cast, user: str) -> str:
    member = members.find(store, cast.practice.id, user)
    return member.role if member else "none"


def test_an_owner_sees_everybody_with_a_role_owners_first(chat: Chat) -> None:
    opened = window(chat)
    assert opened.kind == "open"
    assert people_in(opened) == {
        OLIVIA: "owner",
        BEN: "biller",
        FLORENCE: "front_desk",
        SAM: "support",
    }
    assert next(iter(people_in(opened))) == OLIVIA
    opened.sees_not(NOAH, STRANGER)


@pytest.mark.parametrize("user", [BEN, FLORENCE, SAM, NOAH, STRANGER])
def test_nobody_else_gets_in_by_any_of_its_doors(
    chat: Chat, store: Store, cast: Cast, user: str
) -> None:
    someone = chat.person(user)
    opened = window(chat)
    clicks = {
        "billing:people": "",
        "billing:people:page:1": "1",
        "billing:people:add": "",
        "billing:role": f"{user}:owner",
        "billing:answer": "1:biller",
    }
    for action, value in clicks.items():
        kind = Kind.CLICK_IN_VIEW
        someone.asks(kind, action, opened.view, value=value).is_refused("/billing")
    added = {"person": user, "role": "owner"}
    someone.asks(Kind.SUBMISSION, "billing:people:add:form", values=added).is_refused("/billing")
    assert members.count_owners(store, cast.practice.id) == 1


def test_a_changed_role_is_shown_recorded_and_told_to_the_person(
    chat: Chat, store: Store, cast: Cast
) -> None:
    changed = window(chat).choose(f"{FLORENCE}:biller")
    assert changed.kind == "update"
    changed.sees(f"<@{FLORENCE}> has the role Biller now.")
    assert people_in(changed)[FLORENCE] == "biller"
    [letter] = chat.letters(FLORENCE)
    letter.sees("Votre rôle dans Paydesk pour Northside Physio est maintenant : Facturation.")
    [row] = store.select(Audit.select().where(Audit.practice_id == cast.practice.id))
    assert (row["actor"], row["action"], row["target"]) == (OLIVIA, "role.set", FLORENCE)
    assert row["detail"] == '{"from": "front_desk", "to": "biller"}'
    assert audit.verify(store, cast.practice.id) == []


def test_choosing_the_role_that_somebody_has_changes_and_tells_nothing(chat: Chat) -> None:
    window(chat).choose(f"{BEN}:biller")
    assert chat.letters(BEN) == []


def test_a_role_can_be_taken_away(chat: Chat) -> None:
    changed = window(chat).choose(f"{SAM}:none")
    changed.sees(f"<@{SAM}> no longer has a role.")
    assert SAM not in people_in(changed)
    chat.letters(SAM)[0].sees("You no longer have a role in Paydesk at Northside Physio.")
    chat.person(SAM).types("/billing").sees("You have no role here.")


@pytest.mark.parametrize("role", ["biller", "none"])
def test_the_last_owner_stays_one_and_the_window_shows_it(
    chat: Chat, store: Store, cast: Cast, clock: FrozenClock, role: str
) -> None:
    opened = window(chat)
    clock.advance(1)
    refused = opened.choose(f"{OLIVIA}:{role}")
    assert refused.kind == "update"
    refused.sees(":warning: A practice needs an owner.")
    assert people_in(refused)[OLIVIA] == "owner"
    ids = [{block.get("block_id") for block in one.blocks} for one in (opened, refused)]
    assert ids[0] & ids[1] <= {None}, "Slack would go on showing the role that was chosen"
    assert role_of(store, cast, OLIVIA) == "owner"
    assert audit.head(store, cast.practice.id).seq == 0


def test_an_owner_who_left_does_not_count_as_the_one_who_stays(
    chat: Chat, store: Store, cast: Cast
) -> None:
    window(chat).choose(f"{BEN}:owner")
    members.set_disabled(store, cast.practice.id, BEN, chat.desk.clock())
    window(chat).choose(f"{OLIVIA}:biller").sees("A practice needs an owner.")
    window(chat).sees(f"<@{BEN}> has left the workspace.")


def test_an_owner_may_step_down_while_another_remains(chat: Chat) -> None:
    window(chat).choose(f"{BEN}:owner")
    done = window(chat).choose(f"{OLIVIA}:front_desk")
    done.sees("You are no longer an owner.")
    assert done.buttons == []
    chat.person(OLIVIA).types("/billing").sees("Your role: Front desk.")
    assert chat.letters(OLIVIA) == []


def test_an_owner_may_change_another_owner(chat: Chat, store: Store, cast: Cast) -> None:
    window(chat).choose(f"{BEN}:owner")
    window(chat, BEN).choose(f"{OLIVIA}:biller")
    assert role_of(store, cast, OLIVIA) == "biller"
    window(chat, BEN).choose(f"{BEN}:biller").sees("A practice needs an owner.")


def test_a_window_left_open_by_a_former_owner_does_nothing(chat: Chat) -> None:
    opened = window(chat)
    opened.choose(f"{BEN}:owner")
    window(chat, BEN).choose(f"{OLIVIA}:biller")
    opened.choose(f"{BEN}:none").is_refused("Only an owner")
    opened.press("Add someone").is_refused("Only an owner")


def test_somebody_is_added_with_a_role(chat: Chat) -> None:
    form = window(chat).press("Add someone")
    assert form.kind == "update"
    added = form.submit(person=NOAH, role="support")
    assert added.kind == "update"
    added.sees(f"<@{NOAH}> has the role Support agent now.")
    assert people_in(added)[NOAH] == "support"
    chat.letters(NOAH)[0].sees("Your role in Paydesk at Northside Physio is now: Support agent.")


def test_only_a_person_can_be_added(chat: Chat) -> None:
    form = window(chat).press("Add someone")
    for who in ["", "everyone", "<!channel>", "U1 OR 1=1"]:
        form.submit(person=who, role="biller").sees("Choose a person of your workspace.")


def test_open_requests_stand_on_top_and_are_decided_there(chat: Chat) -> None:
    chat.person(NOAH).types("/billing").press("Ask for access")
    chat.person(OLIVIA).types("/billing").sees("1 person waits for access.")
    opened = window(chat)
    opened.sees(f"<@{NOAH}> asks for access, since November 23, 2026.")
    request = opened.blocks[0]["accessory"]["options"][0]["value"].split(":")[0]
    decided = opened.choose(f"{request}:biller")
    decided.sees(f"You gave <@{NOAH}> access. Their role: Biller.").sees_not("asks for access")
    assert people_in(decided)[NOAH] == "biller"
    assert len(chat.letters(NOAH)) == 1
    opened.choose(f"{request}:none").sees(f"You gave <@{NOAH}> access. Their role: Biller.")
    assert people_in(window(chat))[NOAH] == "biller"


def test_a_request_is_answered_by_giving_a_role_directly(chat: Chat) -> None:
    chat.person(NOAH).types("/billing").press("Ask for access")
    letter = chat.letters(OLIVIA)[0]
    window(chat).press("Add someone").submit(person=NOAH, role="front_desk")
    window(chat).sees_not("asks for access")
    letter.press("Biller").sees("Their role: Front desk.")
    assert people_in(window(chat))[NOAH] == "front_desk"


def test_many_people_are_shown_twenty_at_a_time(chat: Chat, store: Store, cast: Cast) -> None:
    with store.transaction():
        for number in range(40):
            members.set_role(store, cast.practice.id, f"U1N{number:02}", "support", 0)
    first = window(chat)
    assert len(people_in(first)) == 20
    assert first.buttons == ["Add someone", "Next page"]
    second = first.press("Next page")
    assert second.buttons == ["Add someone", "Previous page", "Next page"]
    last = second.press("Next page")
    assert len(people_in(last)) == 4
    assert last.buttons == ["Add someone", "Previous page"]
    assert len({*people_in(first), *people_in(second), *people_in(last)}) == 44
    changed = last.choose(f"{next(iter(people_in(last)))}:biller")
    assert people_in(changed) != people_in(first), "a change stays on the page it was made on"
    added = second.press("Add someone").submit(person=NOAH, role="biller")
    assert len(people_in(added)) == 20


def test_more_requests_than_fit_are_counted(chat: Chat) -> None:
    for number in range(13):
        chat.person(f"U1N{number}").types("/billing").press("Ask for access")
    window(chat).sees("3 more wait.")
    chat.person(OLIVIA).types("/billing").sees("13 people wait for access.")


def test_a_page_that_does_not_exist_shows_one_that_does(chat: Chat) -> None:
    opened = window(chat)
    for page in ["", "-1", "0", "999", "x", "²", "9" * 50]:
        click = chat.person(OLIVIA).asks(
            Kind.CLICK_IN_VIEW, "billing:people:page:x", opened.view, value=page
        )
        assert len(people_in(click)) == 4


def test_a_choice_of_no_version_of_ours_changes_nothing(
    chat: Chat, store: Store, cast: Cast
) -> None:
    opened = window(chat)
    for value in ["", "U0BEN", "U0BEN:", ":owner", "U0BEN:king", "u:x:y"]:
        click = chat.person(OLIVIA).asks(
            Kind.CLICK_IN_VIEW, "billing:role", opened.view, value=value
        )
        click.is_refused("/billing")
    assert audit.head(store, cast.practice.id).seq == 0


def test_the_whole_window_is_in_french_for_those_who_speak_it(chat: Chat) -> None:
    overview = chat.person(OLIVIA, "fr-FR").types("/billing")
    overview.press("Personnes et rôles").sees("Propriétaire", "Ajouter quelqu’un").press(
        "Ajouter quelqu’un"
    ).sees("Personne", "Rôle").submit(person=NOAH, role="biller").sees(
        f"<@{NOAH}> a maintenant le rôle « Facturation »."
    )
