"""The SMTP server as Python's own client meets it."""

import smtplib
import socket
import threading

import pytest

from sandbox.mailbox.mailbox import Mailbox
from sandbox.mailbox.smtp import SmtpServer
from tests.sandbox.mailbox.support import DESK, JANE, MARC, NOW, connected, receipt, send


def test_a_mail_is_kept_with_its_envelope_and_time(mailbox: Mailbox, server: SmtpServer) -> None:
    with connected(server) as client:
        client.login("paydesk", "secret")
        assert client.sendmail(DESK, [JANE, MARC], "Subject: Hello\n\n.\nHi") == {}
    [mail] = mailbox.mails()
    assert (mail.sender, mail.recipients) == (DESK, (JANE, MARC))
    assert (mail.at, mail.user) == (NOW, "paydesk")
    assert mail.raw == b"Subject: Hello\r\n\r\n.\r\nHi\r\n"


def test_a_mail_needs_no_login(mailbox: Mailbox, server: SmtpServer) -> None:
    send(server)
    assert mailbox.mails()[0].user == ""


def test_several_mails_go_over_one_connection(mailbox: Mailbox, server: SmtpServer) -> None:
    with connected(server) as client:
        for subject in ("one", "two"):
            client.sendmail(DESK, [JANE], f"Subject: {subject}\n\n")
    assert [mail.letter.subject for mail in mailbox.mails()] == ["one", "two"]


def test_bytes_beyond_ascii_arrive_as_they_were_sent(mailbox: Mailbox, server: SmtpServer) -> None:
    raw = "Subject: Café\r\n\r\nDéjà vu\r\n".encode()
    with connected(server) as client:
        client.sendmail(DESK, [JANE], raw, mail_options=["BODY=8BITMIME"])
    assert mailbox.mails()[0].raw == raw


def test_an_address_beyond_ascii_needs_smtputf8(mailbox: Mailbox, server: SmtpServer) -> None:
    with connected(server) as client:
        client.sendmail(DESK, ["zoé@example.org"], "Subject: x\n\n", ["SMTPUTF8"])
        client.ehlo()
        client.mail(DESK)
        client.send("RCPT TO:<zoé@example.org>\r\n".encode())
        code, said = client.getreply()
    assert (code, mailbox.mails()[0].recipients) == (553, ("zoé@example.org",))
    assert b"SMTPUTF8" in said


def test_a_bounce_has_no_sender(mailbox: Mailbox, server: SmtpServer) -> None:
    with connected(server) as client:
        client.sendmail("", [JANE], "Subject: bounce\n\n")
    assert mailbox.mails()[0].sender == ""


@pytest.mark.parametrize("given", ["<", "<>", "<jane>", "<@example.org>", "<jane@>", "jane@["])
def test_an_address_that_is_none_is_refused(server: SmtpServer, given: str) -> None:
    with connected(server) as client:
        client.ehlo()
        client.mail(DESK)
        assert client.docmd("RCPT", f"TO:{given}")[0] == 553


def test_tls_is_refused_with_what_to_do(server: SmtpServer) -> None:
    with connected(server) as client:
        client.ehlo()
        assert not client.has_extn("starttls")
        code, said = client.docmd("STARTTLS")
    assert (code, b"smtp://" in said) == (502, True)


def test_a_mail_beyond_the_limit_is_refused_before_and_after_it_came(mailbox: Mailbox) -> None:
    with SmtpServer(mailbox, largest=1_000) as server, connected(server) as client:
        client.ehlo()
        assert client.esmtp_features["size"] == "1000"
        with pytest.raises(smtplib.SMTPSenderRefused) as early:
            client.sendmail(DESK, [JANE], "x\n" * 600)
        client.mail(DESK)
        client.rcpt(JANE)
        late, _ = client.data("x\n" * 600)
    assert (early.value.smtp_code, late, mailbox.mails()) == (552, 552, [])


def test_a_line_that_no_server_must_take_is_refused(mailbox: Mailbox, server: SmtpServer) -> None:
    with pytest.raises(smtplib.SMTPDataError) as refused:
        send(server, "Subject: x\n\n" + "x" * 1_000)
    send(server, "Subject: x\n\n" + "x" * 998)
    assert (refused.value.smtp_code, len(mailbox.mails())) == (500, 1)


def test_it_listens_on_this_machine_only(server: SmtpServer) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.2", 0))
        with pytest.raises(ConnectionRefusedError):
            probe.connect(("127.0.0.2", server.port))


def test_it_stops_while_clients_are_connected(mailbox: Mailbox) -> None:
    with SmtpServer(mailbox) as server:
        client = connected(server)
        client.ehlo()
    with pytest.raises(smtplib.SMTPServerDisconnected):
        client.noop()
    client.close()


def test_waiting_ends_when_the_wanted_mail_comes(mailbox: Mailbox, server: SmtpServer) -> None:
    send(server, "Subject: first\n\n")
    other = threading.Thread(target=send, args=(server, "Subject: second\n\n", MARC))
    other.start()
    found = mailbox.wait_for(lambda mail: mail.is_to(MARC.upper()), 10)
    other.join()
    assert found
    assert found.letter.subject == "second"
    assert mailbox.wait_for(lambda mail: mail.id == 99, 0) is None


def test_many_clients_send_at_once(mailbox: Mailbox, server: SmtpServer) -> None:
    senders = [
        threading.Thread(target=send, args=(server, receipt().as_string())) for _ in range(8)
    ]
    for one in senders:
        one.start()
    for one in senders:
        one.join()
    assert [mail.id for mail in mailbox.mails()] == list(range(1, 9))


def test_a_session_is_recorded_without_passwords_and_mails(
    mailbox: Mailbox, server: SmtpServer
) -> None:
    with connected(server) as client:
        client.login("paydesk", "secret")
        client.sendmail(DESK, [JANE], "Subject: private\n\n")
    assert mailbox.sessions.wait_until_all_are_over(10)
    [session] = mailbox.sessions.as_json()
    assert (session["user"], session["began"], session["over"]) == ("paydesk", NOW, True)
    said = [line for line in session["lines"] if line.startswith("C: ") and "EHLO" not in line]
    assert said == [
        "C: AUTH PLAIN",
        f"C: MAIL FROM:<{DESK}> size=20",
        f"C: RCPT TO:<{JANE}>",
        "C: DATA",
        "C: QUIT",
    ]
    assert "S: 250 2.0.0 OK: kept as 1" in session["lines"]
    assert "private" not in str(session)
