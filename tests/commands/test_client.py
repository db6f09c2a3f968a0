"""/client: found as one types, added and edited, and never mistaken for another."""

from dataclasses import replace

import pytest

from bot.incoming import Kind
from storage import clients
from storage.database import Store
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER, Cast
from tests.support.chat import Answer, Chat
from tests.support.stores import every_value_on_both

ADA = {
    "name": "Ada Lovelace",
    "email": "ada@example.org",
    "phone": "+1 512 555 0100",
    "street": "1 Main St",
    "postal_code": "78701",
    "city": "Austin",
    "place": "us-tx",
    "language": "fr",
    "payer": "",
}


def form(chat: Chat, user: str = FLORENCE) -> Answer:
    return chat.person(user).types("/client").press("New client")


def saved(chat: Chat, **values: str) -> Answer:
    return form(chat).submit(**{**ADA, **values})


def offered(chat: Chat, typed: str, user: str = BEN) -> list[str]:
    answer = chat.person(user).asks(Kind.SEARCH, "client:find", value=typed)
    return [one["text"]["text"] for one in answer.words]


def test_without_clients_the_answer_leads_on(chat: Chat) -> None:
    assert chat.person(BEN).types("/client").sees("no clients yet").buttons == ["New client"]


def test_a_new_client_gets_the_next_reference_and_is_shown(chat: Chat) -> None:
    saved(chat).sees(
        "Saved.",
        "*Ada Lovelace* · NP-0001",
        "*Owes*\nnothing",
        "1 Main St, 78701 Austin, Texas, United States",
        "*Who pays*\nthe client",
        "French",
    )
    saved(chat, name="Grace Hopper").sees("NP-0002")


@every_value_on_both
@pytest.mark.parametrize("typed", ["ada", "LOVE", "lovelace a", "NP-0001", "np 1", "ada@ex"])
def test_one_who_is_found_alone_is_shown_at_once(chat: Chat, typed: str) -> None:
    saved(chat)
    saved(chat, name="Grace Hopper", email="grace@example.org")
    chat.person(BEN).types(f"/client {typed}").sees("*Ada Lovelace* · NP-0001", "Owes")


def test_several_are_listed_and_one_is_opened(chat: Chat) -> None:
    saved(chat)
    saved(chat, name="Adam Smith", email="")
    listed = chat.person(BEN).types("/client ada")
    listed.sees("*Ada Lovelace* · NP-0001 · ada@example.org", "*Adam Smith* · NP-0002")
    shown = chat.person(BEN).asks(Kind.CLICK, "client:show", value="2")
    assert shown.kind == "replace"
    shown.sees("*Adam Smith* · NP-0002")


def test_nobody_found_gets_a_sentence(chat: Chat) -> None:
    chat.person(BEN).types("/client zzz").sees("Nobody is found")
    chat.person(BEN).asks(Kind.CLICK, "client:show", value="99").is_refused("no such client")
    chat.person(BEN).asks(Kind.CLICK, "client:show", value="x").is_refused("no such client")


def test_two_of_a_name_are_told_apart_wherever_one_chooses(chat: Chat) -> None:
    saved(chat)
    asked = saved(chat, email="other@example.org")
    asked.sees("Is it the same person?", "NP-0001", "ada@example.org")
    asked.submit().sees("*Ada Lovelace* · NP-0002")
    assert offered(chat, "ada") == [
        "Ada Lovelace · NP-0001 · ada@example.org",
        "Ada Lovelace · NP-0002 · other@example.org",
    ]


def test_a_choice_never_loses_what_tells_it_apart(chat: Chat) -> None:
    saved(chat, name="A" * 100, email="")
    [choice] = offered(chat, "aaa")
    assert choice.endswith("… · NP-0001")
    assert len(choice) <= 75


def test_the_same_person_is_opened_instead(chat: Chat) -> None:
    saved(chat)
    saved(chat).press("Same person").sees("*Ada Lovelace* · NP-0001")
    assert len(offered(chat, "ada")) == 1


