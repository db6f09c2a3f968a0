"""Reminders to clients: with a link that can be paid by, on time, once, and never for nothing."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from desk.context import Desk
from desk.looks import HOUR, MINUTE
from desk.mail import Mail, mail_of
from desk.reminders import leaving, sending
from desk.reminders.clock import do_due
from desk.reminders.mails import Wanted
from desk.reminders.paying import link_to_come
from desk.reminders.planning import plan_due
from rules.reminder_state import CLIENT, STAFF
from storage import (
    balances,
    clients,
    outbox,
    payment_links,
    reminder_facts,
    reminder_pauses,
    reminders,
)
from storage.balances import Counted
from storage.database import Store
from storage.invoices import Invoice
from storage.outbox import OutboxRow
from storage.reminder_pauses import Pause
from storage.reminders import Occurrence, Reminder
from tests.support.cast import BEN, OLIVIA, FrozenClock
from tests.support.disputing import hears, is_disputed
from tests.support.link_payers import makes_link, opens, pays
from tests.support.register import Register
from tests.support.reminding import Office

TUESDAY = "2026-12-01"
RULE = {"offsets": (-3, 1, 7), "at": 600, "working_days": False}


@pytest.fixture
def desk(store: Store, clock: FrozenClock) -> Desk:
    return Desk(store, clock, claim_secret=b"of the tests", sends_mail=True)


@pytest.fixture
def office(register: Register) -> Office:
    return Office(register.desk, register.cast, register.clock)


def switched_on(office: Office, **values: object) -> None:
    """On Monday at noon."""
    office.goes_to("2026-11-30", "12:00")
    office.rule(CLIENT, **{**RULE, **values})


def goes_to(office: Office, register: Register, day: str, clock: str = "10:00") -> None:
    """And what is due is done: reminders, links, reminders."""
    office.goes_to(day, clock)
    register.passes()
    for _ in range(3):
        do_due(office.desk)
        register.till.work_off()


def mails(office: Office) -> Sequence[OutboxRow]:
    """Those of reminders that were handed to the outbox since the last time."""
    now = office.clock()
    found = outbox.claim_mails(office.desk.store, "tests", now, 1_000, 50)
    for row in found:
        outbox.sent(office.desk.store, row, "", "", now)
    return [row for row in found if leaving.is_reminder(row.uid)]


def history(office: Office, invoice: Invoice) -> list[tuple[str, str, str | None]]:
    found = reminders.of_subject(office.desk.store, office.mine, "invoice", invoice.id, 9)
    return [(one.occurrence, one.state, one.reason) for one in reversed(found)]


def only(office: Office, invoice: Invoice) -> Reminder:
    [found] = reminders.of_subject(office.desk.store, office.mine, "invoice", invoice.id, 9)
    return found


def test_a_client_gets_one_mail_with_a_link_and_the_invoice(
    office: Office, register: Register
) -> None:
    invoice = office.invoice(office.client(), "2026-11-30")
    switched_on(office, options={"reply_to": "desk@example.com"})
    goes_to(office, register, TUESDAY, "09:59")
    assert mails(office) == []
    goes_to(office, register, TUESDAY)
    [mail] = mails(office)
    [link] = payment_links.open_of(office.desk.store, office.mine, [invoice.id])
    assert mail.recipient == "ada@example.com"
    assert (
        mail.payload["subject"]
        == f"TEST · Reminder: {invoice.reference} was due on November 30, 2026"
    )
    assert str(link.url) in mail.payload["text"]
    assert f'<a href="{link.url}" style=' in mail.payload["html"]
    assert ">Pay $100.00</a>" in mail.payload["html"]
    assert "Hello Ada Lovelace," in mail.payload["text"]
    assert "$100.00" in mail.payload["text"]
    assert mail.payload["attachments"] == [["invoice_with_link", f"{link.uid}:{invoice.id}"]]
    assert mail.payload["reply_to"] == "desk@example.com"
    assert payment_links.get(office.desk.store, office.mine, link.id).sent_at is not None
    assert only(office, invoice).state == "sending"
    goes_to(office, register, TUESDAY, "19:00")
    assert mails(office) == []


def test_it_is_in_the_clients_language(office: Office, register: Register) -> None:
    client = office.client()
    clients.change(office.desk.store, office.mine, replace(client, language="fr"), [])
    invoice = office.invoice(client, "2026-12-04")
    switched_on(office)
    goes_to(office, register, TUESDAY)
    [mail] = mails(office)
    assert f"Rappel : {invoice.reference} est à régler le 4 décembre 2026" in mail.payload[
        "subject"
    ].replace("\u00a0", " ")
    assert '<html lang="fr">' in mail.payload["html"]


def test_the_open_link_is_used_again_and_has_no_card(office: Office, register: Register) -> None:
    invoice = office.invoice(office.client(), "2026-12-04")
    switched_on(office)
    goes_to(office, register, TUESDAY)
    [first] = mails(office)
    goes_to(office, register, "2026-12-05")
    [second] = mails(office)
    [link] = payment_links.open_of(office.desk.store, office.mine, [invoice.id])
    assert str(link.url) in first.payload["text"]
    assert str(link.url) in second.payload["text"]
    rows = outbox.claim(office.desk.store, "tests", office.clock(), 1_000, 50)
    assert [row for row in rows if row.kind.startswith("slack_card")] == []
    pays(register, opens(register, link))
    register.until_rest(1)
    assert register.invoice_now(invoice).state == "paid"
    rows = outbox.claim(office.desk.store, "tests", office.clock(), 1_000, 50)
    assert [row.recipient for row in rows if row.kind == "slack_card"] == [OLIVIA]
    goes_to(office, register, "2026-12-11")
    assert mails(office) == []
    assert [one[1:] for one in history(office, invoice)] == [("sending", None), ("sending", None)]


def test_a_link_for_several_invoices_pays_this_one_too(office: Office, register: Register) -> None:
    client = office.client()
    invoice, other = office.invoice(client, "2026-11-30"), office.invoice(client, "2026-12-20")
    link = makes_link(register, invoice, other)
    switched_on(office)
    goes_to(office, register, TUESDAY)
    [mail] = mails(office)
    assert str(link.url) in mail.payload["text"]
    assert "together: $200.00" in mail.payload["text"]
    assert register.now(link).state == "open"


def test_what_was_paid_void_paused_or_is_on_its_way_is_not_reminded_of(
    office: Office, register: Register
) -> None:
    paid, paused, charged = (office.invoice(office.client(), "2026-11-30") for _ in range(3))
    switched_on(office)
    store, mine = office.desk.store, office.mine
    pause = Pause(0, "invoice", paused.id, "", None, False, BEN, office.clock())
    reminder_pauses.put(store, mine, pause)
    debit = register.payer("pm_usBankAccount_success")
    by_debit = office.invoice(debit, "2026-11-30")
    assert register.done(register.charges(OLIVIA, by_debit)).state == "processing"
    office.goes_to(TUESDAY, "10:00")
    plan_due(office.desk)
    balances.count(store, mine, paid.id, Counted(paid=10_000), office.clock())
    goes_to(office, register, TUESDAY, "10:01")
    assert [row.recipient for row in mails(office)] == ["ada@example.com"]
    assert history(office, paid) == [("2026-11-30+1", "skipped", "paid")]
    assert history(office, paused) == [("2026-11-30+1", "skipped", "paused")]
    assert history(office, by_debit) == [("2026-11-30+1", "skipped", "on_its_way")]
    assert history(office, charged) == [("2026-11-30+1", "sending", None)]


def test_while_a_payment_of_it_is_disputed_nobody_is_reminded(
    office: Office, register: Register
) -> None:
    """A part was paid by card, and the client has gone to their bank."""
    invoice = office.invoice(register.payer(), "2026-11-30")
    paid = register.done(register.charges(OLIVIA, invoice, amount=3_000))
    hears(register, is_disputed(register, paid))
    switched_on(office)
    goes_to(office, register, TUESDAY)
    assert mails(office) == []
    assert history(office, invoice) == [("2026-11-30+1", "skipped", "disputed")]


def test_whoever_has_no_address_is_told_to_staff(office: Office, register: Register) -> None:
    invoice = office.invoice(office.client(email=None), "2026-11-30")
    switched_on(office)
    goes_to(office, register, TUESDAY)
    assert mails(office) == []
    assert history(office, invoice) == [("2026-11-30+1", "failed", "no_address")]


def test_no_more_than_the_rule_allows_and_not_after_its_end(
    office: Office, register: Register
) -> None:
    client = office.client()
    often, late = office.invoice(client, "2026-12-04"), office.invoice(client, "2026-11-25")
    switched_on(office, offsets=(-3, 0, 6), most=1, ends_after=5)
    for day in (TUESDAY, "2026-12-04"):
        goes_to(office, register, day)
    assert [one[1:] for one in history(office, late)] == [("skipped", "ended")]
    assert [one[1:] for one in history(office, often)] == [
        ("sending", None),
        ("skipped", "enough"),
    ]


def test_nothing_goes_out_in_quiet_hours(office: Office, register: Register) -> None:
    invoice = office.invoice(office.client(), "2026-11-30")
    switched_on(office)
    goes_to(office, register, TUESDAY, "23:00")
    assert mails(office) == []
    assert only(office, invoice).state == "planned"
    goes_to(office, register, "2026-12-02", "07:59")
    assert mails(office) == []
    goes_to(office, register, "2026-12-02", "08:00")
    assert len(mails(office)) == 1


def test_after_days_away_the_last_reminder_goes_once_and_what_is_older_is_missed(
    office: Office, register: Register
) -> None:
    client = office.client()
    twice, old = office.invoice(client, "2026-11-27"), office.invoice(client, "2026-11-25")
    office.rule(CLIENT, **{**RULE, "offsets": (1, 2)})
    goes_to(office, register, TUESDAY, "09:00")
    assert len(mails(office)) == 1
    assert [one[1:] for one in history(office, twice)] == [("skipped", "later"), ("sending", None)]
    assert [one[1:] for one in history(office, old)] == [
        ("skipped", "later"),
        ("missed", "too_late"),
    ]


def test_a_link_that_cannot_be_made_does_not_keep_the_mail_back(
    office: Office, register: Register
) -> None:
    invoice = office.invoice(office.client(), "2026-11-30", total=20)
    switched_on(office)
    goes_to(office, register, TUESDAY)
    [mail] = mails(office)
    assert "You can pay here" not in mail.payload["text"]
    assert mail.payload["attachments"] == [["invoice", str(invoice.id)]]


def test_what_is_paid_while_the_link_is_made_is_not_sent(
    office: Office, register: Register
) -> None:
    invoice = office.invoice(office.client(), "2026-11-30")
    switched_on(office)
    office.goes_to(TUESDAY, "10:00")
    do_due(office.desk)
    assert only(office, invoice).state == "waiting"
    assert do_due(office.desk) == 0
    balances.count(office.desk.store, office.mine, invoice.id, Counted(paid=10_000), 1)
    goes_to(office, register, TUESDAY, "10:01")
    assert mails(office) == []
    assert history(office, invoice) == [("2026-11-30+1", "skipped", "paid")]


def test_while_its_link_is_made_an_invoice_stands_in_the_digest(
    office: Office, register: Register
) -> None:
    """Nobody can have paid by it yet."""
    invoice = office.invoice(office.client(), "2026-11-30")
    switched_on(office)
    office.rule(STAFF, offsets=(1,), at=600)
    office.goes_to(TUESDAY, "10:00")
    do_due(office.desk)
    found = reminders.of_subject(office.desk.store, office.mine, "invoice", invoice.id, 9)
    assert sorted((one.kind, one.state) for one in found) == [
        ("client", "waiting"),
        ("staff", "sent"),
    ]


def test_the_next_reminder_waits_for_the_link_that_the_one_before_asked_for(
    office: Office, register: Register
) -> None:
    """Stripe was away for a day."""
    invoice = office.invoice(office.client(), "2026-11-30")
    switched_on(office, offsets=(1, 2))
    office.goes_to(TUESDAY, "10:00")
    do_due(office.desk)
    office.goes_to("2026-12-02", "10:00")
    do_due(office.desk)
    assert [one[1] for one in history(office, invoice)] == ["waiting", "waiting"]
    goes_to(office, register, "2026-12-02", "10:01")
    [mail] = mails(office)
    [link] = payment_links.open_of(office.desk.store, office.mine, [invoice.id])
    assert str(link.url) in mail.payload["text"]
    assert [one[1:] for one in history(office, invoice)] == [
        ("skipped", "later"),
        ("sending", None),
    ]


def test_no_second_link_is_asked_for_while_one_is_made(office: Office, register: Register) -> None:
    invoice = office.invoice(office.client(), "2026-11-30")
    switched_on(office)
    office.goes_to(TUESDAY, "10:00")
    do_due(office.desk)
    store, mine, waits = office.desk.store, office.mine, only(office, invoice)
    about = reminder_facts.of_invoices(store, mine, CLIENT, [invoice.id], office.clock())
    other = replace(waits, link=None)
    asked = link_to_come(office.desk, register.cast.practice, other, [about[invoice.id]])
    assert asked is not None
    assert asked.uid == waits.link


def test_of_two_that_wait_for_the_mail_server_only_the_last_leaves(
    office: Office, register: Register
) -> None:
    """It was away for more than a day."""
    invoice = office.invoice(office.client(), "2026-11-30")
    switched_on(office, offsets=(1, 2))
    for day in (TUESDAY, "2026-12-02"):
        goes_to(office, register, day)
    first, last = reminders.of_subject(office.desk.store, office.mine, "invoice", invoice.id, 9)[
        ::-1
    ]
    assert [first.state, last.state] == ["sending", "sending"]
    desk, mine = office.desk, office.mine
    assert leaving.may_leave(desk, mine, f"reminder:{first.id}") == "later"
    assert leaving.may_leave(desk, mine, f"reminder:{last.id}") is None
    leaving.called_back(desk, mine, f"reminder:{first.id}", "")
    leaving.has_left(desk, mine, f"reminder:{last.id}", "250")
    assert [one[1:] for one in history(office, invoice)] == [("skipped", "later"), ("sent", None)]


def test_how_late_it_is_counts_from_when_it_was_due(office: Office, register: Register) -> None:
    """Paydesk worked for a moment in the first night, when nothing may go out, and then not for
    more than a day: 48 hours after its time it is not sent any more."""
    invoice = office.invoice(office.client(), "2026-11-30")
    switched_on(office)
    goes_to(office, register, TUESDAY, "23:00")
    assert only(office, invoice).state == "planned"
    goes_to(office, register, "2026-12-03", "10:01")
    assert mails(office) == []
    assert history(office, invoice) == [("2026-11-30+1", "missed", "too_late")]
    assert only(office, invoice).was_due_at == office.clock() - 48 * HOUR - MINUTE


def test_a_mail_that_cannot_be_written_holds_up_no_other(
    office: Office, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is tried each hour for two days, and then told."""
    odd, sound = (office.invoice(office.client(), "2026-11-30", total=20) for _ in range(2))
    real = sending.reminder_mail

    def broken(wanted: Wanted) -> Mail:
        if wanted.owed[0].invoice_id == odd.id:
            raise ValueError("nobody has thought of this")
        return real(wanted)

    monkeypatch.setattr(sending, "reminder_mail", broken)
    switched_on(office)
    goes_to(office, register, TUESDAY)
    assert len(mails(office)) == 1
    assert [only(office, one).state for one in (odd, sound)] == ["planned", "sending"]
    for day, clock in (("2026-12-02", "10:00"), ("2026-12-03", "09:30")):
        goes_to(office, register, day, clock)
    assert (only(office, odd).state, only(office, odd).reason) == ("failed", "broken")


