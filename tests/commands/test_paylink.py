"""/paylink: for whom and what, the link to be handed on, and what became of it."""

from dataclasses import replace
from typing import Any

import pytest

from bot.incoming import Kind
from bot.outbox.rendering import renderers
from bot.routes import ROUTES
from desk import links
from desk.documents import RightLost
from desk.link_letters import qr_for
from desk.settings import change
from rules.search_phrases import phrases_of
from storage import charging, clients, outbox, payment_links
from storage.clients import Client
from storage.operation_lists import of_client
from storage.operations import Operation
from tests.support.cast import BEN, FLORENCE, OLIVIA
from tests.support.chat import WINDOW, Answer, Chat
from tests.support.link_payers import hears, opens, pays
from tests.support.register import Register
from tests.support.saving import newcomer

MADE = "🔗 *Link made, not sent yet*"


@pytest.fixture
def mailing(register: Register) -> Register:
    register.desk = replace(register.desk, sends_mail=True)
    register.__post_init__()
    return register


def chat_of(register: Register) -> Chat:
    return Chat(register.desk, register.mine, ROUTES)


def types(register: Register, line: str, user: str = BEN, locale: str = "en") -> Answer:
    return chat_of(register).person(user, locale).types(line)


def newest(register: Register, payer: Client) -> Operation:
    return of_client(register.store, register.mine, payer.id, 1, "link")[0]


def shown_later(
    register: Register, payer: Client, user: str = BEN, locale: str | None = None
) -> Answer:
    """What the open window turns to, once the worker is through."""
    link = register.done(newest(register, payer))
    assert link.modal == {"view": WINDOW, "user": user}
    view = renderers(register.desk).views["payment_link"](register.mine, link.uid, user)
    return Answer(chat_of(register).person(user, locale or "en"), "update", view=view)


def card_of(register: Register, link: Operation, user: str = BEN) -> Answer:
    message = renderers(register.desk).cards["payment_link"](register.mine, link.uid)
    return Answer(chat_of(register).person(user), "card", message=message)


def made(register: Register, payer: Client, line: str) -> Answer:
    """A link was asked for, and the worker has made it."""
    types(register, line).submit()
    return shown_later(register, payer)


def test_the_link_comes_into_the_same_window_with_a_text_to_send(register: Register) -> None:
    ada = newcomer(register)
    invoice = register.invoice(ada)
    form = types(register, f"/paylink {invoice.reference}")
    form.sees("Grace Hopper", f"{invoice.reference} · $100.00", "By card", "By bank debit")
    form.sees("The client pays $100.00", "The practice receives about", "an estimate")
    form.submit().sees("Making the link…")
    later = shown_later(register, ada)
    url = newest(register, ada).url or "?"
    later.sees(MADE, url, f"Northside Physio: $100.00 for {invoice.reference}. Pay here: {url}")
    assert later.buttons == ["QR code", "I have sent it", "New link", "Close the link"]
    later.press("I have sent it").sees("📨 *Link sent*")


def test_all_that_a_client_owes_goes_into_one_link_and_some_can_be_left_out(
    register: Register,
) -> None:
    ada = newcomer(register)
    first, second, third = (register.invoice(ada, 1_000 * n) for n in (1, 2, 3))
    form = types(register, f"/paylink {ada.reference}").sees("Together: $60.00")
    chosen = form.reader.asks(
        Kind.CLICK_IN_VIEW, "paylink:invoices", form.view, value=f"{first.id},{third.id}"
    )
    chosen.sees("Together: $40.00").submit()
    link = register.done(newest(register, ada))
    assert (link.amount, link.shown["invoices"]) == (4_000, [first.reference, third.reference])
    assert second.reference not in link.shown["invoices"]


