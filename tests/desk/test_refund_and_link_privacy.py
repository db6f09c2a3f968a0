"""What refunds and payment links tell: Stripe what it needs to move the money, a channel a
reference and initials, the log nothing at all about a person."""

import json
import logging
from dataclasses import dataclass, replace

import pytest

from bot.outbox.rendering import renderers
from desk import link_letters, links
from desk.charge_news import KIND as CHARGE_CARD
from desk.link_cards import KIND as LINK_CARD
from desk.refunds import approve, cancel
from desk.settings import change
from processor.refunds import REASONS
from storage import outbox
from storage.models import MODELS, Operation
from storage.operations import CHARGE, LINK, REOPEN
from storage.operations import Operation as Charge
from tests.desk.test_charge_privacy import LINE, NAME, OF_PEOPLE, spellings
from tests.support.cast import BEN, FLORENCE, OLIVIA
from tests.support.invariants.sending import OF_MONEY
from tests.support.link_payers import makes_link, opens, pays
from tests.support.refunding import refund
from tests.support.register import Register
from tests.support.stores import ON_SQLITE

NOTE, MAILED_TO = "Canarynote of Ada’s", "canary.mail@example.net"
EMAIL = "@example.com"
CHANNEL = "C0BILLING"
TEXTS = (NAME, NOTE, MAILED_TO, EMAIL, LINE)
pytestmark = ON_SQLITE


@dataclass
class Everything:
    """`requests`: what Stripe was asked to do with money."""

    register: Register
    requests: list[str]

    def rows(self, table: str) -> str:
        query = f'SELECT * FROM "{table}"'
        return repr(self.register.store.database.execute_sql(query).fetchall())


@pytest.fixture
def everything(register: Register, caplog: pytest.LogCaptureFixture) -> Everything:
    """Refunds: one whole, one in part that was approved and whose answer was lost, one that was
    called off. Links: one mailed and paid, one paid at last after its answer was lost, one closed.
    """
    # As bot.logs sets them: other programs' debug lines are never written.
    caplog.set_level(logging.INFO)
    caplog.set_level(logging.DEBUG, "paydesk")
    register = replace(register, desk=replace(register.desk, sends_mail=True))
    owner, practice = register.person(OLIVIA), register.cast.practice
    change(register.desk, owner, practice, "billing_channel", CHANNEL)
    before = len(register.accounting.stripe.service.log.since())
    _refunds(register, [register.pays(register.payer()) for _ in range(2)])
    _links(register)
    register.until_rest(days=1)
    sent = register.accounting.stripe.service.log.since()[before:]
    told = [
        f"{one.path} {one.params}"
        for one in sent
        if one.verb != "GET" and one.path.startswith(OF_MONEY)
    ]
    return Everything(register, told)


def _refunds(register: Register, charges: list[Charge]) -> None:
    desk, practice = register.desk, register.cast.practice
    register.done(refund(register, OLIVIA, charges[0], note=NOTE, reason=REASONS[2], mail=True))
    asked = refund(register, FLORENCE, charges[1], 4_000, note=NOTE, ends=REOPEN)
    approve(desk, practice, register.person(BEN), asked.uid)
    register.fault(path="/v1/refunds", fault="cut", when="after")
    register.till.work_off()
    other = refund(register, FLORENCE, charges[1], 1_000, note=NOTE)
    cancel(desk, practice, register.person(FLORENCE), other.uid)


def _links(register: Register) -> None:
    desk, practice, owner = register.desk, register.cast.practice, register.person(OLIVIA)
    payer = register.payer()
    mailed = makes_link(register, register.invoice(payer))
    link_letters.send_by_mail(desk, practice, owner, mailed.uid, MAILED_TO)
    pays(register, opens(register, mailed))
    register.fault(path="/v1/payment_links", verb="POST", fault="cut", when="after")
    makes_link(register, register.invoice(payer))
    closed = makes_link(register, register.invoice(payer))
    opens(register, closed)
    links.close(desk, practice, owner, closed.uid)
    register.till.work_off()


def test_stripe_is_told_no_name_no_address_and_no_note(everything: Everything) -> None:
    for path in ("/v1/refunds", "/v1/payment_links", "/v1/checkout/sessions/"):
        assert [one for one in everything.requests if path in one], path
    for text in TEXTS:
        for spelling in spellings(text):
            assert not [one for one in everything.requests if spelling in one], spelling


def test_of_why_it_is_refunded_stripe_is_told_its_own_code_alone(everything: Everything) -> None:
    service = everything.register.accounting.stripe.service
    made = [one for one in service.log.since() if (one.verb, one.path) == ("POST", "/v1/refunds")]
    assert {one.params["reason"] for one in made} == {REASONS[0], REASONS[2]}
    known = {"charge", "amount", "reason", "metadata", "expand"}
    assert {name for one in made for name in one.params} == known


def test_a_channel_sees_no_name_no_address_no_note_and_no_link(everything: Everything) -> None:
    register = everything.register
    cards = renderers(register.desk).cards
    shown_as = {CHARGE: cards[CHARGE_CARD], LINK: cards[LINK_CARD]}
    rows = register.store.select(Operation.select(Operation.uid, Operation.kind, Operation.url))
    shown = [
        repr(shown_as[one["kind"]](register.mine, one["uid"]))
        for one in rows
        if one["kind"] in shown_as
    ]
    assert len(shown) == 5
    assert all("(A. L.)" in one for one in shown)
    letters = outbox.claim(register.store, "posts", register.clock(), 60_000, 1_000)
    shown += [json.dumps(one.payload) for one in letters if one.recipient == CHANNEL]
    urls = [str(one["url"]) for one in rows if one["url"]]
    for text in (*TEXTS, *urls):
        for spelling in spellings(text) - {"Ada"}:
            assert not [one for one in shown if spelling in one], spelling


def test_the_log_names_nobody_and_no_note(
    everything: Everything, caplog: pytest.LogCaptureFixture
) -> None:
    records = caplog.get_records("setup")
    logged = "\n".join(f"{one.getMessage()} {vars(one)}" for one in records)
    assert "/v1/refunds" in logged
    for text in TEXTS:
        for spelling in spellings(text):
            assert spelling not in logged, spelling


def test_a_note_stands_on_its_refund_and_an_address_in_its_mail_alone(
    everything: Everything,
) -> None:
    tables = {one._meta.table_name for one in MODELS}
    holding = {text: {one for one in tables if text in everything.rows(one)} for text in TEXTS}
    assert holding[NOTE] == {"operation"}
    assert holding[MAILED_TO] == {"outbox"}
    assert holding[NAME] <= OF_PEOPLE | {"outbox"}
