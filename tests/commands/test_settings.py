"""/billing → Settings: seen by those who work with them, changed by owners alone."""

from dataclasses import replace

import pytest

from bot.incoming import Kind
from desk.settings import practice_settings
from rules.invoice_totals import Rounding
from rules.roles import Role
from storage import audit, counters, members, practices
from storage.database import Store
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER, T0, Cast
from tests.support.chat import Answer, Chat
from tests.support.stores import every_value_on_both

CHATS_OWN = 3
"""Queries that the tests' chat makes to know who asks."""
IDENTITY = {
    "legal_name": "Northside Physio LLC",
    "address": "12 Elm Street\nAustin, TX 78701",
    "registrations": "EIN 12-3456789",
    "tax_wording": "Health care is exempt.",
    "provider_number": "1093817465",
}


def settings(chat: Chat, user: str = OLIVIA, locale: str = "en-US") -> Answer:
    label = "Settings" if locale.startswith("en") else "Réglages"
    return chat.person(user, locale).types("/billing").press(label)


def form(chat: Chat, section: str, user: str = OLIVIA, locale: str = "en-US") -> Answer:
    return settings(chat, user, locale).press_id(f"settings:edit:{section}")


def test_all_of_them_are_seen_at_a_glance(chat: Chat) -> None:
    settings(chat).sees(
        "Name on invoices: Northside Physio",
        "Address: not set",
        "Place: Texas, United States",
        "Currency: US Dollar (USD)",
        "Time zone: America/Chicago",
        "Invoice numbers begin with: INV-",
        "Next invoice number: INV-1",
        "Days until due: 30",
        "Tax is rounded: once, on the total",
        "Receipts by e-mail: to each payer who has an address",
        "Who bears the fees: the practice",
        "Front desk charges alone up to: $500.00",
        "Above that, approval by: an owner or a biller",
        "Billing channel: not set",
    )


def test_who_stands_on_invoices(chat: Chat, cast: Cast) -> None:
    saved = form(chat, "identity").submit(**IDENTITY)
    assert saved.kind == "update"
    saved.sees(
        "*Saved.*",
        "• Name on invoices: Northside Physio LLC (before: Northside Physio)",
        "• Address: 12 Elm Street · Austin, TX 78701 (before: not set)",
        "Registration numbers: EIN 12-3456789",
    )
    found = practice_settings(chat.desk, cast.practice)
    assert {name: getattr(found, name) for name in IDENTITY} == IDENTITY
    form(chat, "identity").submit().sees("Nothing was changed.")


def test_a_french_practice_can_say_its_siret(chat: Chat) -> None:
    saved = form(chat, "identity").submit(registrations="SIRET 73282932000074\nTVA FR44732829320")
    saved.sees("Registration numbers: SIRET 73282932000074 · TVA FR44732829320")
    form(chat, "identity").submit(address="4242 4242 4242 4242").sees("card number")


def test_another_place_says_what_follows_from_it(chat: Chat, store: Store, cast: Cast) -> None:
    opened = form(chat, "place").sees("another law hold")
    opened.submit(place="FR").sees(
        "• Place: France (before: Texas, United States)",
        "the law on who bears them, are now those of the new place",
        "the practice bears the fees itself",
        "You still charge in USD; most practices there charge in Euro.",
        "Time zone: Europe/Paris",
    )
    moved = practices.get(store, cast.practice.id)
    assert moved is not None
    assert (moved.place, moved.currency) == ("FR", "usd")
    chat.person(OLIVIA).types("/fees").sees("European Union")


def test_currency_time_zone_and_language(chat: Chat, store: Store, cast: Cast) -> None:
    form(chat, "limits").submit(front_desk_limit="$99", approver="owner")
    saved = form(chat, "region").submit(currency="cad", time_zone="America/Denver", language="fr")
    saved.sees(
        "• Currency: Canadian Dollar (CAD) (before: US Dollar (USD))",
        "• Time zone: America/Denver (before: America/Chicago)",
        "• Language of what all see: Français (before: English)",
        "• Front desk charges alone up to: CA$500.00 (before: $99.00)",
    )
    now = practices.get(store, cast.practice.id)
    assert now is not None
    assert (now.currency, now.language) == ("cad", "fr")


def test_numbers_due_days_and_rounding(chat: Chat, store: Store, cast: Cast) -> None:
    saved = form(chat, "invoices").submit(
        invoice_prefix="NP/", next_invoice_number="2 042", due_days="14", rounding="line"
    )
    saved.sees(
        "• Next invoice number: 2042 (before: 1001)",
        "• Invoice numbers begin with: NP/ (before: INV-)",
        "• Tax is rounded: on each line (before: once, on the total)",
        "Next invoice number: NP/2042",
    )
    found = practice_settings(chat.desk, cast.practice)
    assert (found.due_days, found.rounding) == (14, Rounding.LINE)
    with store.transaction():
        assert counters.take(store, cast.practice.id, counters.INVOICES) == 2042


