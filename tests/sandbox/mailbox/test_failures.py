"""Failures that are asked for, as Python's own client meets them."""

import smtplib

import pytest

from sandbox.mailbox.failures import Failure, What
from sandbox.mailbox.mailbox import Mailbox
from sandbox.mailbox.smtp import SmtpServer
from tests.sandbox.mailbox.support import DESK, JANE, MARC, connected, send


def test_the_next_messages_fail_and_those_after_them_do_not(
    mailbox: Mailbox, server: SmtpServer
) -> None:
    mailbox.failures.add(Failure(What.TEMPORARY), times=2)
    mailbox.failures.add(Failure(What.PERMANENT))
    codes = []
    for _ in range(3):
        with pytest.raises(smtplib.SMTPDataError) as failed:
            send(server)
        codes.append(failed.value.smtp_code)
    send(server)
    assert (codes, len(mailbox.mails())) == ([451, 451, 550], 1)


def test_only_the_named_recipient_fails(mailbox: Mailbox, server: SmtpServer) -> None:
    mailbox.failures.add(Failure(What.PERMANENT, recipient=MARC.upper()))
    send(server)
    with pytest.raises(smtplib.SMTPDataError):
        send(server, "Subject: x\n\n", MARC)
    assert [mail.recipients for mail in mailbox.mails()] == [(JANE,)]


@pytest.mark.parametrize(
    ("what", "code"), [(What.RECIPIENT_REFUSED, 550), (What.RECIPIENT_DEFERRED, 451)]
)
def test_one_recipient_is_refused_and_the_other_gets_the_mail(
    mailbox: Mailbox, server: SmtpServer, what: What, code: int
) -> None:
    mailbox.failures.add(Failure(what, recipient=MARC))
    with connected(server) as client:
        refused = client.sendmail(DESK, [JANE, MARC], "Subject: x\n\n")
    assert {address: answer[0] for address, answer in refused.items()} == {MARC: code}
    assert mailbox.mails()[0].recipients == (JANE,)


def test_all_recipients_of_the_next_message_are_refused(
    mailbox: Mailbox, server: SmtpServer
) -> None:
    mailbox.failures.add(Failure(What.RECIPIENT_REFUSED))
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        send(server, "Subject: x\n\n", JANE, MARC)
    assert set(refused.value.recipients) == {JANE, MARC}
    send(server, "Subject: x\n\n", JANE, MARC)
    assert len(mailbox.mails()) == 1


def test_a_login_is_refused_in_every_way_that_the_client_tries(
    mailbox: Mailbox, server: SmtpServer
) -> None:
    mailbox.failures.add(Failure(What.LOGIN_REFUSED))
    with connected(server) as client, pytest.raises(smtplib.SMTPAuthenticationError):
        client.login("paydesk", "secret")
    with connected(server) as client:
        assert client.login("paydesk", "secret")[0] == 235


def test_a_message_does_not_meet_a_failure_that_is_for_logins(
    mailbox: Mailbox, server: SmtpServer
) -> None:
    mailbox.failures.add(Failure(What.LOGIN_REFUSED))
    send(server)
    assert len(mailbox.mails()) == 1


def test_a_connection_is_dropped_before_the_mail_is_taken(
    mailbox: Mailbox, server: SmtpServer
) -> None:
    mailbox.failures.add(Failure(What.DROPPED))
    with pytest.raises(OSError):
        send(server)
    assert mailbox.mails() == []


def test_a_mail_is_kept_though_its_answer_is_lost(mailbox: Mailbox, server: SmtpServer) -> None:
    mailbox.failures.add(Failure(What.ANSWER_LOST))
    with pytest.raises(OSError):
        send(server)
    assert len(mailbox.mails()) == 1


def test_a_slow_answer_outlasts_an_impatient_client(mailbox: Mailbox, server: SmtpServer) -> None:
    mailbox.failures.add(Failure(slow=30))
    client = connected(server, timeout=0.2)
    with pytest.raises(OSError):
        client.sendmail(DESK, [JANE], "Subject: x\n\n")
    client.close()
    assert mailbox.sessions.wait_until_all_are_over(10)
    assert mailbox.mails() == []


def test_a_slow_answer_is_the_usual_one(mailbox: Mailbox, server: SmtpServer) -> None:
    mailbox.failures.add(Failure(slow=0.01))
    send(server)
    assert len(mailbox.mails()) == 1


def test_a_message_that_is_taken_back_has_met_its_failure(
    mailbox: Mailbox, server: SmtpServer
) -> None:
    mailbox.failures.add(Failure(What.TEMPORARY))
    with connected(server) as client:
        client.ehlo()
        client.mail(DESK)
        client.rcpt(JANE)
        client.rset()
        client.sendmail(DESK, [JANE], "Subject: x\n\n")
    assert len(mailbox.mails()) == 1
