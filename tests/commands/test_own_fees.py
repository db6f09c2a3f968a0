"""The practice's own fees: entered by an owner, used by /fees from their day on."""

import json
from typing import Any

import pytest

from bot.incoming import Kind
from desk.context import Desk
from storage import audit, fee_rows
from storage.database import Store
from storage.models import Audit
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER, Cast, FrozenClock
from tests.support.chat import Answer, Chat

CONTRACT = {
    "percent": "2.7",
    "fixed": "0.25",
    "since": "2026-03-01",
    "source": "Contract of March 2026",
}
DAY_MS = 24 * 60 * 60 * 1000


def form(chat: Chat, user: str = OLIVIA, locale: str = "en-US") -> Answer:
    """The open form, as the owner gets to it."""
    button = "Use our own fees" if locale.startswith("en") else "Utiliser nos propres frais"
    return chat.person(user, locale).types("/fees").press(button)


def test_only_an_owner_is_offered_to_enter_fees(chat: Chat) -> None:
    assert "Use our own fees" in chat.person(OLIVIA).types("/fees").buttons
    assert "Use our own fees" in chat.person(OLIVIA).types("/fees 100").buttons
    for user in (BEN, FLORENCE, SAM, NOAH):
        assert "Use our own fees" not in chat.person(user).types("/fees").buttons


@pytest.mark.parametrize("user", [BEN, FLORENCE, SAM, NOAH, STRANGER])
def test_who_is_no_owner_can_neither_open_the_form_nor_send_it(
    chat: Chat, store: Store, cast: Cast, user: str
) -> None:
    button = chat.person(OLIVIA).types("/fees")
    button.press("Use our own fees", by=chat.person(user)).is_refused("/billing")
    values = {**CONTRACT, "method": "card", "currency": "usd", "cap": ""}
    chat.person(user).asks(Kind.SUBMISSION, "fees:own:form", values=values).is_refused("/billing")
    assert fee_rows.rows(store, cast.practice.id) == []


def test_the_form_begins_with_today_and_the_practices_currency(chat: Chat) -> None:
    opened = form(chat)
    assert opened.kind == "open"
    inputs = {block["block_id"]: block["element"] for block in opened.blocks[1:]}
    assert inputs["since"]["initial_date"] == "2026-11-23"
    assert inputs["currency"]["initial_option"]["value"] == "usd"
    assert inputs["method"]["initial_option"]["value"] == "card"
    assert inputs["source"]["max_length"] == 200
    assert [block["block_id"] for block in opened.blocks if block.get("optional")] == ["cap"]


def test_a_saved_row_is_shown_and_used_from_then_on(chat: Chat) -> None:
    saved = form(chat).submit(**CONTRACT)
    assert saved.kind == "update"
    saved.sees(
        "Cards and wallets, USD: 2.7% + 25¢",
        "These fees hold from March 1, 2026 on.",
        "They are from: “Contract of March 2026”.",
    )
    table = chat.person(NOAH).types("/fees")
    assert table.rows[1] == ["United States (USD)", "2.7% + 25¢", "ACH 1.9% + 50¢"]
    table.sees(
        "Cards and wallets, USD. The practice’s own fees since March 1, 2026, entered by"
        f" <@{OLIVIA}>: “Contract of March 2026”.",
        "Published price list, read on November 23, 2026.",
    )
    answer = chat.person(NOAH).types("/fees 100")
    answer.sees("*The practice receives*\n$97.05", "Cards and wallets: 2.7% + 25¢.", f"<@{OLIVIA}>")
    answer.sees_not("estimate", "Published")


def test_the_practices_row_is_used_whatever_names_its_currency(chat: Chat) -> None:
    form(chat).submit(**{**CONTRACT, "currency": "eur", "method": "sepa_debit"})
    chat.person(BEN).types("/fees 100 eur sepa").sees("Direct debit (SEPA): 2.7% + 25c.")
    chat.person(BEN).types("/fees 100 eur").sees("European Union (EUR): 2.9% + 30c", "estimate")
    rows = chat.person(BEN).types("/fees").press("European Union").rows
    assert rows[1] == ["European Union (EUR)", "2.9% + 30c", "SEPA 2.7% + 25c"]