def test_a_bank_debit_is_chosen_where_there_is_one(register: Register) -> None:
    ada = newcomer(register)
    register.invoice(ada)
    form = types(register, f"/paylink {ada.reference}")
    form.choose("us_bank_account").sees("*By bank debit*").submit()
    assert register.done(newest(register, ada)).shown["kind"] == "us_bank_account"


def test_what_the_client_bears_of_the_fee_is_in_the_link(register: Register) -> None:
    practice, olivia = register.cast.practice, register.person(OLIVIA)
    change(register.desk, olivia, practice, "fee_payer", "client")
    ada = newcomer(register)
    register.invoice(ada)
    form = types(register, f"/paylink {ada.reference}")
    form.sees("nothing is passed on before")


def test_without_a_name_those_who_owe_are_offered(register: Register) -> None:
    ada = newcomer(register)
    register.invoice(ada)
    offered = types(register, "/paylink").sees("Who is to pay?", "*Grace Hopper*", "$100.00")
    offered.press("Send a link").sees("Make the link")


def test_of_several_of_a_name_one_is_chosen_and_the_amount_stays(register: Register) -> None:
    for _ in range(2):
        grace = newcomer(register)
        phrases = phrases_of(grace.name, grace.reference, "")
        clients.change(register.store, register.mine, grace, phrases)
    several = types(register, "/paylink grace 85").sees("Several have such a name.")
    button = next(one["accessory"] for one in several.blocks if "accessory" in one)
    form = several.press_id(button["action_id"])
    form.sees("A new invoice is made with the link", "The client pays $85.00")


def test_who_owes_nothing_is_asked_for_an_amount(register: Register) -> None:
    ada = newcomer(register)
    ask = types(register, f"/paylink {ada.reference}").sees("has no open invoice")
    ask.submit(amount="nonsense").sees("nonsense")
    ask.submit(amount="85").sees("The client pays $85.00").submit()
    link = register.done(newest(register, ada))
    assert (link.state, link.amount) == ("open", 8_500)


def test_it_is_mailed_with_the_invoice_to_the_address_that_is_typed(mailing: Register) -> None:
    ada = newcomer(mailing)
    invoice = mailing.invoice(ada)
    later = made(mailing, ada, f"/paylink {invoice.reference}")
    later.submit(paylink_address="nobody").sees("Write an e-mail address")
    later.submit(paylink_address="mum@example.org").sees("On its way to mum@example.org.", "📨")
    link = newest(mailing, ada)
    mail = outbox.find(mailing.store, mailing.mine, f"link:{link.uid}:mum@example.org")
    assert mail is not None
    assert mail.payload["subject"] == f"TEST · Northside Physio: $100.00 for {invoice.reference}"
    assert link.url in mail.payload["text"]
    assert "Manual therapy" not in mail.payload["text"]
    [(kind, key)] = mail.payload["attachments"]
    name, content = renderers(mailing.desk).files[kind](mailing.mine, key)
    assert (name, content[:5]) == (f"{invoice.reference}.pdf", b"%PDF-")
    assert b"/Subtype /Image" in content


def test_a_link_that_leads_nowhere_is_not_on_the_invoice(mailing: Register) -> None:
    ada = newcomer(mailing)
    invoice = mailing.invoice(ada)
    later = made(mailing, ada, f"/paylink {invoice.reference}")
    link = newest(mailing, ada)
    later.press("Close the link")
    mailing.done(link)
    _, content = renderers(mailing.desk).files["invoice_with_link"](
        mailing.mine, f"{link.uid}:{invoice.id}"
    )
    assert b"/Subtype /Image" not in content


def test_clients_are_written_to_in_their_language(mailing: Register) -> None:
    ada = newcomer(mailing)
    clients.change(mailing.store, mailing.mine, replace(ada, language="fr"), [])
    invoice = mailing.invoice(ada)
    later = made(mailing, ada, f"/paylink {invoice.reference}")
    later.sees("Northside Physio : 100,00 $US pour")
    later.submit(paylink_address=ada.email or "")
    mail = outbox.find(mailing.store, mailing.mine, f"link:{newest(mailing, ada).uid}:{ada.email}")
    assert mail is not None
    assert "vous demande de régler 100,00" in mail.payload["text"].replace("\u00a0", " ").replace(
        "\u202f", " "
    )


