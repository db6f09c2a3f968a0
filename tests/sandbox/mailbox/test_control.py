"""The control API, as a test in another process uses it."""

import smtplib
import threading

import pytest
from flask.testing import FlaskClient

from sandbox.mailbox.failures import Failure, What
from sandbox.mailbox.mailbox import Mailbox
from sandbox.mailbox.smtp import SmtpServer
from tests.sandbox.mailbox.support import DESK, JANE, MARC, NOW, browser, keep, receipt, send


def test_mails_are_told_with_what_a_reader_sees(inbox: Mailbox, client: FlaskClient) -> None:
    kept = keep(inbox, receipt(), JANE)
    answer = client.get("/_control/mails").get_json()
    [mail] = answer["mails"]
    assert answer["last"] == mail["id"] == kept
    assert (mail["sender"], mail["recipients"], mail["at"]) == (DESK, [JANE], NOW)
    assert (mail["subject"], mail["to"]) == ("Your receipt for INV-1042", [["Jane Doe", JANE]])
    assert mail["attachments"][0] == {
        "name": "INV-1042.pdf",
        "type": "application/pdf",
        "bytes": len(inbox.mails()[0].letter.attachments[0].content),
    }
    assert mail["source"].encode("latin-1") == inbox.mails()[0].raw


def test_a_test_waits_for_the_mail_to_one_recipient(inbox: Mailbox, client: FlaskClient) -> None:
    seen = keep(inbox, b"Subject: a\r\n\r\n", MARC)
    keep(inbox, b"Subject: b\r\n\r\n", JANE)
    late = threading.Timer(0.05, keep, (inbox, b"Subject: c\r\n\r\n", MARC))
    late.start()
    answer = client.get(f"/_control/mails?since={seen}&to={MARC}&wait=10").get_json()
    assert [mail["subject"] for mail in answer["mails"]] == ["c"]
    late.join()


def test_failures_are_asked_for_and_taken_back(mailbox: Mailbox, server: SmtpServer) -> None:
    control = browser(mailbox, control=True)
    asked = {"what": "temporary", "recipient": JANE, "times": 2}
    assert control.post("/_control/failures", json=asked).get_json() == {"ok": True}
    with pytest.raises(smtplib.SMTPDataError):
        send(server)
    control.post("/_control/reset")
    send(server)
    assert len(mailbox.mails()) == 1
    sessions = control.get("/_control/sessions?since=1").get_json()["sessions"]
    assert [one["number"] for one in sessions] == [2]


@pytest.mark.parametrize(
    "asked", [None, [], {}, {"what": "nonsense"}, {"slow": "x"}, {"slow": 1, "times": "x"}]
)
def test_a_failure_that_makes_no_sense_is_refused(
    client: FlaskClient, inbox: Mailbox, asked: object
) -> None:
    assert client.post("/_control/failures", json=asked).status_code == 400
    assert inbox.failures.take_for(JANE) is None


def test_a_slow_answer_can_be_asked_for(client: FlaskClient, inbox: Mailbox) -> None:
    client.post("/_control/failures", json={"slow": 1.5})
    assert inbox.failures.take_for(JANE) == Failure(What.NOTHING, 1.5)


def test_without_the_control_api_there_is_none(mailbox: Mailbox) -> None:
    assert browser(mailbox).get("/_control/mails").status_code == 404
