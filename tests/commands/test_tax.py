"""/tax: rates are made, edited from now on, and archived, by owners alone."""

from dataclasses import replace

import pytest

from bot.incoming import Kind
from storage import audit, taxes
from storage.database import Store
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER, Cast
from tests.support.chat import Answer, Chat

VAT = {"name": "VAT", "percent": "20 %", "kind": "exclusive", "place": "gb"}


def form(chat: Chat, user: str = OLIVIA, locale: str = "en-US") -> Answer:
    button = "New tax rate" if locale.startswith("en") else "Nouveau taux"
    return chat.person(user, locale).types("/tax").press(button)


def saved(chat: Chat, **values: str) -> Answer:
    return form(chat).submit(**{**VAT, **values})


def test_without_any_rate_the_list_says_what_to_do(chat: Chat) -> None:
    listed = chat.person(OLIVIA).types("/tax").sees("There is none yet")
    assert listed.buttons == ["New tax rate"]


def test_a_new_rate_is_shown_with_what_it_makes_of_100(chat: Chat) -> None:
    saved(chat).sees(
        "Saved.",
        "*VAT* 20% · added to prices · United Kingdom · since November 23, 2026",
        "An invoice of $100.00 comes to *$120.00*: $100.00 and $20.00 tax.",
    )
    chat.person(OLIVIA).types("/tax").sees("*VAT* 20%")


def test_a_price_may_contain_the_tax(chat: Chat) -> None:
    saved(chat, kind="inclusive").sees(
        "contained in prices", "comes to *$100.00*: $83.33 and $16.67 tax."
    )


def test_the_preview_keeps_what_was_typed(chat: Chat) -> None:
    opened = form(chat)
    typed = {**VAT, "percent": "7,25"}
    shown = opened.press("What becomes of $100.00?", values=typed)
    assert shown.kind == "update"
    shown.sees("comes to *$107.25*: $100.00 and $7.25 tax.")
    began = {one["action_id"]: one for one in shown._of_type("plain_text_input")}
    assert began["percent"]["initial_value"] == "7,25"
    opened.press("What becomes of $100.00?", values={**VAT, "percent": "700"}).sees(
        "700% can’t be right"
    )


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"percent": "700%"}, "percent", "700% can’t be right"),
        ({"percent": "twenty"}, "percent", "for example 7.25%"),
        ({"name": " "}, "name", "for example VAT"),
        ({"place": "XX"}, "place", "XX"),
        ({"kind": "both"}, "kind", "Choose"),
        ({"name": "4242 4242 4242 4242"}, "", "card number"),
    ],
)
def test_a_mistake_is_told_beside_its_field(
    chat: Chat, wrong: dict[str, str], field: str, said: str
) -> None:
    answer = form(chat).submit(**{**VAT, **wrong})
    answer.sees(said)
    if field:
        assert set(answer.words) == {field}


def test_a_name_twice_gets_a_sentence(chat: Chat) -> None:
    saved(chat)
    assert set(saved(chat, name="vat").sees("There is a tax rate “vat” already").words) == {"name"}


def test_an_edit_holds_from_now_on_and_the_old_version_stays(
    chat: Chat, store: Store, cast: Cast
) -> None:
    saved(chat)
    edit = chat.person(OLIVIA).types("/tax").press("Edit")
    edit.submit(**{**VAT, "percent": "17,5"}).sees("17.5%", "It was 20% until now")
    [rate] = taxes.rates(store, cast.practice.id)
    percents = [str(one.percent) for one in taxes.history(store, cast.practice.id, rate.id)]
    assert percents == ["17.5", "20"]
    chat.person(OLIVIA).types("/tax").sees("*VAT* 17.5%").sees_not("20%")


def test_saving_without_a_change_makes_no_version(chat: Chat, store: Store, cast: Cast) -> None:
    saved(chat)
    chat.person(OLIVIA).types("/tax").press("Edit").submit()
    [rate] = taxes.rates(store, cast.practice.id)
    assert len(taxes.history(store, cast.practice.id, rate.id)) == 1