def test_without_a_mail_server_the_text_is_copied(register: Register) -> None:
    ada = newcomer(register)
    invoice = register.invoice(ada)
    later = made(register, ada, f"/paylink {invoice.reference}")
    later.sees("Paydesk can’t send e-mail here. Copy the link or the text instead.")
    assert "submit" not in (later.view or {})


def test_the_code_comes_as_a_direct_message_to_those_who_may(register: Register) -> None:
    ada = newcomer(register)
    invoice = register.invoice(ada)
    later = made(register, ada, f"/paylink {invoice.reference}")
    later.press("QR code").sees("The QR code comes as a direct message.", "📨 *Link sent*")
    link = newest(register, ada)
    name, image = qr_for(register.desk, register.mine, BEN, link.uid)
    assert (name, image[:4]) == ("link.png", b"\x89PNG")
    with pytest.raises(RightLost):
        qr_for(register.desk, register.mine, "U0NOBODY", link.uid)
    later.press("Close the link")
    register.done(link)
    with pytest.raises(RightLost):
        qr_for(register.desk, register.mine, BEN, link.uid)


def test_what_becomes_of_it_is_told_in_the_window_and_on_the_card(register: Register) -> None:
    ada = newcomer(register)
    invoice = register.invoice(ada)
    made(register, ada, f"/paylink {invoice.reference}")
    link = newest(register, ada)
    card = card_of(register, link)
    card.sees("*Link made, not sent yet* · $100.00", ada.reference, "(G. H.)", "By card")
    card.sees_not("Grace", link.url or "?", "Manual therapy")
    page = opens(register, link)
    hears(register, link)
    shown_later(register, ada).sees("👀 *Link opened by the client*")
    pays(register, page)
    hears(register, link)
    paid = shown_later(register, ada).sees("✅ *Paid by link* · $100.00")
    assert paid.buttons == ["Receipt", "Send receipt by e-mail", "Refund…"]
    paid.press("Refund…").sees("$100.00")
    card_of(register, register.now(link)).sees("✅ *Paid by link*")


def test_the_invoice_and_the_charge_say_that_a_link_waits(register: Register) -> None:
    ada = register.payer()
    invoice = register.invoice(ada)
    made(register, ada, f"/paylink {invoice.reference}")
    link = register.done(newest(register, ada))
    shown = types(register, f"/invoice {invoice.reference}")
    shown.sees("A payment link over $100.00 waits for the client.")
    shown.press("Show the link").sees(MADE, link.url or "?")
    closes = "A payment link waits for the client. It is closed before the charge."
    types(register, f"/charge {invoice.reference}").sees(closes)
    links.close(register.desk, register.cast.practice, register.person(OLIVIA), link.uid)
    register.done(link)
    types(register, f"/invoice {invoice.reference}").sees_not("A payment link")
    types(register, f"/charge {invoice.reference}").sees_not("A payment link")


def test_it_is_closed_and_made_anew(register: Register) -> None:
    ada = newcomer(register)
    invoice = register.invoice(ada)
    later = made(register, ada, f"/paylink {invoice.reference}")
    old = newest(register, ada)
    later.press("Close the link").sees("Closing the link…").sees_not(old.url or "?")
    register.done(old)
    closed = shown_later(register, ada).sees(
        "🚫 *Link closed, nothing paid*", "Somebody closed it."
    )
    closed.press("New link").sees("Making the link…")
    anew = shown_later(register, ada).sees(MADE)
    assert newest(register, ada).id != old.id
    assert anew.text.count(newest(register, ada).url or "?") == 2