def test_limits(chat: Chat, cast: Cast) -> None:
    saved = form(chat, "limits").submit(front_desk_limit="1,250.50", approver="owner")
    saved.sees("alone up to: $1,250.50 (before: $500.00)", "approval by: an owner (before:")
    found = practice_settings(chat.desk, cast.practice)
    assert (found.front_desk_limit, found.approver) == (125_050, Role.OWNER)
    form(chat, "limits").submit(front_desk_limit="0").sees("alone up to: $0.00")


@pytest.mark.parametrize(
    ("section", "wrong", "said"),
    [
        ("identity", {"legal_name": "  "}, "Write the name"),
        ("identity", {"address": "\n".join("123456789")}, "at most 8 lines"),
        ("place", {"place": "US"}, "Choose the state or province."),
        ("place", {"place": "XX"}, "XX"),
        ("region", {"currency": "xyz"}, "Choose a currency."),
        ("region", {"time_zone": "Mars"}, "Choose a time zone"),
        ("region", {"language": "de"}, "Choose one of the languages"),
        ("invoices", {"invoice_prefix": "-1"}, "Begin with a letter or digit"),
        ("invoices", {"invoice_prefix": "ABCDEFGHIJKLM"}, "up to 12 characters"),
        ("invoices", {"next_invoice_number": "0"}, "from 1 to 999,999,999"),
        ("invoices", {"due_days": "soon"}, "from 0 to 365"),
        ("invoices", {"due_days": "366"}, "from 0 to 365"),
        ("invoices", {"rounding": "never"}, "Choose where tax is rounded."),
        ("limits", {"front_desk_limit": "much"}, "Name an amount"),
        ("limits", {"front_desk_limit": "10 eur"}, "Write this amount in USD."),
        ("limits", {"approver": "support"}, "Choose who approves."),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_is_saved(
    chat: Chat, cast: Cast, section: str, wrong: dict[str, str], said: str
) -> None:
    before = practice_settings(chat.desk, cast.practice)
    answer = form(chat, section).submit(**wrong).sees(said)
    assert (answer.kind, set(answer.words)) == ("errors", set(wrong))
    assert practice_settings(chat.desk, cast.practice) == before


def test_a_number_that_was_given_never_comes_again(chat: Chat, store: Store, cast: Cast) -> None:
    counters_before = form(chat, "invoices")
    with store.transaction():
        counters.take(store, cast.practice.id, counters.INVOICES, 1042)
    answer = counters_before.submit(next_invoice_number="1000", due_days="7")
    assert set(answer.sees("write 2043 or more").words) == {"next_invoice_number"}
    assert practice_settings(chat.desk, cast.practice).due_days == 30, "all of it or nothing"


def test_everything_is_in_french_too(chat: Chat) -> None:
    shown = settings(chat, OLIVIA, "fr-FR").sees(
        "Nom sur les factures", "Lieu : Texas, États-Unis", "Qui supporte les frais : le cabinet"
    )
    shown.press_id("settings:edit:limits").submit(front_desk_limit="1 250,50 $").sees(
        "L’accueil encaisse seul jusqu’à : 1 250,50 $US (avant : 500,00 $US)"
    )
    wrong = shown.press_id("settings:edit:invoices").submit(due_days="jamais")
    wrong.sees("Écrivez un nombre entier de 0 à 365.")


@pytest.mark.parametrize("user", [BEN, FLORENCE])
def test_those_who_work_with_them_see_them_and_change_nothing(
    chat: Chat, cast: Cast, user: str
) -> None:
    shown = settings(chat, user).sees("Days until due: 30", "An owner of the practice changes")
    assert shown.buttons == []


SECTIONS = ("identity", "place", "region", "invoices", "limits")


@pytest.mark.parametrize("user", [BEN, FLORENCE, SAM, NOAH, STRANGER])
def test_who_is_no_owner_changes_nothing(chat: Chat, cast: Cast, user: str) -> None:
    before, someone = practice_settings(chat.desk, cast.practice), chat.person(user)
    for section in SECTIONS:
        opened = form(chat, section)
        settings(chat).press_id(f"settings:edit:{section}", by=someone).is_refused("/billing")
        someone.asks(
            Kind.SUBMISSION, f"settings:form:{section}", opened.view, values=IDENTITY
        ).is_refused("/billing")
    assert practice_settings(chat.desk, cast.practice) == before


@pytest.mark.parametrize("user", [SAM, NOAH, STRANGER])
def test_who_does_not_work_with_them_does_not_see_them(chat: Chat, user: str) -> None:
    overview = chat.person(OLIVIA).types("/billing")
    overview.press("Settings", by=chat.person(user)).is_refused()


def test_another_practices_owner_changes_only_their_own(chat: Chat, cast: Cast) -> None:
    there = replace(chat, practice_id=cast.other.id)
    stranger, values = there.person(STRANGER), {"invoice_prefix": "XX", "due_days": "1"}
    opened = form(chat, "invoices")
    others = {"next_invoice_number": "1001", "rounding": "line", "send_receipts": "yes"}
    typed = {**others, **values}
    stranger.asks(Kind.SUBMISSION, "settings:form:invoices", opened.view, values=typed).is_refused(
        "changed since"
    )
    form(there, "invoices", STRANGER).submit(**values).sees("*Saved.*")
    assert practice_settings(chat.desk, cast.practice).invoice_prefix == "INV-"
    assert practice_settings(chat.desk, cast.other).invoice_prefix == "XX"


def test_a_form_that_does_not_exist_is_refused(chat: Chat) -> None:
    olivia = chat.person(OLIVIA)
    olivia.asks(Kind.CLICK_IN_VIEW, "settings:edit:x", value="x").is_refused("/billing")
    olivia.asks(Kind.SUBMISSION, "settings:form:x", values={}).is_refused("/billing")


def test_the_way_back_leads_to_all_of_them(chat: Chat) -> None:
    form(chat, "place").press("All settings").sees("Days until due: 30")


def test_every_change_is_in_the_audit_log(chat: Chat, store: Store, cast: Cast) -> None:
    form(chat, "identity").submit(**IDENTITY)
    form(chat, "place").submit(place="US-NY")
    assert audit.verify(store, cast.practice.id) == []


def test_what_another_owner_saved_meanwhile_is_not_undone(
    chat: Chat, store: Store, cast: Cast
) -> None:
    members.set_role(store, cast.practice.id, BEN, "owner", chat.desk.clock())
    mine, theirs = form(chat, "identity"), form(chat, "identity", BEN)
    theirs.submit(address="1 New Road").sees("Saved.")
    mine.submit(tax_wording="Exempt").is_refused("changed since you opened it")
    now = practice_settings(chat.desk, cast.practice)
    assert (now.address, now.tax_wording) == ("1 New Road", "")
    form(chat, "identity").submit(tax_wording="Exempt").sees("Saved.")


def test_the_same_twice_is_no_quarrel(chat: Chat) -> None:
    window = form(chat, "identity")
    window.submit(**IDENTITY).sees("Saved.")
    window.submit(**IDENTITY).sees_not("changed since")


def test_a_limit_counts_in_the_currency_in_which_it_was_asked_for(
    chat: Chat, cast: Cast, store: Store
) -> None:
    window = form(chat, "limits")
    form(chat, "region").submit(currency="jpy").sees("Saved.")
    window.submit(front_desk_limit="700").is_refused("changed since you opened it")


def test_invoices_that_are_written_meanwhile_do_not_hinder_the_form(
    chat: Chat, cast: Cast, store: Store
) -> None:
    window = form(chat, "invoices")
    with store.transaction():
        counters.take(store, cast.practice.id, counters.INVOICES)
    window.submit(due_days="14").sees("Saved.")
    now = practice_settings(chat.desk, cast.practice)
    assert now.due_days == 14
    assert counters.last(store, cast.practice.id, counters.INVOICES) == 1001


FORMS = {
    "identity": {"legal_name": "A", "address": "B", "registrations": "C", "tax_wording": "D"},
    "place": {"place": "FR"},
    "region": {"currency": "eur", "time_zone": "Europe/Paris", "language": "fr"},
    "invoices": {"invoice_prefix": "A-", "next_invoice_number": "5000", "due_days": "7"},
    "limits": {"front_desk_limit": "300", "approver": "owner"},
}


@every_value_on_both
@pytest.mark.parametrize("section", FORMS)
def test_a_form_is_saved_in_at_most_twelve_queries_however_many_owners_there_are(
    chat: Chat, store: Store, cast: Cast, monkeypatch: pytest.MonkeyPatch, section: str
) -> None:
    other = next(one for one in FORMS if one != section)
    form(chat, other).submit(**FORMS[other])  # The first entry of the log makes its key.
    for user in (BEN, SAM):
        members.set_role(store, cast.practice.id, user, "owner", T0)
    window = form(chat, section)
    asked: list[str] = []
    run = store.database.execute_sql
    monkeypatch.setattr(
        store.database, "execute_sql", lambda sql, *given: asked.append(sql) or run(sql, *given)
    )
    window.submit(**FORMS[section]).sees("*Saved.*")
    monkeypatch.undo()
    queries = [sql for sql in asked if sql.startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))]
    rules = section == "region"  # Another time zone moves the reminders: one more.
    # To know who asks, the bot makes one query.
    assert 5 < len(queries) <= 12 + rules + CHATS_OWN - 1
