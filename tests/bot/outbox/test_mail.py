"""Mails reach the mail server: none lost, a repeat known as one, and people told of failures."""

import logging
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Event

import pytest

from bot.logs import CHATTY
from bot.mail_server import read_mail_server
from bot.outbox.mails import LATE_MS, MailAccount, Mails
from bot.outbox.rendering import renderers
from desk.context import Desk
from desk.mail import Attachment, Mail, can_send, send
from sandbox.mailbox.failures import Failure, What
from sandbox.mailbox.mailbox import Mail as Kept
from sandbox.mailbox.mailbox import Mailbox
from sandbox.mailbox.smtp import SmtpServer
from storage import clients, invoices, outbox, settings
from storage.clients import Client
from storage.database import Store
from storage.invoice_contents import Content, Line
from tests.bot.outbox.support import LEASE_MS
from tests.storage.test_invoices import invoice
from tests.support.cast import BEN, FLORENCE, OLIVIA, T0, Cast, FrozenClock
from tests.support.chat import Chat, readable
from tests.support.office import office
from tests.support.slack_api import Failure as SlackFailure
from tests.support.slack_api import SmallSlack

ADA, FROM = "ada@example.org", "billing@northside.example"
HELLO = Mail(ADA, "Your invoice INV-1042", "Please pay by 23 December.")
ALL_TRIES = outbox.MAX_TRIES


@dataclass
class PostOffice:
    """The outbox's mails, sent by hand, and the mailbox where they arrive."""

    desk: Desk
    clock: FrozenClock
    practice_id: int
    mailbox: Mailbox
    url: str
    mails: Mails = field(init=False)

    def __post_init__(self) -> None:
        self.mails = self.another(self.url)

    def another(self, url: str, owner: str = "mails-1") -> Mails:
        account = MailAccount(read_mail_server("SMTP_URL", url), FROM)
        files = {"note": lambda practice_id, key: (f"{key}.txt", b"practice %d" % practice_id)}
        return Mails(self.desk, account, files | dict(renderers(self.desk).files), owner, LEASE_MS)

    def asks(self, mail: Mail = HELLO, uid: str = "a", asked_by: str | None = BEN) -> bool:
        with self.desk.store.transaction():
            return send(self.desk, self.practice_id, mail, uid, asked_by)

    def runs(self, minutes: int = 0, mails: Mails | None = None) -> None:
        """Send what is due now, and minute by minute; of more than ten in steps of five."""
        step = 1 if minutes <= 10 else 5
        for passed in range(0, minutes + 1, step):
            self.clock.advance(step * 60_000 if passed else 0)
            while (mails or self.mails).deliver_due():
                pass

    def fails(self, what: What, times: int = 1) -> None:
        self.mailbox.failures.add(Failure(what), times)

    @property
    def came(self) -> list[Kept]:
        return self.mailbox.mails()

    def told(self, user: str) -> list[str]:
        """The direct messages on their way to somebody."""
        chat = Chat(self.desk, self.practice_id, None)  # type: ignore[arg-type]
        return [readable(one.text) for one in chat.letters(user)]

    def row(self, uid: str = "a") -> outbox.OutboxRow:
        found = outbox.find(self.desk.store, self.practice_id, uid)
        assert found is not None
        return found


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[Mailbox, SmtpServer]]:
    mailbox = Mailbox()
    with SmtpServer(mailbox) as running:
        yield mailbox, running
    mailbox.close()


@pytest.fixture
def post(
    store: Store, cast: Cast, clock: FrozenClock, server: tuple[Mailbox, SmtpServer]
) -> PostOffice:
    mailbox, smtp = server
    mailbox.delete_all()
    mailbox.failures.clear()
    desk = Desk(store, clock, b"claims", sends_mail=True)
    return PostOffice(desk, clock, cast.practice.id, mailbox, smtp.url)


