"""Saved payment methods: seen on the client's card, removed and made the usual one, and clients
asked for one in other ways."""

from typing import Any

from bot.incoming import Kind
from bot.outbox.rendering import renderers
from bot.routes import ROUTES
from commands.asked import Outside
from desk.charge_parts import Wish
from desk.charge_plans import plan
from desk.client_data import everything_about
from desk.saved_methods import SavedMethods
from desk.stripe_events import News
from sandbox.stripe import portal
from storage import clients, operation_lists, stripe_clients
from storage.clients import Client
from storage.operations import Operation
from tests.support.cast import BEN, FLORENCE, OLIVIA, SAM
from tests.support.chat import WINDOW, Answer, Chat
from tests.support.register import Register
from tests.support.saving import has_link, newcomer, saves
from tests.support.stores import ON_SQLITE


def chat_of(register: Register) -> Chat:
    return Chat(register.desk, register.mine, ROUTES, Outside(register.client))


def shown(register: Register, client: Client, user: str = BEN) -> Answer:
    """Their window with payment methods."""
    return chat_of(register).person(user).asks(Kind.CLICK, "cards:methods", value=str(client.id))


def then(register: Register, client: Client, user: str = BEN) -> Answer:
    """The same window once the worker is through."""
    register.till.work_off()
    view = renderers(register.desk).views["saved_methods"](register.mine, str(client.id), user)
    return Answer(chat_of(register).person(user), "update", view=view)


def newest(register: Register, client: Client) -> Operation:
    return operation_lists.of_client(register.store, register.mine, client.id, 1)[0]


def ids(register: Register, client: Client) -> list[str]:
    found = stripe_clients.methods_of(register.store, register.mine, client.id)
    return [one.method_id for one in found]


def at_stripe(register: Register, client: Client) -> dict[str, Any]:
    [customer] = stripe_clients.customers_of(register.store, register.mine, client.id)
    return register.client.v1.customers.retrieve(customer).to_dict()


def test_the_clients_card_shows_methods_and_payments(register: Register) -> None:
    ada = register.payer()
    register.pays(ada)
    card = chat_of(register).person(BEN).types(f"/client {ada.reference}")
    card.sees("*Payment methods*", "Visa ••4242", "*Last payments*", "$100.00", "Paid")
    card.press("Payment methods").sees("Visa ••4242").sees_not("charged unless")


def test_without_a_method_it_says_so_and_offers_to_ask(register: Register) -> None:
    grace = newcomer(register)
    card = chat_of(register).person(BEN).types(f"/client {grace.reference}")
    card.sees("none saved")
    card.press("Ask for a card").sees("Nothing is charged yet")


def test_one_is_removed_at_stripe_and_here(register: Register) -> None:
    ada = register.payer()
    [method] = ids(register, ada)
    shown(register, ada).press("Remove").sees("being changed…")
    assert newest(register, ada).modal == {"view": WINDOW, "user": BEN}
    then(register, ada).sees("No payment method is saved.")
    assert ids(register, ada) == []
    assert register.client.v1.payment_methods.retrieve(method).customer is None


def test_a_second_click_removes_nothing_else(register: Register) -> None:
    ada = register.payer()
    window = shown(register, ada)
    first = window.press("Remove")
    window.press("Remove")
    assert len(operation_lists.of_client(register.store, register.mine, ada.id, 9)) == 1
    then(register, ada)
    window.press("Remove").is_refused("isn’t saved any more")
    assert first.kind == "update"


def test_one_with_a_payment_under_way_is_not_removed(register: Register) -> None:
    ada = register.payer()
    register.charges(OLIVIA, register.invoice(ada))
    shown(register, ada).press("Remove").is_refused("A payment with it is under way")


def test_a_payment_that_began_meanwhile_wins_over_a_removal(register: Register) -> None:
    ada = register.payer()
    shown(register, ada).press("Remove")
    removal = newest(register, ada)
    charge = register.charges(OLIVIA, register.invoice(ada))
    register.till.work_off()
    assert register.now(removal).state == "cancelled" or register.now(charge).state == "cancelled"
    assert len(register.taken_from(ada)) == len(ids(register, ada))


def test_a_removal_whose_answer_was_lost_is_found_done(register: Register) -> None:
    ada = register.payer()
    shown(register, ada).press("Remove")
    register.fault(verb="POST", path="/v1/payment_methods/*/detach", fault="truncated")
    register.till.work_off()
    assert register.now(newest(register, ada)).state == "unknown"
    register.passes(seconds=6)
    then(register, ada).sees("No payment method is saved.")
    assert newest(register, ada).state == "succeeded"


def test_the_usual_one_is_charged_unless_another_is_chosen(register: Register) -> None:
    ada = register.payer()
    second = register.save_method(ada, "pm_card_mastercard")
    window = shown(register, ada)
    [button] = [
        one
        for one in window._of_type("button")
        if one["action_id"] == "cards:default" and second.method_id in one["value"]
    ]
    window._click("cards:default", button["value"], None)
    then(register, ada).sees("Mastercard ••4444", "charged unless another is chosen")
    assert ids(register, ada)[0] == second.method_id
    settings = at_stripe(register, ada)["invoice_settings"]
    assert settings["default_payment_method"] == second.method_id
    person, wish = register.person(OLIVIA), Wish((register.invoice(ada).id,))
    made = plan(register.desk, register.cast.practice, person, wish)
    assert made.method is not None
    assert made.method.method_id == second.method_id


