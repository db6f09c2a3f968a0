"""Settings → Prices and practitioners: added and archived by owners."""

from dataclasses import replace
from decimal import Decimal
from threading import Thread

import pytest

from bot.incoming import Kind
from desk import catalogue as use_case
from desk.access import Person
from desk.forms import WrongFields
from desk.language import language_of
from rules.roles import Role
from storage import audit, catalogue, taxes
from storage.database import Store
from storage.taxes import TaxTerms
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER, T0, Cast
from tests.support.chat import Answer, Chat
from tests.support.stores import every_value_on_both

VISIT = {"name": "Physiotherapy, 45 minutes", "price": "$90"}


def window(chat: Chat, user: str = OLIVIA, locale: str = "en-US") -> Answer:
    label = "Settings" if locale.startswith("en") else "Réglages"
    opened = chat.person(user, locale).types("/billing").press(label)
    return opened.press_id("settings:edit:catalogue")


def tax(store: Store, practice_id: int) -> int:
    with store.transaction():
        rate = taxes.add(store, practice_id, "VAT", "vat", T0)
        assert rate is not None
        taxes.add_version(store, practice_id, rate, TaxTerms("VAT", Decimal(20), False), "U1", T0)
    return rate


def test_a_price_item_is_added_with_its_taxes_and_archived(
    chat: Chat, store: Store, cast: Cast
) -> None:
    rate = tax(store, cast.practice.id)
    form = window(chat).sees("None yet.").press("New price item")
    listed = form.submit(**VISIT, taxes=str(rate))
    listed.sees("*Saved:* Physiotherapy", "*Physiotherapy, 45 minutes* · $90.00 · VAT")
    [item] = catalogue.price_items(store, cast.practice.id)
    assert (item.unit_amount, item.currency, item.taxes) == (9_000, "usd", (rate,))
    archived = listed.press("Archive").sees("*Archived.*", "None yet.")
    assert catalogue.price_items(store, cast.practice.id) == []
    listed.press("Archive").is_refused("no longer in use")
    archived.press("New price item").submit(**VISIT).sees("*Saved:*")
    assert audit.verify(store, cast.practice.id) == []


def test_a_practitioner_is_added_and_archived(chat: Chat, store: Store, cast: Cast) -> None:
    form = window(chat).press("New practitioner")
    listed = form.submit(name="Dr Ada Ray", provider_number="1093817465")
    listed.sees("*Dr Ada Ray* · 1093817465")
    listed.press("Archive").sees("*Archived.*")
    assert catalogue.practitioners(store, cast.practice.id) == []
    assert audit.verify(store, cast.practice.id) == []


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "Write a name."),
        ({"price": "10 eur"}, "in USD"),
        ({"price": ""}, "0 if there is none"),
    ],
)
def test_a_mistake_is_told_beside_its_field(chat: Chat, wrong: dict[str, str], said: str) -> None:
    answer = window(chat).press("New price item").submit(**{**VISIT, **wrong}).sees(said)
    assert set(answer.words) == set(wrong)


def test_a_tax_that_is_gone_is_told(chat: Chat, store: Store, cast: Cast) -> None:
    rate = tax(store, cast.practice.id)
    form = window(chat).press("New price item")
    taxes.archive(store, cast.practice.id, rate, T0)
    assert set(form.submit(**VISIT, taxes=str(rate)).words) == {"taxes"}


def test_a_name_twice_gets_a_sentence(chat: Chat) -> None:
    form = window(chat).press("New price item")
    form.submit(**VISIT)
    form.submit(**{**VISIT, "name": "physiotherapy,  45 MINUTES"}).sees("There is “")
    people = window(chat).press("New practitioner")
    people.submit(name="Dr Ada Ray")
    people.submit(name="dr ada ray").sees("There is “dr ada ray” already.")


def test_two_at_once_make_one(chat: Chat, store: Store, cast: Cast) -> None:
    owner, refused = Person(cast.practice.id, OLIVIA, Role.OWNER), []

    def add() -> None:
        try:
            use_case.add_item(chat.desk, cast.practice, owner, VISIT, language_of("en"))
        except WrongFields as wrong:
            refused.append(wrong)

    threads = [Thread(target=add) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(refused), len(catalogue.price_items(store, cast.practice.id))) == (1, 1)


def test_in_french(chat: Chat) -> None:
    form = window(chat, OLIVIA, "fr-FR").press("Nouveau tarif")
    form.submit(name="Séance", price="90,50").sees("*Enregistré :* Séance", "90,50 $US")


@pytest.mark.parametrize("user", [BEN, FLORENCE, SAM, NOAH, STRANGER])
def test_nobody_but_an_owner_changes_them(chat: Chat, store: Store, cast: Cast, user: str) -> None:
    listed = window(chat).press("New price item").submit(**VISIT)
    someone = chat.person(user)
    for label in ("New price item", "New practitioner", "Archive"):
        listed.press(label, by=someone).is_refused("/billing")
    for form in ("settings:item:form", "settings:practitioner:form"):
        someone.asks(Kind.SUBMISSION, form, values={**VISIT, "name": "X"}).is_refused("/billing")
    assert len(catalogue.price_items(store, cast.practice.id)) == 1


def test_another_practices_owner_can_not_reach_one_by_its_id(
    chat: Chat, store: Store, cast: Cast
) -> None:
    listed = window(chat).press("New price item").submit(**VISIT)
    stranger = replace(chat, practice_id=cast.other.id).person(STRANGER)
    listed.press("Archive", by=stranger).is_refused("no longer in use")
    for text in ("", "x", "9" * 30):
        stranger.asks(Kind.CLICK_IN_VIEW, "settings:archive:item", value=text).is_refused()
    assert len(catalogue.price_items(store, cast.practice.id)) == 1


def test_many_are_shown_a_page_at_a_time(chat: Chat, store: Store, cast: Cast) -> None:
    for number in range(45):
        item = catalogue.PriceItem(0, f"Item {number:02}", 100, "usd", ())
        catalogue.add_price_item(store, cast.practice.id, item, T0)
        catalogue.add_practitioner(store, cast.practice.id, f"Dr {number:02}", "", T0)
    first = window(chat).sees("Item 19", "Dr 19").sees_not("Item 20", "Dr 20")
    assert "Previous page" not in first.buttons
    second = first.press_id("settings:catalogue:page:item-2").sees("Item 20", "Item 39", "Dr 00")
    both = second.press_id("settings:catalogue:page:practitioner-2").sees("Item 20", "Dr 39")
    last = both.press_id("settings:catalogue:page:item-3").sees("Item 44", "Dr 20")
    last.sees_not("Item 39")
    saved = (
        last.press("New practitioner").submit(name="Dr Zoe").sees("*Saved:*", "Item 44", "Dr 20")
    )
    for item in catalogue.price_items(store, cast.practice.id)[40:]:
        catalogue.archive_price_item(store, cast.practice.id, item.id, T0)
    assert saved.view is not None
    back = saved.press_id("settings:catalogue:page:practitioner-3").sees("Item 39", "Dr Zoe")
    back.press_id("settings:catalogue:page:item-1").sees("Item 00", "Dr Zoe")


@every_value_on_both
@pytest.mark.parametrize("text", ["", "x", "9:9:9", "0:-1", "9" * 30, "²:1"])
def test_a_page_that_there_is_not_is_the_nearest(chat: Chat, text: str) -> None:
    olivia = chat.person(OLIVIA)
    name = "settings:catalogue:page:item-2"
    shown = olivia.asks(Kind.CLICK_IN_VIEW, name, value=text)
    shown.sees("None yet.")