def test_somebody_else_may_pay(chat: Chat) -> None:
    saved(chat, name="Byron Senior")
    saved(chat, payer="1").sees("*Who pays*\nByron Senior · NP-0001")
    answer = saved(chat, name="Third", payer="2")
    assert set(answer.sees("Somebody else pays for this person").words) == {"payer"}
    edit = chat.person(BEN).types("/client byron").press("Edit")
    assert set(edit.submit(payer="1").sees("Leave this empty").words) == {"payer"}


def test_an_edit_keeps_the_reference_and_begins_with_what_is_there(chat: Chat) -> None:
    saved(chat)
    edit = chat.person(BEN).types("/client NP-0001").press("Edit")
    edit.submit(name="Ada King").sees("*Ada King* · NP-0001", "ada@example.org", "Texas")
    chat.person(BEN).types("/client lovelace").sees("Nobody is found")


def test_a_place_may_be_written_by_its_name(chat: Chat) -> None:
    saved(chat, place="Texas").sees("Texas, United States")


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"name": ""}, "name", "name"),
        ({"email": "ada@"}, "email", "whole e-mail address"),
        ({"email": "a b@c.de"}, "email", "whole e-mail address"),
        ({"phone": "call me"}, "phone", "in digits"),
        ({"place": "Georgia"}, "place", "US-TX"),
        ({"payer": "99"}, "payer", "from the list"),
        ({"payer": "x"}, "payer", "from the list"),
        ({"language": "tlh"}, "language", "languages in the list"),
        ({"street": "4242424242424242"}, "street", "card number"),
    ],
)
def test_a_mistake_is_told_beside_its_field(
    chat: Chat, wrong: dict[str, str], field: str, said: str
) -> None:
    assert set(saved(chat, **wrong).sees(said).words) == {field}


def test_a_name_can_not_pretend_to_be_something_else(chat: Chat) -> None:
    evil = "<!channel> *Bold* <http://x|Pay>\u202eevil"
    saved(chat, name=evil).sees("&lt;!channel&gt;").sees_not("<!channel>", "\u202e")


def test_support_looks_and_changes_nothing(chat: Chat, store: Store, cast: Cast) -> None:
    card = saved(chat)
    sam = chat.person(SAM)
    assert sam.types("/client ada").sees("Ada Lovelace").buttons == ["Payment methods"]
    assert sam.types("/client").buttons == ["Open"]
    listed = chat.person(OLIVIA).types("/client")
    listed.press("New client", by=sam).is_refused("people at the desk")
    card.press("Edit", by=sam).is_refused("people at the desk")
    for name in ("client:form", "client:anyway"):
        sam.asks(Kind.SUBMISSION, name, values=ADA).is_refused()
    assert len(clients.first_by_name(store, cast.practice.id, 10)) == 1


@pytest.mark.parametrize("user", [NOAH, STRANGER])
def test_without_a_role_nobody_is_seen(chat: Chat, user: str) -> None:
    saved(chat)
    someone = chat.person(user)
    someone.types("/client ada").is_refused("/billing")
    someone.asks(Kind.CLICK, "client:show", value="1").is_refused("/billing")
    someone.asks(Kind.CLICK, "client:edit", value="1").is_refused("/billing")
    someone.asks(Kind.SEARCH, "client:find", value="ada").is_refused("/billing")
    someone.asks(Kind.SUBMISSION, "client:form", values=ADA).is_refused("/billing")


def test_another_practices_clients_are_not_there(chat: Chat, cast: Cast) -> None:
    saved(chat)
    stranger = replace(chat, practice_id=cast.other.id).person(STRANGER)
    stranger.types("/client ada").sees("Nobody is found")
    stranger.types("/client NP-0001").sees("Nobody is found")
    stranger.asks(Kind.CLICK, "client:show", value="1").is_refused("no such client")
    stranger.asks(Kind.CLICK, "client:edit", value="1").is_refused("no such client")
    assert stranger.asks(Kind.SEARCH, "client:find", value="ada").words == []


def test_in_french(chat: Chat) -> None:
    saved(chat)
    chat.person(FLORENCE, "fr-FR").types("/client ada").sees("*Doit*\nrien", "Texas, États-Unis")