def test_what_is_the_default_at_stripe_is_so_here(register: Register) -> None:
    ada = register.payer()
    second = register.save_method(ada, "pm_card_mastercard")
    [customer] = stripe_clients.customers_of(register.store, register.mine, ada.id)
    chosen: Any = {"invoice_settings": {"default_payment_method": second.method_id}}
    register.client.v1.customers.update(customer, chosen)
    news = News(register.mine, "customer", customer, {}, False, 0)
    SavedMethods(register.desk, register.client).refresh(news)
    assert ids(register, ada)[0] == second.method_id


def test_an_expired_card_is_called_so(register: Register) -> None:
    ada = register.payer()
    shown(register, ada).sees_not("expired")
    register.passes(days=365 * 9)
    shown(register, ada).sees("expired")


def test_consent_is_shown_and_handed_to_the_client(register: Register) -> None:
    grace = newcomer(register)
    asked = has_link(register, grace)
    saves(register, asked)
    register.passes(hours=6)
    register.till.work_off()
    shown(register, grace).sees("Agreed on Stripe’s page on", "text of 2026-11, en")
    told = everything_about(register.desk, register.person(OLIVIA), register.cast.practice, grace)
    [consent] = told["consents"]
    assert (consent["how"], consent["wording"], consent["language"]) == ("online", "2026-11", "en")
    assert consent["at"].startswith("2026-")


def test_support_looks_and_changes_nothing(register: Register) -> None:
    ada = register.payer()
    window = shown(register, ada, SAM).sees("Visa ••4242")
    assert window.buttons == []
    someone = chat_of(register).person(SAM)
    value = f"{ada.id}:{ids(register, ada)[0]}"
    for action in ("cards:remove", "cards:default"):
        someone.asks(Kind.CLICK, action, value=value).is_refused("Only the people at the desk")


def test_somebody_elses_method_is_not_removed(register: Register) -> None:
    ada, grace = register.payer(), newcomer(register)
    someone = chat_of(register).person(BEN)
    value = f"{grace.id}:{ids(register, ada)[0]}"
    someone.asks(Kind.CLICK, "cards:remove", value=value).is_refused("isn’t saved any more")


@ON_SQLITE  # The account’s settings are saved once.
def test_the_clients_page_at_stripe(register: Register) -> None:
    ada = register.payer()
    window = shown(register, ada)
    window.press("Client’s page").sees("An owner saves its settings once")
    service = register.accounting.stripe.service
    with service.acting():
        default = portal.save_settings(service.platform)
    opened = shown(register, ada).press("Client’s page")
    opened.sees("must be opened within five minutes", "/pages/portal/", "A lasting link is there")
    switched: Any = {"login_page": {"enabled": True}}
    register.client.v1.billing_portal.configurations.update(default.id, switched)
    shown(register, ada).press("Client’s page").sees("/pages/portal-login/", "at any time")
    shown(register, newcomer(register)).press("Client’s page").sees("no page at Stripe yet")


def test_a_new_client_is_asked_for_a_card_at_once(register: Register) -> None:
    form = chat_of(register).person(BEN).types("/client").press("New client")
    asked = form.submit(name="Grace Hopper", ask_for_card="yes")
    asked.sees("*Grace Hopper*", "Nothing is charged yet").submit().sees("Making the link…")
    found = clients.first_by_name(register.store, register.mine, 5)
    register.till.work_off()
    assert newest(register, found[0]).state == "needs_customer"


def test_client_ask_opens_the_form(register: Register) -> None:
    grace = newcomer(register)
    someone = chat_of(register).person(BEN)
    someone.types(f"/client ask {grace.reference}").sees("*Grace Hopper*", "Nothing is charged yet")
    someone.types("/client ask Nobody").sees("Nobody is found")


def test_many_are_asked_at_once(register: Register) -> None:
    with_card, asked_already = register.payer(), newcomer(register, "Asked Already")
    grace, ellen = newcomer(register), newcomer(register, "Ellen Ripley", email=None)
    for one in (with_card, asked_already, grace, ellen):
        register.invoice(one)
    has_link(register, asked_already)
    window = chat_of(register).person(BEN).types("/client ask")
    [select] = window._of_type("multi_static_select")
    assert [one["value"] for one in select["options"]] == [str(grace.id), str(ellen.id)]
    assert [one["value"] for one in select["initial_options"]] == [str(grace.id)]
    window.submit(card_clients=f"{grace.id},{ellen.id}").sees("2 clients are asked", "Ellen Ripley")
    register.till.work_off()
    assert newest(register, ellen).state == newest(register, grace).state == "needs_customer"
    chat_of(register).person(BEN).types("/client ask").sees("Everybody who owes something")
    assert window.kind == "open"


def test_nobody_chosen_is_told(register: Register) -> None:
    someone = chat_of(register).person(FLORENCE, "en")
    register.invoice(newcomer(register))
    someone.asks(Kind.SUBMISSION, "cards:many:form", values={"card_clients": ""}).is_refused()