def header(mail: Kept, name: str) -> list[str]:
    """All lines of that header."""
    head = mail.raw.decode("latin-1").partition("\r\n\r\n")[0].replace("\r\n ", " ")
    named = (line.partition(": ") for line in head.split("\r\n"))
    return [value for given, _, value in named if given.lower() == name.lower()]


def test_a_mail_comes_from_the_practice_with_all_that_it_holds(post: PostOffice) -> None:
    settings.put(post.desk.store, post.practice_id, "legal_name", "Northside Physio & Café LLC")
    files = (Attachment("note", "hint"),)
    post.asks(
        Mail(
            ADA,
            "Ihre Rechnung – Überfällig",
            "Text – ü",
            "<p>Text",
            files,
            reply_to="desk@northside.example",
        )
    )
    post.runs()
    [mail] = post.came
    assert (mail.sender, mail.recipients) == (FROM, (ADA,))
    letter = mail.letter
    assert [(one.name, one.address) for one in letter.sender] == [
        ("Northside Physio & Café LLC", FROM)
    ]
    assert letter.subject == "Ihre Rechnung – Überfällig"
    assert (letter.text.strip(), letter.html.strip()) == ("Text – ü", "<p>Text")
    assert header(mail, "Reply-To") == ["desk@northside.example"]
    [attached] = letter.attachments
    assert (attached.name, attached.mimetype) == ("hint.txt", "text/plain")
    assert attached.content == b"practice %d" % post.practice_id


def test_an_invoice_is_drawn_when_the_mail_leaves(post: PostOffice) -> None:
    store = post.desk.store
    who = Client(0, "NP-0001", "Ada Lovelace", "ada lovelace", created_at=T0, changed_at=T0)
    ada = clients.add(store, post.practice_id, who, [])
    line = Line("Session", "1", 12_000, 12_000)
    made = invoices.add(
        store, post.practice_id, invoice(1042, ada, net=12_000), Content((line,), ())
    )
    post.asks(Mail(ADA, "Your invoice", "…", attachments=(Attachment("invoice", str(made.id)),)))
    assert "PDF" not in str(post.row().payload)
    post.runs()
    [attached] = post.came[0].letter.attachments
    assert (attached.name, attached.mimetype) == ("INV-1042.pdf", "application/pdf")
    assert attached.content.startswith(b"%PDF")


def test_a_mail_asked_for_twice_under_one_name_is_one_mail(post: PostOffice) -> None:
    assert post.asks()
    assert post.asks()
    post.runs(5)
    assert len(post.came) == 1


def test_what_was_sent_is_not_kept(post: PostOffice) -> None:
    post.asks()
    post.runs()
    row = post.row()
    assert (row.state, row.recipient, row.payload) == (outbox.SENT, "", {})


@pytest.mark.parametrize("address", ["", None, "ada", "a b@example.org", "a@b\r\nRCPT TO:<x@y>"])
def test_where_no_mail_can_go_none_is_enqueued(post: PostOffice, address: str | None) -> None:
    assert not can_send(post.desk, address)
    assert not post.asks(Mail(address or "", "Hello", "Hi"))
    assert outbox.find(post.desk.store, post.practice_id, "a") is None


def test_without_a_mail_server_none_is_enqueued(post: PostOffice) -> None:
    without = Desk(post.desk.store, post.clock, b"claims")
    assert can_send(post.desk, ADA)
    assert not can_send(without, ADA)
    assert not send(without, post.practice_id, HELLO, "a")
    assert outbox.find(post.desk.store, post.practice_id, "a") is None


@pytest.mark.parametrize("what", [What.TEMPORARY, What.RECIPIENT_DEFERRED, What.DROPPED])
def test_a_mail_that_is_put_off_is_sent_later(post: PostOffice, what: What) -> None:
    post.fails(what, 2)
    post.asks()
    post.runs()
    assert post.came == []
    post.runs(5)
    assert len(post.came) == 1
    assert post.told(BEN) == []