def test_a_row_in_another_currency_stands_beside_everywhere_else(chat: Chat) -> None:
    form(chat).submit(**{**CONTRACT, "currency": "jpy", "percent": "3,6", "fixed": "0"})
    rows = chat.person(BEN).types("/fees all").rows
    assert rows[-2:] == [
        ["Everywhere else", "2.9% + 30¢", "none"],
        ["Everywhere else (JPY)", "3.6%", "none"],
    ]
    chat.person(BEN).types("/fees 1000 jpy").sees("*The processor keeps*\n¥36")


def test_a_row_that_begins_later_is_announced_and_not_used_before(
    chat: Chat, clock: FrozenClock
) -> None:
    form(chat).submit(**{**CONTRACT, "since": "2026-11-25"})
    table = chat.person(BEN).types("/fees")
    assert table.rows[1][1] == "2.9% + 30¢"
    table.sees("Cards and wallets, USD, from November 25, 2026 on: 2.7% + 25¢")
    clock.advance(2 * DAY_MS)
    later = chat.person(BEN).types("/fees")
    assert later.rows[1][1] == "2.7% + 25¢"
    later.sees_not("from November 25, 2026 on")


def test_a_correction_is_a_newer_row_and_the_older_one_stays(
    chat: Chat, store: Store, cast: Cast
) -> None:
    form(chat).submit(**CONTRACT)
    form(chat).submit(**{**CONTRACT, "percent": "2.6", "source": "Corrected"})
    assert chat.person(BEN).types("/fees").rows[1][1] == "2.6% + 25¢"
    assert [row["action"] for row in audit_rows(store, cast)] == ["fee_row.saved"] * 2


def test_saving_is_written_into_the_audit_log(chat: Chat, store: Store, cast: Cast) -> None:
    form(chat).submit(**CONTRACT, cap="5")
    [row] = audit_rows(store, cast)
    assert (row["actor"], row["target"]) == (OLIVIA, "card usd")
    assert json.loads(row["detail"]) == {
        "percent": "2.7",
        "fixed": 25,
        "cap": 500,
        "since": "2026-03-01",
        "source": "Contract of March 2026",
    }
    assert audit.verify(store, cast.practice.id) == []


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"percent": "2,9 %"}, "2.9% + 25¢"),
        ({"percent": "2.90%"}, "2.9% + 25¢"),
        ({"percent": " 0 "}, "0% + 25¢"),
        ({"percent": "1.4375"}, "1.4375% + 25¢"),
        ({"fixed": "$0.30"}, "2.7% + 30¢"),
        ({"fixed": "30¢"}, "2.7% + 30¢"),
        ({"fixed": "1.50 usd"}, "2.7% + $1.50"),
        ({"fixed": "0.00"}, "2.7%"),
        ({"cap": "5"}, "2.7% + 25¢, at most $5.00"),
        ({"method": "us_bank_account", "percent": "0.8", "fixed": "0", "cap": "5"}, "ACH"),
    ],
)
def test_numbers_are_understood_as_people_write_them(
    chat: Chat, values: dict[str, str], shown: str
) -> None:
    form(chat).submit(**{**CONTRACT, **values}).sees(shown)


def test_in_french_numbers_and_answers_are_french(chat: Chat) -> None:
    saved = form(chat, OLIVIA, "fr-FR").submit(
        **{**CONTRACT, "percent": "1,4 %", "fixed": "0,25 €", "currency": "eur", "cap": "1 250,50"}
    )
    saved.sees(
        "*Enregistré.*",
        "Cartes et portefeuilles, EUR : 1,4 % + 0,25 €, au plus 1 250,50 €",
    )


