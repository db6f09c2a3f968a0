"""What charging tells: Stripe an invoice's number, a channel a reference and initials, the log and
the tables of what was done nothing at all about a person."""

import json
import logging
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

import pytest

from bot.outbox.rendering import renderers
from desk.charge_approvals import approve
from desk.charges import try_again
from desk.settings import change
from storage import outbox
from storage.models import MODELS
from tests.support.cast import BEN, FLORENCE, OLIVIA
from tests.support.register import Register

NAME, EMAIL, LINE = "Ada Lovelace", "@example.com", "Manual therapy"
KEY = "sk_test_51Northside0000"
OF_PEOPLE = frozenset({"client", "client_phrase", "invoice", "invoice_line", "invoice_draft"})
"""Where names and what an invoice is for belong."""


def spellings(text: str) -> set[str]:
    first = {text, *text.split()} if text == NAME else {text}
    return {form(one) for one in first for form in (str, quote, quote_plus)}


@dataclass
class Everything:
    """`requests`: what was sent to Stripe."""

    register: Register
    requests: list[str]


@pytest.fixture
def everything(register: Register, caplog: pytest.LogCaptureFixture) -> Everything:
    """A success, a decline tried again, one that needed approval, a lost answer, and a late fee."""
    caplog.set_level(logging.DEBUG)
    owner = register.person(OLIVIA)
    change(register.desk, owner, register.cast.practice, "billing_channel", "C0BILLING")
    payer = register.payer()
    before = len(register.accounting.stripe.service.log.since())
    register.done(register.charges(FLORENCE, register.invoice(payer, 4_000)))
    declined = register.charges(FLORENCE, register.invoice(payer, 5_000))
    register.next_answer(declined.method_id or "", "insufficient_funds")
    register.done(declined)
    try_again(register.desk, register.cast.practice, register.person(BEN), declined.uid)
    large = register.charges(FLORENCE, register.invoice(payer, 90_000))
    approve(register.desk, register.cast.practice, register.person(BEN), large.uid)
    register.fault(path="/v1/payment_intents/{id}/confirm", fault="cut", when="after")
    register.until_rest(days=1)
    sent = register.accounting.stripe.service.log.since()[before:]
    return Everything(register, [f"{one.path} {one.params}" for one in sent])


def test_stripe_is_told_no_name_and_no_service(everything: Everything) -> None:
    charged = [one for one in everything.requests if "payment_intents" in one]
    assert len(charged) > 6
    for text in (NAME, EMAIL, LINE):
        for spelling in spellings(text):
            assert not [one for one in charged if spelling in one], spelling


def test_the_log_names_nobody_and_holds_no_key(
    everything: Everything, caplog: pytest.LogCaptureFixture
) -> None:
    # Other programs' debug lines are never written: bot.logs caps them.
    records = [
        one
        for one in caplog.get_records("setup")
        if one.name.startswith("paydesk") or one.levelno >= logging.INFO
    ]
    logged = "\n".join(f"{one.getMessage()} {vars(one)}" for one in records)
    assert "/v1/payment_intents" in logged
    for text in (NAME, EMAIL, LINE, KEY):
        for spelling in spellings(text):
            assert spelling not in logged


def test_the_tables_of_what_was_done_name_nobody(everything: Everything) -> None:
    database = everything.register.store.database
    told = {
        model._meta.table_name: repr(
            database.execute_sql(f'SELECT * FROM "{model._meta.table_name}"').fetchall()
        )
        for model in MODELS
        if model._meta.table_name not in OF_PEOPLE
    }
    for text in (NAME, EMAIL, LINE, KEY):
        for spelling in spellings(text):
            assert [name for name, rows in told.items() if spelling in rows] == []


def test_a_channel_sees_a_reference_and_initials(everything: Everything) -> None:
    store, mine = everything.register.store, everything.register.mine
    rows = outbox.claim(store, "posts", everything.register.clock(), 60_000, 100)
    shown = [json.dumps(row.payload) for row in rows]
    uids = [row[0] for row in store.database.execute_sql("SELECT uid FROM operation").fetchall()]
    render = renderers(everything.register.desk).cards["charge"]
    shown += [repr(render(mine, uid)) for uid in uids]
    assert len(uids) == 3
    assert all("(A. L.)" in one for one in shown[-3:])
    for text in (NAME, EMAIL, LINE):
        for spelling in spellings(text) - {"Ada"}:
            assert not [one for one in shown if spelling in one], spelling
