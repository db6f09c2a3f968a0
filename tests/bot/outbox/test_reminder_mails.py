"""Reminders reach the mail server as all mails do, and what it said is kept with each."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from email import message_from_bytes
from email.policy import compat32, default

import pytest

from desk.context import Desk
from desk.mail import Attachment
from desk.reminders import leaving, ways_out
from desk.reminders.clock import do_due
from desk.reminders.ways_out import open_door
from rules.reminder_state import CLIENT, Reason
from sandbox.mailbox.failures import What
from sandbox.mailbox.mailbox import Mail as Kept
from storage import balances, clients, outbox, reminders
from storage.balances import Counted
from storage.invoices import Invoice
from storage.reminders import Reminder
from tests.bot.outbox.test_mail import PostOffice, post, server
from tests.support.cast import OLIVIA, Cast
from tests.support.reminding import CHICAGO, Office
from tests.support.stores import ON_SQLITE

__all__ = ["post", "server"]
pytestmark = ON_SQLITE


@pytest.fixture
def office(post: PostOffice, cast: Cast) -> Office:
    return Office(post.desk, cast, post.clock)


def reminded(office: Office) -> Invoice:
    """An invoice of which a mail without a link is on its way to the mail server: a card can't take
    so little."""
    invoice = office.invoice(office.client(), "2026-11-30", total=20)
    office.goes_to("2026-11-30", "12:00")
    office.rule(CLIENT, offsets=(1,), at=600, options={"reply_to": "desk@example.com"})
    office.goes_to("2026-12-01", "10:00")
    do_due(office.desk)
    assert now(office, invoice).state == "sending"
    return invoice


def now(office: Office, invoice: Invoice) -> Reminder:
    [found] = reminders.of_subject(office.desk.store, office.mine, "invoice", invoice.id, 9)
    return found


def test_text_html_and_invoice_arrive_and_the_answer_is_kept(
    office: Office, post: PostOffice
) -> None:
    invoice = reminded(office)
    post.runs()
    [mail] = post.came
    message = message_from_bytes(mail.raw, policy=default)
    assert message["Reply-To"] == "desk@example.com"
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "Hello Ada Lovelace," in text.get_content()
    assert "<p>Hello Ada Lovelace,</p>" in html.get_content()
    [pdf] = list(message.iter_attachments())
    assert pdf.get_filename() == f"{invoice.reference}.pdf"
    assert pdf.get_content().startswith(b"%PDF-")
    kept = now(office, invoice)
    assert (kept.state, kept.said, kept.ended_at) == ("sent", "250", office.clock())


def test_a_refused_address_is_told_and_kept(office: Office, post: PostOffice) -> None:
    post.fails(What.RECIPIENT_REFUSED)
    invoice = reminded(office)
    post.runs()
    kept = now(office, invoice)
    assert (kept.state, kept.reason, kept.said) == ("failed", "refused", "NoReader 550")
    assert len(post.told(OLIVIA)) == 1


def test_while_the_server_was_away_it_was_paid_or_night_fell(
    office: Office, post: PostOffice
) -> None:
    away = post.another("smtp://127.0.0.1:9")
    invoice = reminded(office)
    post.runs(mails=away)
    office.goes_to("2026-12-01", "21:00")
    post.runs()
    assert post.came == []
    assert now(office, invoice).state == "sending"
    balances.count(office.desk.store, office.mine, invoice.id, Counted(paid=20), office.clock())
    office.goes_to("2026-12-02", "08:00")
    post.runs()
    assert post.came == []
    assert (now(office, invoice).state, now(office, invoice).reason) == ("skipped", "paid")
    row = outbox.find(office.desk.store, office.mine, f"reminder:{now(office, invoice).id}")
    assert row is not None
    assert (row.state, row.payload) == ("failed", {})


def test_while_the_server_is_away_the_owners_hear_once_a_day_how_many_reminders_wait(
    office: Office, post: PostOffice
) -> None:
    away = post.another("smtp://127.0.0.1:9")
    for _ in range(2):
        office.invoice(office.client(), "2026-11-30", total=20)
    reminded(office)
    while do_due(office.desk):
        pass
    post.runs(mails=away)
    assert post.told(OLIVIA) == []
    for clock in ("11:00", "11:30", "12:00"):
        office.goes_to("2026-12-01", clock)
        post.runs(mails=away)
    [told] = post.told(OLIVIA)
    assert "3 reminders to clients have not left yet" in told
    assert "example.com" not in told
    office.goes_to("2026-12-02", "09:00")
    post.runs(mails=away)
    assert len(post.told(OLIVIA)) == 2
    post.runs(1)
    assert len(post.came) == 3
    assert len(post.told(OLIVIA)) == 2


def test_what_waited_for_the_server_over_night_goes_in_the_morning(
    office: Office, post: PostOffice
) -> None:
    away = post.another("smtp://127.0.0.1:9")
    invoice = reminded(office)
    post.runs(mails=away)
    office.goes_to("2026-12-01", "21:00")
    post.runs()
    office.goes_to("2026-12-02", "08:00")
    post.runs()
    assert len(post.came) == 1
    assert now(office, invoice).state == "sent"


def header(mail: Kept, name: str) -> str:
    return str(message_from_bytes(mail.raw, policy=compat32)[name]).replace("\r\n", "")


@pytest.mark.parametrize("host", ["pay.example.org", f"{'a' * 60}.{'b' * 60}.example.org"])
def test_readers_programs_offer_the_way_out(office: Office, post: PostOffice, host: str) -> None:
    public = replace(office.desk, public_url=f"https://{host}")
    invoice = reminded(replace(office, desk=public))
    post.runs()
    [mail] = post.came
    token = f"1-1-{header(mail, 'List-Unsubscribe').partition('1-1-')[2].partition('>')[0]}"
    reference = office.payer_of(invoice).reference
    by_mail = f"<mailto:desk@example.com?subject=No%20more%20reminders%3A%20{reference}>"
    assert header(mail, "List-Unsubscribe") == f"<https://{host}/stop/{token}>, {by_mail}"
    assert header(mail, "List-Unsubscribe-Post") == "List-Unsubscribe=One-Click"
    assert open_door(public, token) is not None


def test_where_nobody_reaches_paydesk_the_way_out_is_a_mail(
    office: Office, post: PostOffice
) -> None:
    reminded(office)
    post.runs()
    [mail] = post.came
    assert header(mail, "List-Unsubscribe").startswith("<mailto:desk@example.com?subject=")
    assert header(mail, "List-Unsubscribe-Post") == "None"


def test_what_people_send_by_hand_has_no_way_out(post: PostOffice) -> None:
    post.asks()
    post.runs()
    [mail] = post.came
    assert header(mail, "List-Unsubscribe") == "None"


def test_to_an_address_that_was_refused_nothing_more_goes_until_it_is_changed(
    office: Office, post: PostOffice
) -> None:
    post.fails(What.RECIPIENT_REFUSED)
    invoice = reminded(office)
    post.runs()
    payer = office.payer_of(invoice)
    found = ways_out.reach_of(office.desk, office.mine, payer, CHICAGO)
    assert (found.refused_on, found.code) == (date(2026, 12, 1), 550)
    next_one = office.invoice(payer, "2026-12-01", total=20)
    office.goes_to("2026-12-02", "10:00")
    do_due(office.desk)
    post.runs()
    assert post.came == []
    assert (now(office, next_one).state, now(office, next_one).reason) == ("failed", "refused")
    moved = replace(payer, email="countess@example.com")
    clients.change(office.desk.store, office.mine, moved, [])
    third = office.invoice(payer, "2026-12-02", total=20)
    office.goes_to("2026-12-03", "10:00")
    do_due(office.desk)
    post.runs()
    assert [mail.recipients for mail in post.came] == [("countess@example.com",)]
    assert now(office, third).state == "sent"


def test_a_mail_of_which_nobody_can_say_whether_it_may_leave_holds_up_no_other(
    office: Office, post: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = reminded(office)
    sound = office.invoice(office.client("grace@example.com"), "2026-11-30", total=20)
    office.goes_to("2026-12-01", "10:01")
    office.rule(CLIENT, planned_until=office.clock() - 120_000)
    do_due(office.desk)
    uid, real = now(office, odd).uid, leaving.may_leave

    def broken(
        desk: Desk, practice_id: int, named: str, files: Sequence[Attachment]
    ) -> Reason | int | None:
        if named == uid:
            raise ValueError("nobody has thought of this")
        return real(desk, practice_id, named, files)

    monkeypatch.setattr(leaving, "may_leave", broken)
    post.runs(1)
    assert [now(office, one).state for one in (odd, sound)] == ["sending", "sent"]
    post.runs(5)
    assert [now(office, one).state for one in (odd, sound)] == ["failed", "sent"]
    assert len(post.came) == 1
    assert len(post.told(OLIVIA)) == 1