def test_an_archived_rate_is_gone_from_the_list_and_its_name_is_free(chat: Chat) -> None:
    saved(chat)
    edit = chat.person(OLIVIA).types("/tax").press("Edit")
    edit.press("Archive").sees("“VAT” is not offered for new invoices any more")
    chat.person(OLIVIA).types("/tax").sees("There is none yet")
    edit.press("Archive").sees("no longer in use")
    edit.submit(**VAT).is_refused("no longer in use")
    saved(chat).sees("Saved.")


def test_in_french(chat: Chat, store: Store, cast: Cast) -> None:
    answer = form(chat, OLIVIA, "fr-FR").submit(**{**VAT, "name": "TVA", "percent": "5,5"})
    answer.sees("*TVA* 5,5 % · ajoutée aux prix · Royaume-Uni", "revient à *105,50 $US*")


@pytest.mark.parametrize("user", [BEN, FLORENCE, SAM, NOAH, STRANGER])
def test_who_is_no_owner_sees_and_changes_nothing(
    chat: Chat, store: Store, cast: Cast, user: str
) -> None:
    saved(chat)
    [rate] = taxes.rates(store, cast.practice.id)
    someone = chat.person(user)
    someone.types("/tax").is_refused("/billing")
    listed = chat.person(OLIVIA).types("/tax")
    listed.press("New tax rate", by=someone).is_refused("/billing")
    edit = listed.press("Edit")
    listed.press("Edit", by=someone).is_refused("/billing")
    edit.press("Archive", by=someone).is_refused("/billing")
    for private in ("", str(rate.id)):
        view = {**(edit.view or {}), "private_metadata": private}
        someone.asks(Kind.SUBMISSION, "tax:form", view, values=VAT).is_refused("/billing")
    assert [one.name for one in taxes.rates(store, cast.practice.id)] == ["VAT"]
    assert taxes.rates(store, cast.other.id) == []


def test_another_practices_owner_can_not_reach_a_rate_by_its_id(
    chat: Chat, store: Store, cast: Cast
) -> None:
    saved(chat)
    [rate] = taxes.rates(store, cast.practice.id)
    stranger = replace(chat, practice_id=cast.other.id).person(STRANGER)
    stranger.asks(Kind.CLICK, "tax:edit", value=str(rate.id)).is_refused("no longer in use")
    stranger.asks(Kind.CLICK, "tax:archive", value=str(rate.id)).is_refused("no longer in use")
    edit = chat.person(OLIVIA).types("/tax").press("Edit")
    stranger.asks(Kind.SUBMISSION, "tax:form", edit.view, values=VAT).is_refused("no longer in use")
    assert taxes.rates(store, cast.practice.id) == [rate]


def test_every_change_is_in_the_audit_log(chat: Chat, store: Store, cast: Cast) -> None:
    saved(chat)
    edit = chat.person(OLIVIA).types("/tax").press("Edit")
    edit.submit(**{**VAT, "percent": "19"})
    edit.press("Archive")
    assert audit.verify(store, cast.practice.id) == []


def test_what_another_owner_saved_meanwhile_is_not_undone(
    chat: Chat, store: Store, cast: Cast
) -> None:
    saved(chat)
    mine = chat.person(OLIVIA).types("/tax").press("Edit")
    chat.person(OLIVIA).types("/tax").press("Edit").submit(percent="19").sees("Saved.")
    looked = mine.press("What becomes of $100.00?", values={**VAT, "name": "MwSt"})
    for stale in (mine, looked):
        stale.submit(name="MwSt", percent="20").is_refused("changed since you opened it")
    [rate] = taxes.rates(store, cast.practice.id)
    assert (rate.name, str(rate.percent)) == ("VAT", "19")
