"""Who bears the fees: the law of the practice's place, own fees first, and an owner's word."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from bot.incoming import Kind
from desk.fee_payers import quote_for
from desk.settings import Confirmation, practice_settings
from rules.fees import FeeRow, published_row
from rules.places import parse_place
from rules.surcharge_matching import Question
from storage import audit, fee_rows, practices
from storage.database import Store
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER, T0, Cast
from tests.support.chat import Answer, Chat

TODAY = date(2026, 11, 23)
WHY = {"reason": "Our lawyer, Ms. Ray, agrees"}


def own_row(
    store: Store, practice_id: int, currency: str = "usd", percent: str = "2.9", fixed: int = 30
) -> FeeRow:
    row = FeeRow(
        "own", "card", currency, Decimal(percent), fixed, since=TODAY, own=True, source="Contract"
    )
    fee_rows.add(store, practice_id, row, OLIVIA, T0)
    return row


def page(chat: Chat, user: str = OLIVIA, locale: str = "en-US") -> Answer:
    label = "Settings" if locale.startswith("en") else "Réglages"
    opened = chat.person(user, locale).types("/billing").press(label)
    return opened.press_id("settings:edit:fee_payer")


def moved(store: Store, cast: Cast, place: str, currency: str) -> None:
    practices.set_place(store, cast.practice.id, place, currency)
    own_row(store, cast.practice.id, currency)


def test_before_the_own_fees_are_entered_nothing_is_passed_on(chat: Chat, cast: Cast) -> None:
    shown = page(chat).sees("The practice bears the fees.", "enter the practice’s own fees")
    assert "Use our own fees" in shown.buttons
    shown.press("Let the client bear the fees").is_refused("Enter the practice’s own fees first.")
    assert practice_settings(chat.desk, cast.practice).fee_payer == "practice"


def test_in_texas_credit_up_to_the_cap_and_no_debit_card(
    chat: Chat, store: Store, cast: Cast
) -> None:
    own_row(store, cast.practice.id)
    page(chat).sees(
        "*What may be passed on in Texas, United States*, of a bill of $100.00:",
        "*At most $3.00 (up to 3%, never above the cost):* personal Visa credit; business Visa",
        "*Banned:* personal debit or prepaid (Visa, Mastercard)",
        "*At most $2.45 (the cost):* personal bank debit; business bank debit",
        "a card that isn’t known yet, as on a payment link",
        "This is not legal advice.",
        "Card network rules for the United States, read on November 23, 2026.",
        "Your own fees, which an owner has entered: Cards and wallets, USD: 2.9% + 30¢.",
    )


def test_turned_on_it_says_what_a_client_pays(chat: Chat, store: Store, cast: Cast) -> None:
    own_row(store, cast.practice.id)
    on = page(chat).press("Let the client bear the fees")
    on.sees(
        "*Saved.* From now on the fees are borne by the client, where that is allowed.",
        "*The client bears the fees where that is allowed,*",
        "The client pays $103.00 today.",
        "The client pays $100.00 today.",
    )
    on.sees_not("The client pays $102.45 today.")  # the debit's row is no row of their own
    assert practice_settings(chat.desk, cast.practice).fee_payer == "client"
    off = on.press("Let the practice bear the fees").sees("borne by the practice")
    off.sees_not("The client pays")
    assert audit.verify(store, cast.practice.id) == []


@pytest.mark.parametrize(
    ("place", "currency", "said"),
    [
        ("US-CT", "usd", ["*Banned:* personal Visa credit; business Visa credit;"]),
        ("US-NY", "usd", ["*Banned:* personal Visa credit"]),
        ("GB", "gbp", ["*Banned:* personal Visa credit", "*At most £3.30 (the cost):* business"]),
        ("FR", "eur", ["*Banned:*", "personal bank debit; business bank debit", "owner confirms"]),
        ("CA-QC", "cad", ["*Banned:* personal Visa credit"]),
        ("CA-ON", "cad", ["*At most CA$2.40 (up to 2.4%, never above the cost):*"]),
        ("AU", "aud", ["*Banned:* personal Visa credit", "*At most A$3.30 (the cost):*"]),
        ("NZ", "nzd", ["Only once an owner confirms it, then at most NZ$3.30:"]),
    ],
)
def test_each_place_has_its_law(
    chat: Chat, store: Store, cast: Cast, place: str, currency: str, said: list[str]
) -> None:
    moved(store, cast, place, currency)
    page(chat).sees(*said)


def test_an_owners_word_lets_a_rule_pass_with_who_when_and_why(
    chat: Chat, store: Store, cast: Cast
) -> None:
    moved(store, cast, "NZ", "nzd")
    page(chat).press("Let the client bear the fees").sees("The client pays NZ$100.00 today.")
    form = page(chat).press("Confirm…").sees("What New Zealand allows depends on the payment")
    assert set(form.submit(reason="because").sees("in a few words").words) == {"reason"}
    done = form.submit(**WHY).sees(
        "Your word is kept",
        "The client pays NZ$103.30 today.",
        "Confirmed by <@U0OLIVIA> on November 23, 2026: “Our lawyer, Ms. Ray, agrees”.",
    )
    assert "Confirm…" not in done.buttons
    form.submit(**WHY).is_refused("needs no confirmation any more")
    here = practices.get(store, cast.practice.id)
    assert here is not None
    word = Confirmation(OLIVIA, T0, WHY["reason"], "NZ")
    assert practice_settings(chat.desk, here).confirmations == {"nz-any": word}
    practices.set_place(store, here.id, "CH", "chf")
    own_row(store, here.id, "chf")
    page(chat).sees("Only once an owner confirms it").sees_not("Confirmed by")


def test_an_owner_withdraws_a_word_and_the_log_keeps_what_it_was(
    chat: Chat, store: Store, cast: Cast
) -> None:
    moved(store, cast, "NZ", "nzd")
    page(chat).press("Let the client bear the fees")
    done = page(chat).press("Confirm…").submit(**WHY).sees("The client pays NZ$103.30 today.")
    done.press("Withdraw", by=chat.person(BEN)).is_refused("/billing")
    gone = done.press("Withdraw").sees("*Withdrawn.*", "The client pays NZ$100.00 today.")
    gone.sees_not("Confirmed by")
    assert "Confirm…" in gone.buttons
    done.press("Withdraw").is_refused("withdrawn already")
    last = audit.of_target(store, cast.practice.id, "practice")[-1]
    word = {"by": OLIVIA, "at": T0, "reason": WHY["reason"], "place": "NZ"}
    assert last.detail == {"confirmed:nz-any": {"from": word, "to": None}}
    stranger = replace(chat, practice_id=cast.other.id).person(STRANGER)
    again = gone.press("Confirm…").submit(**WHY)
    again.press("Withdraw", by=stranger).is_refused("withdrawn already")
    page(chat).sees("Confirmed by <@U0OLIVIA>")
    french = page(chat, OLIVIA, "fr-FR")
    french.press("Retirer").sees("*Retirée.* Plus rien n’est répercuté selon cette règle.")


def test_by_a_fee_row_that_no_owner_confirmed_nothing_is_passed_on(
    chat: Chat, store: Store, cast: Cast
) -> None:
    settings = replace(practice_settings(chat.desk, cast.practice), fee_payer="client")
    question = Question(parse_place("US-TX"), None, "card", "visa", "credit", True, TODAY)
    published = published_row("us", "usd", "card")
    own = own_row(store, cast.practice.id)
    assert quote_for(settings, question, 15_000, published, "client").surcharge == 0
    assert quote_for(settings, question, 15_000, own, "practice").surcharge == 0
    assert quote_for(settings, question, 15_000, own, "client").surcharge == 450


def test_in_french(chat: Chat, store: Store, cast: Cast) -> None:
    moved(store, cast, "FR", "eur")
    shown = page(chat, OLIVIA, "fr-FR").sees(
        "Ce qui peut être répercuté : France",
        "*Interdit :* Visa de crédit personnelle",
        "Ceci n’est pas un conseil juridique.",
        "lu le 23 novembre 2026.",
    )
    shown.press("Faire supporter les frais au client").sees("Le client paie 100,00 € aujourd’hui.")


@pytest.mark.parametrize("user", [BEN, FLORENCE, SAM, NOAH, STRANGER])
def test_nobody_but_an_owner_decides(chat: Chat, store: Store, cast: Cast, user: str) -> None:
    moved(store, cast, "NZ", "nzd")
    shown, someone = page(chat), chat.person(user)
    form = shown.press("Confirm…")
    shown.press("Let the client bear the fees", by=someone).is_refused("/billing")
    shown.press("Confirm…", by=someone).is_refused("/billing")
    someone.asks(Kind.CLICK_IN_VIEW, "settings:edit:fee_payer").is_refused("/billing")
    someone.asks(Kind.SUBMISSION, "settings:confirm:form", form.view, values=WHY).is_refused()
    here = practices.get(store, cast.practice.id)
    assert here is not None
    found = practice_settings(chat.desk, here)
    assert (found.fee_payer, found.confirmations) == ("practice", {})


def test_another_practices_owner_decides_only_for_their_own(
    chat: Chat, store: Store, cast: Cast
) -> None:
    own_row(store, cast.practice.id)
    shown = page(chat)
    stranger = replace(chat, practice_id=cast.other.id).person(STRANGER)
    shown.press("Let the client bear the fees", by=stranger).is_refused("own fees first")
    own_row(store, cast.other.id, "gbp")
    shown.press("Let the client bear the fees", by=stranger).sees("United Kingdom")
    assert practice_settings(chat.desk, cast.practice).fee_payer == "practice"
    stranger.asks(Kind.CLICK_IN_VIEW, "settings:confirm", value="nz-any").is_refused()


def test_a_payer_that_does_not_exist_is_refused(chat: Chat) -> None:
    olivia = chat.person(OLIVIA)
    olivia.asks(Kind.CLICK_IN_VIEW, "settings:payer:x", value="x").is_refused("Choose who bears")