def test_asked_for_twice_it_is_the_same_link(register: Register) -> None:
    ada = newcomer(register)
    invoice = register.invoice(ada)
    form = types(register, f"/paylink {invoice.reference}")
    form.submit()
    form.submit()
    register.done(newest(register, ada))
    types(register, f"/paylink {invoice.reference}", FLORENCE).submit().sees(MADE)
    assert len(of_client(register.store, register.mine, ada.id, 9)) == 1


def test_a_press_while_another_is_written_makes_no_second_invoice(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = newcomer(register)
    form = types(register, f"/paylink {ada.reference} 85")
    write = links._write

    def written_behind_another(*given: Any) -> Operation:
        monkeypatch.setattr(links, "_write", write)
        form.submit().sees("Making the link…")
        return write(*given)

    monkeypatch.setattr(links, "_write", written_behind_another)
    form.submit().sees("Making the link…")
    assert len(of_client(register.store, register.mine, ada.id, 9)) == 1
    assert len(charging.open_of(register.store, register.mine, ada.id, 9)) == 1


def test_what_changed_while_the_window_was_open_is_shown_once_more(register: Register) -> None:
    ada = newcomer(register)
    invoice = register.invoice(ada)
    form = types(register, f"/paylink {invoice.reference}")
    form.submit(**{"paylink:amount": "40"}).sees("Press the button again", "The client pays $40.00")
    chat_of(register).person(OLIVIA).types(f"/invoice {invoice.reference}").press("Void…").submit(
        reason="Twice"
    )
    form.submit().is_refused("is void")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("/paylink INV-99999", "There is no invoice INV-99999."),
        ("/paylink nobody at all", "Nobody is found under"),
        ("/paylink 85", "Write who is to pay before the amount"),
    ],
)
def test_what_can_not_be_understood_is_answered_in_a_sentence(
    register: Register, line: str, sentence: str
) -> None:
    types(register, line).is_refused(sentence)


def test_what_is_paid_void_or_being_collected_gets_no_link(register: Register) -> None:
    payer = register.payer()
    paid, busy, little = (
        register.invoice(payer),
        register.invoice(payer),
        register.invoice(payer, 49),
    )
    register.done(register.charges(BEN, paid))
    types(register, f"/paylink {paid.reference}").is_refused("is paid already")
    register.charges(BEN, busy, again=True)
    types(register, f"/paylink {busy.reference}").sees("is being paid at this moment")
    types(register, f"/paylink {little.reference}").is_refused("Stripe takes no less than $0.50")
    euros = register.invoice(payer, 5_000, "eur")
    other = register.invoice(payer, 5_000)
    types(register, f"/paylink {euros.reference} {other.reference}").is_refused(
        "in different currencies"
    )


def test_home_leads_to_the_link_and_says_how_it_stands(register: Register) -> None:
    ada = newcomer(register)
    invoice = register.invoice(ada)
    ben = chat_of(register).person(BEN)
    ben.opens_home().press("Send a link").submit()
    link = register.done(newest(register, ada))
    home = ben.opens_home().sees("a payment link is open", "*On its way:* $100.00 · 1 payment")
    home.press("Look at it").sees(MADE)
    home.press("On its way")
    ben.opens_home().sees(MADE, invoice.reference).press("Look at it").sees(link.url or "?")
    pays(register, opens(register, link))
    hears(register, link)
    ben.opens_home().sees("Nobody owes anything")


def test_all_of_it_is_in_french_for_those_who_speak_it(register: Register) -> None:
    ada = newcomer(register)
    invoice = register.invoice(ada)
    form = types(register, f"/paylink {invoice.reference}", locale="fr-FR")
    form.sees("Par carte", "Créer le lien").sees_not("Link", "link", "client pays")
    form.submit().sees("Création du lien…")
    later = shown_later(register, ada, locale="fr-FR")
    assert payment_links.get(register.store, register.mine, newest(register, ada).id).link_id
    assert later.kind == "update"