def test_a_mail_that_can_be_written_again_goes_out(
    office: Office, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    invoice = office.invoice(office.client(), "2026-11-30", total=20)
    switched_on(office)
    with monkeypatch.context() as patched:
        patched.setattr(sending, "reminder_mail", lambda wanted: 1 // 0)
        goes_to(office, register, TUESDAY)
    goes_to(office, register, TUESDAY, "10:59")
    assert mails(office) == []
    goes_to(office, register, TUESDAY, "11:00")
    assert len(mails(office)) == 1
    assert history(office, invoice) == [("2026-11-30+1", "sending", None)]


def test_at_the_mail_server_it_is_looked_at_once_more(office: Office, register: Register) -> None:
    invoice = office.invoice(office.client(), "2026-11-30")
    switched_on(office)
    goes_to(office, register, TUESDAY)
    desk, mine, uid = office.desk, office.mine, f"reminder:{only(office, invoice).id}"
    assert leaving.may_leave(desk, mine, uid) is None
    office.goes_to(TUESDAY, "22:00")
    waits = leaving.may_leave(desk, mine, uid)
    office.goes_to("2026-12-02", "08:00")
    assert waits == office.clock()
    balances.count(desk.store, mine, invoice.id, Counted(paid=10_000), 1)
    assert leaving.may_leave(desk, mine, uid) == "paid"
    leaving.called_back(desk, mine, uid, "")
    assert history(office, invoice) == [("2026-11-30+1", "skipped", "paid")]


def test_what_one_payer_owes_is_in_one_mail_with_one_link(
    office: Office, register: Register
) -> None:
    client, other = office.client(), office.client("grace@example.com", "Grace Hopper")
    late = office.invoice(client, "2026-11-24", total=7_500)
    new = office.invoice(client, "2026-11-30")
    office.invoice(other, "2026-11-30")
    switched_on(office)
    goes_to(office, register, TUESDAY)
    mail, second = mails(office)
    assert (mail.recipient, second.recipient) == ("ada@example.com", "grace@example.com")
    [link] = payment_links.open_of(office.desk.store, office.mine, [late.id, new.id])
    assert link.amount == 17_500
    assert mail.payload["subject"] == "TEST · Reminder: 2 invoices from Northside Physio"
    rows = f"{late.reference}: $75.00, was due on November 24, 2026\n{new.reference}: $100.00"
    assert rows in mail.payload["text"]
    assert "Together: $175.00" in mail.payload["text"]
    assert mail.payload["text"].count(str(link.url)) == 1
    assert mail.payload["attachments"] == [
        ["invoice_with_link", f"{link.uid}:{late.id}"],
        ["invoice_with_link", f"{link.uid}:{new.id}"],
    ]
    assert "<br>" in mail.payload["html"]
    assert history(office, late) == [("2026-11-24+7", "sending", None)]
    assert history(office, new) == [("2026-11-30+1", "sending", None)]
    pays(register, opens(register, link))
    register.until_rest(1)
    goes_to(office, register, "2026-12-07")
    assert [row.recipient for row in mails(office)] == ["grace@example.com"]


def test_on_the_due_day_itself_nothing_reads_as_overdue(office: Office, register: Register) -> None:
    invoice = office.invoice(office.client(), TUESDAY)
    switched_on(office, offsets=(0,))
    goes_to(office, register, TUESDAY)
    [mail] = mails(office)
    subject = mail.payload["subject"]
    assert subject == f"TEST · Reminder: {invoice.reference} is due on December 1, 2026"
    assert "is due on December 1, 2026." in mail.payload["text"]


def test_of_those_together_each_has_its_own_reason(office: Office, register: Register) -> None:
    client = office.client()
    paused, due = (office.invoice(client, "2026-11-30") for _ in range(2))
    switched_on(office)
    pause = Pause(0, "invoice", paused.id, "", None, False, BEN, office.clock())
    reminder_pauses.put(office.desk.store, office.mine, pause)
    goes_to(office, register, TUESDAY)
    [mail] = mails(office)
    assert f"Reminder: {due.reference} was due" in mail.payload["subject"]
    assert history(office, paused) == [("2026-11-30+1", "skipped", "paused")]
    assert history(office, due) == [("2026-11-30+1", "sending", None)]


def test_a_mail_is_called_back_when_one_of_them_is_paid_and_the_rest_goes_anew(
    office: Office, register: Register
) -> None:
    client = office.client()
    paid, due = (office.invoice(client, "2026-11-30") for _ in range(2))
    switched_on(office)
    goes_to(office, register, TUESDAY)
    [mail] = mails(office)
    balances.count(office.desk.store, office.mine, paid.id, Counted(paid=10_000), office.clock())
    assert leaving.may_leave(office.desk, office.mine, mail.uid) == "paid"
    leaving.called_back(office.desk, office.mine, mail.uid, "")
    assert history(office, due) == [("2026-11-30+1", "planned", None)]
    goes_to(office, register, TUESDAY, "10:01")
    [again] = mails(office)
    assert again.uid != mail.uid
    assert f"Reminder: {due.reference} was due" in again.payload["subject"]
    assert paid.reference not in again.payload["text"]
    assert history(office, paid) == [("2026-11-30+1", "skipped", "paid")]
    assert history(office, due) == [("2026-11-30+1", "sending", None)]


def test_a_mail_that_asks_for_more_than_is_due_is_called_back_and_written_anew(
    office: Office, register: Register
) -> None:
    due = office.invoice(office.client(), "2026-11-30")
    switched_on(office)
    goes_to(office, register, TUESDAY)
    [mail] = mails(office)
    files = mail_of(mail.recipient, mail.payload).attachments
    assert leaving.may_leave(office.desk, office.mine, mail.uid, files) is None
    balances.count(office.desk.store, office.mine, due.id, Counted(paid=4_000), office.clock())
    assert leaving.may_leave(office.desk, office.mine, mail.uid, files) == "changed"
    leaving.called_back(office.desk, office.mine, mail.uid, "")
    goes_to(office, register, TUESDAY, "10:01")
    [again] = mails(office)
    assert "$60.00" in again.payload["text"]
    assert "$100.00" not in again.payload["text"]


def test_a_mail_that_may_have_arrived_is_not_written_anew(
    office: Office, register: Register
) -> None:
    client = office.client()
    paid, due = (office.invoice(client, "2026-11-30") for _ in range(2))
    switched_on(office)
    goes_to(office, register, TUESDAY)
    [mail] = mails(office)
    balances.count(office.desk.store, office.mine, paid.id, Counted(paid=10_000), office.clock())
    leaving.called_back(office.desk, office.mine, mail.uid, leaving.PERHAPS)
    goes_to(office, register, TUESDAY, "10:01")
    assert mails(office) == []
    assert history(office, due) == [("2026-11-30+1", "failed", None)]


def test_what_becomes_due_while_the_link_is_made_goes_with_it(
    office: Office, register: Register
) -> None:
    client = office.client()
    first = office.invoice(client, "2026-11-30")
    switched_on(office)
    office.goes_to(TUESDAY, "10:00")
    do_due(office.desk)
    assert only(office, first).state == "waiting"
    second = office.invoice(client, "2026-11-30")
    what = Occurrence(CLIENT, 1, TUESDAY, office.clock())
    reminders.plan_one(office.desk.store, office.mine, what, "invoice", second.id, "late")
    do_due(office.desk)
    assert do_due(office.desk) == 0
    assert only(office, second).link == only(office, first).link
    goes_to(office, register, TUESDAY, "10:01")
    [mail] = mails(office)
    assert "Reminder: 2 invoices" in mail.payload["subject"]


def test_very_many_are_in_mails_of_so_many_as_a_link_takes(
    office: Office, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "MOST_IN_A_MAIL", 2)
    client = office.client()
    for _ in range(3):
        office.invoice(client, "2026-11-30", total=20)
    switched_on(office)
    goes_to(office, register, TUESDAY)
    found = [*mails(office), *mails(office)]
    assert [len(mail.payload["attachments"]) for mail in found] == [2, 1]


def test_what_has_no_room_in_a_mail_waits_for_the_link_of_that_mail_too(
    office: Office, register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While Stripe is away there is nothing to do, and others come before it."""
    monkeypatch.setattr(sending, "MOST_IN_A_MAIL", 2)
    client = office.client()
    owed = [office.invoice(client, "2026-11-30") for _ in range(3)]
    switched_on(office)
    office.goes_to(TUESDAY, "10:00")
    rounds = [do_due(office.desk) for _ in range(4)]
    assert rounds[-1] == 0
    assert [only(office, invoice).state for invoice in owed] == ["waiting"] * 3
    goes_to(office, register, TUESDAY, "10:01")
    found = [*mails(office), *mails(office)]
    assert [len(mail.payload["attachments"]) for mail in found] == [2, 1]
    assert all("You can pay here" in mail.payload["text"] for mail in found)
