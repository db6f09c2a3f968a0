"""A client is asked for a payment method from chat: the window, the link, and what comes of it."""

from dataclasses import replace

import pytest

from bot.incoming import Kind
from bot.outbox.rendering import renderers
from bot.routes import ROUTES
from desk.card_qr import qr_for
from desk.documents import RightLost
from desk.settings import change
from storage import clients, outbox
from storage.clients import Client
from storage.operation_lists import of_client
from storage.operations import Operation
from tests.support.cast import BEN, OLIVIA, SAM
from tests.support.chat import WINDOW, Answer, Chat
from tests.support.register import Register
from tests.support.saving import newcomer, saves


def chat_of(register: Register) -> Chat:
    return Chat(register.desk, register.mine, ROUTES)


def window(register: Register, client: Client, user: str = BEN, locale: str = "en") -> Answer:
    """“Ask for a card” was pressed on the client's card."""
    someone = chat_of(register).person(user, locale)
    return someone.asks(Kind.CLICK, "cards:ask", value=str(client.id))


def newest(register: Register, client: Client) -> Operation:
    return of_client(register.store, register.mine, client.id, 1)[0]


def shown_later(register: Register, client: Client, user: str = BEN) -> Answer:
    """What the open window turns to, once the worker is through."""
    asked = register.done(newest(register, client))
    assert asked.modal == {"view": WINDOW, "user": user}
    view = renderers(register.desk).views["card_request"](register.mine, asked.uid, user)
    return Answer(chat_of(register).person(user), "update", view=view)


def with_mail(register: Register) -> Register:
    register.desk = replace(register.desk, sends_mail=True)
    register.__post_init__()
    return register


def test_the_link_comes_into_the_same_window(register: Register) -> None:
    grace = newcomer(register)
    answer = window(register, grace)
    answer.sees("*Grace Hopper*", "Nothing is charged yet", "Never take a card number")
    answer.sees("You allow Northside Physio to charge this payment method")
    assert answer.submit().sees("Making the link…").kind == "update"
    later = shown_later(register, grace)
    later.sees("Waits for the client", newest(register, grace).url or "?", "works for 24 hours")
    assert later.buttons == ["QR code", "Client is on the phone", "Withdraw"]


def test_pressed_again_it_shows_the_link_that_is_there(register: Register) -> None:
    grace = newcomer(register)
    window(register, grace).submit()
    url = register.done(newest(register, grace)).url or "?"
    window(register, grace, OLIVIA).sees("Waits for the client", url)
    assert len(of_client(register.store, register.mine, grace.id, 9)) == 1


def test_with_a_mail_server_the_client_gets_it_at_once(register: Register) -> None:
    grace = newcomer(with_mail(register))
    answer = window(register, grace).sees(f"Send the link to {grace.email}")
    answer.submit()
    asked = register.done(newest(register, grace))
    assert outbox.find(register.store, register.mine, f"card:{asked.uid}:{grace.email}")


def test_it_is_sent_later_by_a_button(register: Register) -> None:
    grace = newcomer(with_mail(register))
    window(register, grace).submit(by_mail="")
    later = shown_later(register, grace)
    later.press("Send by e-mail").sees(f"On its way to {grace.email}")
    uid = f"card:{newest(register, grace).uid}:{grace.email}"
    assert outbox.find(register.store, register.mine, uid)


def test_consent_is_ticked_before_the_page_is_opened_for_somebody_on_the_phone(
    register: Register,
) -> None:
    grace = newcomer(register)
    window(register, grace).submit()
    phone = shown_later(register, grace).press("Client is on the phone")
    phone.submit().sees("Tick that you read it")
    noted = phone.submit(said_yes="yes").sees("The client said yes on the phone")
    assert "Open it now" in noted.buttons
    [opens] = [one for one in noted._of_type("button") if one.get("url")]
    assert opens["url"] == newest(register, grace).url
    noted.press("Open it now").sees("Waits for the client")


def test_consent_may_be_ticked_at_once(register: Register) -> None:
    grace = newcomer(register)
    window(register, grace).submit(said_yes="yes")
    assert "Open it now" in shown_later(register, grace).buttons


