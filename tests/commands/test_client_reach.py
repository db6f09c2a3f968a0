"""On a client's card: reminders by e-mail are stopped, sent again, or the address is wrong."""

import pytest

from bot.incoming import Kind
from desk.reminders import ways_out
from storage import clients
from storage.clients import Client
from storage.database import Store
from tests.commands.test_client import saved
from tests.support.cast import BEN, FLORENCE, OLIVIA, SAM, Cast
from tests.support.chat import Answer, Chat


@pytest.fixture
def ada(chat: Chat, store: Store, cast: Cast) -> Client:
    saved(chat)
    found = clients.by_reference(store, cast.practice.id, "NP-0001")
    assert found is not None
    return found


def card(chat: Chat, user: str = BEN) -> Answer:
    return chat.person(user).types("/client NP-0001")


def test_a_client_who_says_so_gets_no_more_and_only_by_asking_them_again(
    chat: Chat, ada: Client
) -> None:
    stopped = card(chat).press("No more reminders")
    assert stopped.kind == "replace"
    stopped.sees("Has asked on November 23, 2026", "Invoices and receipts still reach them")
    assert "No more reminders" not in stopped.buttons
    stopped.sees("Only if the client has asked you for it")
    again = card(chat, OLIVIA).press("Send reminders again")
    assert "No more reminders" in again.buttons
    assert "Send reminders again" not in again.buttons


def test_two_who_press_it_are_shown_the_same(chat: Chat, ada: Client) -> None:
    first, second = card(chat), card(chat)
    for shown in (first, second):
        shown.press("No more reminders").sees("Has asked on November 23, 2026")


def test_a_refused_address_is_shown_until_it_is_changed_or_said_to_be_right(
    chat: Chat, ada: Client, cast: Cast
) -> None:
    with chat.desk.store.transaction():
        ways_out.refused(chat.desk, cast.practice.id, ada, 550)
    card(chat).sees("On November 23, 2026 the mail server refused ada@example.org (550)")
    french = chat.person(FLORENCE, "fr-FR").types("/client NP-0001")
    french.sees("Le 23 novembre 2026, le serveur de messagerie a refusé")
    right = card(chat).press("The address is right")
    assert "The address is right" not in right.buttons
    with chat.desk.store.transaction():
        ways_out.refused(chat.desk, cast.practice.id, ada, 550)
    edited = card(chat).press("Edit").submit(name="Ada Lovelace", email="other@example.org")
    assert "The address is right" not in edited.buttons


def test_without_an_address_there_is_nothing_to_stop(chat: Chat) -> None:
    saved(chat, email="")
    assert "No more reminders" not in card(chat).buttons
    asked = chat.person(BEN).asks(Kind.CLICK, "client:no_reminders", value="1")
    asked.is_refused("no e-mail address")


def test_support_sees_it_and_changes_nothing(chat: Chat, ada: Client) -> None:
    card(chat).press("No more reminders")
    shown = card(chat, SAM).sees("Has asked on November 23, 2026")
    assert "Send reminders again" not in shown.buttons
    for wrong in ("x", "99", "9" * 30):
        asked = chat.person(BEN).asks(Kind.CLICK, "client:reminders", value=wrong)
        asked.is_refused("no such client")
