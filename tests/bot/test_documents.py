"""PDFs reach whoever asked, in a direct message, whatever Slack does meanwhile."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from desk import receipts
from desk.access import Person
from desk.documents import file_of, send_pdf
from desk.receipt_documents import file_of as receipt_file
from rules.roles import Role
from storage import clients, invoices, members, operations, outbox, practices
from storage.clients import Client
from storage.invoice_contents import Content, Line
from storage.new_operations import blank
from storage.operations import Allocation
from tests.storage.test_invoices import invoice
from tests.support.cast import BEN, OLIVIA, T0
from tests.support.office import Office, office
from tests.support.slack_api import Failure


@pytest.fixture
def desk(database_url: str) -> Iterator[Office]:
    with office(database_url) as one:
        store = one.paydesk.desk.store
        who = Client(0, "NP-0001", "Ada Lovelace", "ada lovelace", created_at=T0, changed_at=T0)
        ada = clients.add(store, 1, who, [])
        line = Line("Session", "1", 12_000, 12_000)
        invoices.add(store, 1, invoice(1042, ada, net=12_000), Content((line,), ()))
        yield one


def test_the_file_is_uploaded_into_the_persons_own_conversation(desk: Office) -> None:
    answer = desk.clicks(BEN, "invoice:pdf", value="1")
    assert answer.status == 200
    [shared] = desk.slack.wait_for("files.completeUploadExternal")
    assert shared["channel_id"] == f"D{BEN}"
    [announced] = desk.slack.made("files.getUploadURLExternal")
    [sent] = desk.slack.made("upload")
    name, content = file_of(desk.paydesk.desk, 1, 1)
    assert (announced["filename"], name) == ("INV-1042.pdf", "INV-1042.pdf")
    assert int(announced["length"]) == len(content)
    assert sent["content"] == content
    [said] = desk.slack.wait_for("response_url")
    assert "INV-1042 is on its way" in said["text"]


def test_a_receipt_comes_the_same_way(desk: Office) -> None:
    ours = desk.paydesk.desk
    store = ours.store
    mine = practices.get(store, 1)
    assert mine is not None
    new = blank(1, operations.CHARGE, 1, OLIVIA, T0)
    new = replace(new, state="succeeded", amount=12_000, currency="usd")
    with store.transaction():
        paid = operations.add(store, 1, new, [Allocation(1, 12_000)], live=False)
        assert paid is not None
        receipts.follow(ours, mine, None, paid, OLIVIA)
    desk.clicks(BEN, "receipt:pdf", value=paid.uid)
    [shared] = desk.slack.wait_for("files.completeUploadExternal")
    assert shared["channel_id"] == f"D{BEN}"
    [sent] = desk.slack.made("upload")
    assert sent["content"] == receipt_file(ours, 1, paid.uid)[1]


def test_a_file_that_slack_did_not_take_is_tried_again(desk: Office) -> None:
    busy = {"ok": False, "error": "ratelimited"}
    failure = Failure(status=429, body=busy, headers={"Retry-After": "0"})
    desk.slack.fails_next("files.completeUploadExternal", failure)
    desk.clicks(BEN, "invoice:pdf", value="1")
    desk.slack.wait_for("files.completeUploadExternal", 2)
    assert len({call["content"] for call in desk.slack.made("upload")}) == 1
    assert outbox.undelivered(desk.paydesk.desk.store, 1) == []


def test_whoever_lost_the_role_meanwhile_gets_no_file(desk: Office) -> None:
    store = desk.paydesk.desk.store
    mine = practices.get(store, 1)
    assert mine is not None
    with store.transaction():
        send_pdf(desk.paydesk.desk, mine, Person(1, BEN, Role.BILLER), 1)
        members.set_role(store, 1, BEN, "none", T0)
    desk.clicks(OLIVIA, "invoice:pdf", value="1")
    [shared] = desk.slack.wait_for("files.completeUploadExternal")
    assert shared["channel_id"] == f"D{OLIVIA}", "hers was asked for later"
    [lost] = outbox.undelivered(store, 1)
    assert (lost.recipient, lost.last_error) == (BEN, "not allowed any more")
    assert len(desk.slack.made("upload")) == 1
    assert desk.slack.made("chat.postMessage") == [], "the owners have nothing to see to"


def test_without_the_scope_the_owners_hear_of_it(desk: Office) -> None:
    missing = Failure(body={"ok": False, "error": "missing_scope"})
    desk.slack.fails_next("conversations.open", missing)
    desk.clicks(BEN, "invoice:pdf", value="1")
    [told] = desk.slack.wait_for("chat.postMessage")
    assert "missing_scope" in told["text"]
    assert desk.slack.made("upload") == []