def test_the_qr_code_comes_as_a_file_to_who_asked(register: Register) -> None:
    grace = newcomer(register)
    window(register, grace).submit()
    shown_later(register, grace).press("QR code").sees("comes as a direct message")
    uid = newest(register, grace).uid
    name, image = qr_for(register.desk, register.mine, BEN, uid)
    assert (name, image[:4]) == ("link.png", b"\x89PNG")
    with pytest.raises(RightLost):
        qr_for(register.desk, register.mine, SAM, uid)


def test_a_code_of_a_link_that_is_over_is_not_sent(register: Register) -> None:
    grace = newcomer(register)
    window(register, grace).submit()
    later = shown_later(register, grace)
    later.press("Withdraw").sees("Called off, nothing saved", "the link leads nowhere")
    with pytest.raises(RightLost):
        qr_for(register.desk, register.mine, BEN, newest(register, grace).uid)
    later.press("QR code").is_refused("moved on meanwhile")


def test_the_card_shows_neither_the_name_nor_the_link(register: Register) -> None:
    change(register.desk, register.person(OLIVIA), register.cast.practice, "billing_channel", "C1")
    grace = newcomer(register)
    window(register, grace).submit()
    asked = register.done(newest(register, grace))
    card = renderers(register.desk).cards["card_request"](register.mine, asked.uid)
    assert card is not None
    seen = Answer(chat_of(register).person(BEN), "show", message=card)
    seen.sees("Waits for the client", f"{grace.reference} (G. H.)", f"<@{BEN}>")
    seen.sees_not("Grace", asked.url or "?", "example.com")
    seen.press("Show the link").sees(asked.url or "?")
    seen.press("Show the link", by=chat_of(register).person(SAM)).is_refused("Only the people")


def test_when_it_was_saved_window_and_card_say_so(register: Register) -> None:
    grace = newcomer(register)
    window(register, grace).submit()
    asked = register.done(newest(register, grace))
    saves(register, asked)
    register.passes(hours=6)
    shown_later(register, grace).sees("Payment method saved").sees_not(asked.url or "?")
    card = renderers(register.desk).cards["card_request"](register.mine, asked.uid)
    assert card is not None
    assert "Visa ••4242" in card.text
    line = outbox.find(
        register.store, register.mine, f"card_request:{asked.uid}:{newest(register, grace).version}"
    )
    assert line is not None
    assert f"<@{BEN}>" in line.payload["text"]


def test_after_it_ran_out_one_asks_again(register: Register) -> None:
    grace = newcomer(register)
    window(register, grace).submit()
    register.done(newest(register, grace))
    register.passes(hours=25)
    later = shown_later(register, grace).sees("The link ran out")
    later.press("Ask again").sees("Nothing is charged yet").submit()
    assert len(of_client(register.store, register.mine, grace.id, 9)) == 2


def test_new_yorks_notice_is_told_to_staff_there(register: Register) -> None:
    grace = newcomer(register)
    window(register, grace).sees_not("New York")
    change(register.desk, register.person(OLIVIA), register.cast.practice, "place", "US-NY")
    window(register, grace).sees("New York has you tell", "medically necessary care")


def test_in_french_with_the_clients_words_in_their_own_language(register: Register) -> None:
    grace = newcomer(register, language="en")
    answer = window(register, grace, locale="fr-FR")
    answer.sees("Demander une carte", "You allow Northside Physio")
    answer.submit().sees("Création du lien…")


def test_who_lost_their_role_sees_the_link_no_more(register: Register) -> None:
    grace = newcomer(register)
    window(register, grace).submit()
    asked = register.done(newest(register, grace))
    view = renderers(register.desk).views["card_request"]
    assert view(register.mine, asked.uid, SAM) is None


def test_nothing_that_is_no_client_or_request_is_found(register: Register) -> None:
    someone = chat_of(register).person(BEN)
    someone.asks(Kind.CLICK, "cards:ask", value="999999").is_refused("no such client")
    someone.asks(Kind.CLICK, "cards:show", value="x").is_refused("no such request")
    grace = newcomer(register)
    gone = replace(grace, erased_at=1)
    clients.change(register.store, register.mine, gone, [])
    someone.asks(Kind.CLICK, "cards:ask", value=str(grace.id)).is_refused("erased already")
