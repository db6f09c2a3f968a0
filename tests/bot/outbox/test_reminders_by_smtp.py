"""Reminders through a real mail server: what a client gets in their hands, and what a server that
is broken in any way does to it."""

import io
import re
import socket
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from urllib.request import urlopen

import pytest
from PIL import Image
from pypdf import PdfReader

from bot.outbox import smtp
from desk.qr import qr_png
from desk.reminders.clock import do_due
from rules.reminder_state import CLIENT
from sandbox.mailbox.failures import What
from storage import balances, clients, outbox, payment_links, reminders
from storage.balances import Counted
from storage.invoices import Invoice
from storage.reminders import Reminder
from tests.bot.outbox.test_mail import PostOffice, header, post, server
from tests.support.cast import OLIVIA, Cast
from tests.support.register import Accounting, Register
from tests.support.reminding import Office
from tests.support.stores import ON_SQLITE

__all__ = ["post", "server"]
pytestmark = ON_SQLITE
TUESDAY = "2026-12-01"


@pytest.fixture(scope="module")
def accounting() -> Iterator[Accounting]:
    running = Accounting()
    yield running
    running.stop()


@dataclass
class Desk:
    """The practice, its mails, and the Stripe that makes its links."""

    office: Office
    post: PostOffice
    register: Register

    def is_due(self, language: str = "en", total: int = 10_000) -> Invoice:
        """An invoice of which the client is reminded now. Of so little as 20 there is no link."""
        client = self.office.client()
        known = replace(client, language=language)
        clients.change(self.office.desk.store, self.office.mine, known, [])
        invoice = self.office.invoice(known, "2026-11-30", total)
        self.office.goes_to("2026-11-30", "12:00")
        self.office.rule(CLIENT, offsets=(1,), at=600)
        self.office.goes_to(TUESDAY, "10:00")
        self.register.passes()
        for _ in range(2):
            do_due(self.office.desk)
            self.register.till.work_off()
        do_due(self.office.desk)
        return invoice

    def reminder(self, invoice: Invoice) -> Reminder:
        store, mine = self.office.desk.store, self.office.mine
        [found] = reminders.of_subject(store, mine, "invoice", invoice.id, 9)
        return found

    @property
    def letter(self) -> EmailMessage:
        """The only mail that came."""
        [mail] = self.post.came
        read = message_from_bytes(mail.raw, policy=default)
        assert isinstance(read, EmailMessage)
        return read


@pytest.fixture
def desk(post: PostOffice, cast: Cast, accounting: Accounting) -> Desk:
    accounting.now = post.clock()
    register = Register(post.desk, cast, post.clock, accounting, accounting.stripe.client)
    return Desk(Office(post.desk, cast, post.clock), post, register)


def part(letter: EmailMessage, kind: str) -> str:
    found = letter.get_body((kind,))
    assert found is not None
    return str(found.get_content())


@pytest.mark.parametrize(
    ("language", "hello", "attached"),
    [("en", "Hello Ada Lovelace,", "Invoice"), ("fr", "Bonjour Ada Lovelace,", "Facture")],
)
def test_a_client_reads_it_pays_by_its_link_and_opens_the_invoice(
    desk: Desk, language: str, hello: str, attached: str
) -> None:
    invoice = desk.is_due(language)
    desk.post.runs()
    letter, [link] = (
        desk.letter,
        payment_links.open_of(desk.office.desk.store, desk.office.mine, [invoice.id]),
    )
    text, html = part(letter, "plain"), part(letter, "html")
    assert hello in text.replace("\u00a0", " ")
    assert hello in html.replace("\u00a0", " ")
    assert re.findall(r"https?://127\S+", text) == [link.url]
    assert f'href="{link.url}"' in html
    with urlopen(str(link.url), timeout=10) as page:
        assert invoice.reference in page.read().decode()
    [file] = letter.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == (
        f"{invoice.reference}.pdf",
        "application/pdf",
    )
    page_one = PdfReader(io.BytesIO(file.get_content())).pages[0]
    assert attached in page_one.extract_text()
    assert invoice.reference in page_one.extract_text()
    assert same_picture(page_one.images[0].data, qr_png(str(link.url)))


def same_picture(one: bytes, other: bytes) -> bool:
    left, right = (Image.open(io.BytesIO(data)).convert("L") for data in (one, other))
    return left.size == right.size and left.tobytes() == right.tobytes()


@pytest.mark.parametrize("what", [What.RECIPIENT_DEFERRED, What.DROPPED, What.TEMPORARY])
def test_a_server_that_does_not_want_it_now_gets_it_later_and_once(desk: Desk, what: What) -> None:
    """It says 4xx to the reader or the content, or breaks off before it has the content."""
    desk.post.fails(what, 3)
    invoice = desk.is_due(total=20)
    desk.post.runs()
    assert (desk.post.came, desk.reminder(invoice).state) == ([], "sending")
    desk.post.runs(15)
    assert len(desk.post.came) == 1
    assert (desk.reminder(invoice).state, desk.reminder(invoice).said) == ("sent", "250")
    assert desk.post.told(OLIVIA) == []


def test_a_server_that_cannot_be_reached_or_hangs_gets_it_later_and_once(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "SECONDS", 0.1)
    invoice = desk.is_due(total=20)
    desk.post.runs(2, desk.post.another("smtp://127.0.0.1:9"))
    with socket.create_server(("127.0.0.1", 0)) as silent:
        hangs = f"smtp://127.0.0.1:{silent.getsockname()[1]}"
        desk.post.runs(2, desk.post.another(hangs, "mails-2"))
    assert desk.reminder(invoice).state == "sending"
    desk.post.runs(2)
    assert len(desk.post.came) == 1
    assert desk.reminder(invoice).state == "sent"


def test_a_server_that_never_wants_it_is_told_and_it_is_kept_as_failed(desk: Desk) -> None:
    desk.post.fails(What.PERMANENT)
    invoice = desk.is_due(total=20)
    desk.post.runs(30)
    assert desk.post.came == []
    kept = desk.reminder(invoice)
    assert (kept.state, kept.said) == ("failed", "Rejected 550")
    assert len(desk.post.told(OLIVIA)) == 1


def test_cut_off_after_the_content_it_may_come_twice_under_one_id(desk: Desk) -> None:
    """More can't be known: SMTP has no way to ask whether a mail was taken. Its reader's program
    knows the second one as the same."""
    desk.post.fails(What.ANSWER_LOST)
    invoice = desk.is_due(total=20)
    desk.post.runs()
    assert (len(desk.post.came), desk.reminder(invoice).state) == (1, "sending")
    desk.post.runs(5)
    first, again = desk.post.came
    assert header(first, "Message-ID") == header(again, "Message-ID")
    assert desk.reminder(invoice).state == "sent"
    desk.post.runs(60)
    assert len(desk.post.came) == 2


def test_cut_off_after_the_content_and_paid_it_does_not_come_again(desk: Desk) -> None:
    desk.post.fails(What.ANSWER_LOST)
    invoice = desk.is_due(total=20)
    desk.post.runs()
    store, mine = desk.office.desk.store, desk.office.mine
    balances.count(store, mine, invoice.id, Counted(paid=20), desk.office.clock())
    desk.post.runs(10)
    assert len(desk.post.came) == 1
    kept = desk.reminder(invoice)
    assert (kept.state, kept.reason, kept.said) == ("skipped", "paid", "perhaps")
    row = outbox.find(store, mine, str(kept.uid))
    assert row is not None
    assert (row.state, row.payload) == ("failed", {})