def test_a_mail_whose_answer_was_lost_is_sent_again_under_the_same_id(post: PostOffice) -> None:
    post.fails(What.ANSWER_LOST)
    post.asks()
    post.asks(uid="b", mail=Mail("marc@example.org", "Other", "Other"))
    post.runs(5)
    first, other, again = post.came
    assert header(first, "Message-ID") == header(again, "Message-ID") != header(other, "Message-ID")
    assert post.row().state == outbox.SENT


def test_a_mail_whose_worker_died_while_sending_is_sent_by_another(post: PostOffice) -> None:
    post.asks()
    assert outbox.claim_mails(post.desk.store, "dead", post.clock(), LEASE_MS, 5)
    post.runs(1)
    assert post.came == []
    post.runs(2)
    assert len(post.came) == 1


@pytest.mark.parametrize("what", [What.PERMANENT, What.RECIPIENT_REFUSED])
def test_whoever_asked_is_told_of_a_rejected_mail_and_what_to_do(
    post: PostOffice, what: What
) -> None:
    post.fails(what)
    post.asks()
    post.runs(30)
    assert post.came == []
    [told] = post.told(BEN)
    assert "“Your invoice INV-1042” to ada@example.org was not delivered" in told
    assert "Check the address under /client" in told
    row = post.row()
    assert (row.state, row.recipient, row.payload) == (outbox.FAILED, "", {})


def test_they_are_told_in_their_language(post: PostOffice) -> None:
    post.fails(What.PERMANENT)
    post.asks(asked_by=FLORENCE)
    post.runs()
    [told] = post.told(FLORENCE)
    assert "n’a pas été remis" in told


def test_where_nobody_asked_the_owners_are_told(post: PostOffice) -> None:
    post.fails(What.PERMANENT)
    post.asks(asked_by=None)
    post.runs()
    assert len(post.told(OLIVIA)) == 1


def test_a_refused_log_in_is_told_as_such(post: PostOffice) -> None:
    post.fails(What.LOGIN_REFUSED)
    post.asks()
    with_password = post.url.replace("smtp://", "smtp://me:word@")
    post.runs(mails=post.another(with_password))
    [told] = post.told(BEN)
    assert "paydesk check" in told


@pytest.mark.parametrize(
    ("what", "says", "state"),
    [
        (What.TEMPORARY, "mailbox may be full", outbox.FAILED),
        (What.ANSWER_LOST, "it may have arrived", outbox.UNCERTAIN),
    ],
)
def test_a_mail_is_not_tried_for_ever(post: PostOffice, what: What, says: str, state: str) -> None:
    post.fails(what, ALL_TRIES)
    post.asks()
    post.runs(120)
    [told] = post.told(BEN)
    assert says in told
    assert post.row().state == state
    assert len({tuple(header(one, "Message-ID")) for one in post.came}) <= 1