WRONG = [
    ("method", "cheque", "Choose how the client pays."),
    ("currency", "xyz", "Choose a currency."),
    ("percent", "", "2.9%"),
    ("percent", "a lot", "2.9%"),
    ("percent", "100", "2.9%"),
    ("percent", "-1", "2.9%"),
    ("percent", "2.9.1", "2.9%"),
    ("fixed", "", "or 0 if there is none"),
    ("fixed", "-0.30", "."),
    ("fixed", "0.305", "."),
    ("fixed", "0.30 eur", "Write this amount in USD."),
    ("cap", "0", "Leave this empty"),
    ("cap", "much", "."),
    ("since", "", "Choose the day"),
    ("since", "tomorrow", "Choose the day"),
    ("source", "", "Contract of March 2026"),
    ("source", " \u200b\u202e ", "Contract of March 2026"),
    ("percent", "4242424242424242", "card number"),
    ("source", "card 4242 4242 4242 4242", "card number"),
]


def test_each_wrong_field_says_how_to_mend_it(chat: Chat, store: Store, cast: Cast) -> None:
    opened = form(chat)
    for field, value, mended_by in WRONG:
        answer = opened.submit(**{**CONTRACT, field: value})
        assert answer.kind == "errors", (field, value)
        assert list(answer.words) == [field]
        answer.sees(mended_by)
    assert fee_rows.rows(store, cast.practice.id) == []
    assert audit_rows(store, cast) == []


def test_all_wrong_fields_are_told_at_once(chat: Chat) -> None:
    answer = form(chat).submit(percent="x", fixed="x", cap="x", since="x", source="")
    assert set(answer.words) == {"percent", "fixed", "cap", "since", "source"}


def test_a_debit_is_entered_in_the_currency_that_it_collects(chat: Chat) -> None:
    answer = form(chat).submit(**{**CONTRACT, "method": "sepa_debit"})
    assert answer.words == {
        "currency": "SEPA collects only EUR. Choose that, or another way to pay."
    }


def test_what_a_source_says_cannot_act_in_slack(chat: Chat) -> None:
    nasty = "<!channel> <https://x.example|Pay> & \u202eevil\u202c\nline"
    form(chat).submit(**{**CONTRACT, "source": nasty}).sees(
        "“&lt;!channel&gt; &lt;https://x.example|Pay&gt; &amp; evil line”"
    )
    chat.person(NOAH).types("/fees").sees("“&lt;!channel&gt;")


def test_a_source_is_cut_at_two_hundred_characters(chat: Chat, store: Store, cast: Cast) -> None:
    form(chat).submit(**{**CONTRACT, "source": "&" * 500})
    [row] = fee_rows.rows(store, cast.practice.id)
    assert len(str(row.source)) == 200
    chat.person(NOAH).types("/fees")


def test_many_rows_with_long_sources_still_fit(chat: Chat) -> None:
    opened = form(chat)
    for currency in ["cad", "chf", "nzd", "sek", "nok", "dkk", "pln", "huf", "czk", "mxn"]:
        opened.submit(**{**CONTRACT, "currency": currency, "source": "<&>" * 70})
    table = chat.person(NOAH).types("/fees all")
    assert len(table.rows) == 16
    table.sees("Cards and wallets, CAD. The practice’s own fees")


def test_another_practice_neither_sees_nor_uses_the_rows(
    chat: Chat, desk: Desk, cast: Cast
) -> None:
    form(chat).submit(**{**CONTRACT, "currency": "gbp"})
    theirs = Chat(desk, cast.other.id, chat.routes).person(STRANGER)
    table = theirs.types("/fees")
    assert table.rows[1][1] == "2.9% + 30p"
    table.sees_not("Contract")
    theirs.types("/fees 100").sees("estimate")


def audit_rows(store: Store, cast: Cast) -> list[dict[str, Any]]:
    query = Audit.select().where(Audit.practice_id == cast.practice.id).order_by(Audit.seq)
    return store.select(query)