def test_while_the_server_is_away_no_mail_is_given_up_and_the_late_ones_are_told(
    post: PostOffice,
) -> None:
    away = post.another("smtp://127.0.0.1:9")
    post.asks()
    post.runs(LATE_MS // 60_000 - 5, away)
    assert post.told(BEN) == []
    post.runs(60, away)
    [told] = post.told(BEN)
    assert "has not left yet" in told
    assert post.row().state == outbox.PENDING
    post.runs(2)
    assert len(post.came) == 1


def test_a_mail_that_can_not_be_made_holds_up_no_other(post: PostOffice) -> None:
    post.asks(Mail(ADA, "Your invoice", "…", attachments=(Attachment("invoice", "99"),)))
    post.asks(Mail("marc@example.org", "Hello", "Hi"), "b")
    post.runs(5)
    assert [one.recipients for one in post.came] == [("marc@example.org",)]
    [told] = post.told(BEN)
    assert "could not be written" in told


@pytest.mark.parametrize(
    "text",
    [
        "Hello\r\nBcc: eve@example.org",
        "Hello\nBcc: eve@example.org\n\nbody",
        "Hello\u2028Bcc: eve@example.org",
        "=?utf-8?q?Hello=0D=0ABcc:_eve@example.org?=",
        '" <eve@example.org>, "',
    ],
)
def test_no_text_gets_out_of_its_header(post: PostOffice, text: str) -> None:
    settings.put(post.desk.store, post.practice_id, "legal_name", text)
    post.asks(Mail(ADA, text, f"{text}\r\n.\r\nMAIL FROM:<eve@example.org>"))
    post.runs(3)
    [mail] = post.came
    assert mail.recipients == (ADA,)
    assert header(mail, "Bcc") == []
    assert [one.address for one in mail.letter.sender] == [FROM]
    assert len(header(mail, "Subject")) == len(header(mail, "From")) == 1
    assert "MAIL FROM:<eve@example.org>" in mail.letter.text


def test_no_address_and_no_text_is_logged(
    post: PostOffice, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for number, what in enumerate(
        [What.PERMANENT, What.RECIPIENT_REFUSED, What.TEMPORARY, What.ANSWER_LOST, What.DROPPED]
    ):
        post.fails(what)
        post.asks(uid=str(number))
        post.runs(3)
    post.asks(Mail(ADA, "x", "…", attachments=(Attachment("invoice", ADA),)), "odd")
    post.runs(3)
    ours = [one for one in caplog.records if one.name.split(".")[0] not in CHATTY]
    logged = "".join(logging.Formatter().format(one) + str(one.__dict__) for one in ours)
    assert "a mail" in logged
    assert "ada@" not in logged
    assert "INV-1042" not in logged


def test_two_workers_send_each_mail_once(post: PostOffice) -> None:
    other = post.another(post.url, "mails-2")
    for number in range(6):
        post.asks(Mail(f"{number}@example.org", "Hello", "Hi"), str(number))
    while post.mails.deliver_due() + other.deliver_due():
        pass
    assert sorted(one.recipients[0] for one in post.came) == [
        f"{number}@example.org" for number in range(6)
    ]


def mailing(url: str) -> dict[str, str]:
    return {"smtp_url": url, "mail_from": f"Paydesk <{FROM}>"}


@pytest.fixture
def silent() -> Iterator[str]:
    """A mail server that takes the connection and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"smtp://127.0.0.1:{listening.getsockname()[1]}"


def test_a_mail_server_that_hangs_holds_up_no_message_and_no_stop(
    database_url: str, silent: str
) -> None:
    with office(database_url, **mailing(silent)) as desk:
        store, now = desk.paydesk.desk.store, desk.paydesk.desk.clock()
        with store.transaction():
            assert send(desk.paydesk.desk, 1, HELLO, "mail")
            outbox.enqueue(store, 1, "slack_post", BEN, "post", {"text": "hello"}, now)
        [shown] = desk.slack.wait_for("chat.postMessage")
        assert shown["text"] == "hello"


def test_slack_that_hangs_holds_up_no_mail(
    database_url: str, server: tuple[Mailbox, SmtpServer]
) -> None:
    mailbox, smtp = server
    mailbox.delete_all()
    with office(database_url, **mailing(smtp.url)) as desk:
        store, now = desk.paydesk.desk.store, desk.paydesk.desk.clock()
        go_on = hang(desk.slack)
        with store.transaction():
            outbox.enqueue(store, 1, "slack_post", BEN, "post", {"text": "hello"}, now)
        desk.slack.wait_for("chat.postMessage")
        with store.transaction():
            assert send(desk.paydesk.desk, 1, HELLO, "mail")
        assert mailbox.wait_for(lambda one: one.is_to(ADA), 10)
        go_on.set()


def hang(slack: SmallSlack) -> Event:
    """Slack's next answer comes when the event is set."""
    go_on = Event()
    slack.fails_next("chat.postMessage", SlackFailure(wait=go_on))
    return go_on
