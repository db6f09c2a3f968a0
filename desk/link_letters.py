"""A payment link on its way to the client: by e-mail with the invoices, as a text to be copied, and
as a QR code. All of it is in the client's language and says nothing of what the invoices are for.
"""

from uuid import uuid4

from desk import links
from desk.access import Person
from desk.access_requests import role_of
from desk.context import Desk
from desk.documents import KIND as FILE
from desk.documents import RightLost, file_of
from desk.forms import WrongFields
from desk.invoice_parties import language_of_payer
from desk.language import Language
from desk.links import LinkView
from desk.mail import Attachment, Mail, can_send, send
from desk.qr import qr_png
from desk.receipt_documents import test_words
from desk.settings import PracticeSettings, practice_settings
from rules.ids import read_id
from rules.money import Money
from rules.words import Refusal, refuse, sentence
from storage import operations, outbox, practices
from storage.practices import Practice

INVOICE = "invoice_with_link"
"""Of attached files; their key is the link's uid and the invoice's id."""
QR = "payment_link"
"""Names the link in the payload of an outbox row."""
ADDRESS = "paylink_address"
"""The field in which the address is typed."""


def short_text(settings: PracticeSettings, shown: LinkView) -> str:
    """Fit for a text message."""
    say = language_of_payer(shown.payer, settings)
    return say(
        "{practice}: {amount} for {invoices}. Pay here: {url}",
        practice=settings.legal_name,
        amount=_amount(shown),
        invoices=_references(shown),
        url=shown.url or "",
    )


def send_by_mail(desk: Desk, practice: Practice, person: Person, uid: str, typed: str) -> str:
    """To the address that was typed, once; it is noted as sent. The address. Raises WrongFields
    where it is none; Refusal where no mail can be sent, or the link leads nowhere."""
    shown = _usable(links.view(desk, practice, person, uid))
    if not desk.sends_mail:
        raise refuse("Paydesk can’t send e-mail here. Copy the link or the text instead.")
    to = typed.strip()
    if not can_send(desk, to):
        raise WrongFields({ADDRESS: sentence("Write an e-mail address, such as ada@example.org.")})
    settings = practice_settings(desk, practice)
    with desk.store.transaction():
        say, test = language_of_payer(shown.payer, settings), practice.livemode is not True
        mail = _letter(say, settings, shown, to, test=test)
        send(desk, practice.id, mail, f"link:{uid}:{to}", person.slack_user)
        links.note_sent(desk, practice, person, uid)
    return to


def send_qr(desk: Desk, practice: Practice, person: Person, uid: str) -> None:
    """It comes to whoever asks, as a direct message, to be shown to a client at the desk."""
    _usable(links.view(desk, practice, person, uid))
    with desk.store.transaction():
        outbox.enqueue(
            desk.store,
            practice.id,
            kind=FILE,
            recipient=person.slack_user,
            uid=f"file:{uuid4().hex}",
            payload={QR: uid},
            now=desk.clock(),
        )
        links.note_sent(desk, practice, person, uid)


def qr_for(desk: Desk, practice_id: int, slack_user: str, uid: str) -> tuple[str, bytes]:
    """Its name and the image. Raises RightLost, also where the link leads nowhere any more."""
    practice = practices.get(desk.store, practice_id)
    person = Person(practice_id, slack_user, role_of(desk, practice_id, slack_user))
    if practice is None:
        raise LookupError(f"There is no practice {practice_id}.")
    try:
        url = _usable(links.view(desk, practice, person, uid)).url
    except Refusal as refusal:
        raise RightLost from refusal
    return "link.png", qr_png(url or "")


def invoice_with_link(desk: Desk, practice_id: int, key: str) -> tuple[str, bytes]:
    """The invoice as a PDF, with the link on it as long as it can be paid by."""
    uid, _, number = key.partition(":")
    practice = practices.get(desk.store, practice_id)
    operation = operations.by_uid(desk.store, practice_id, uid)
    if practice is None or operation is None:
        raise LookupError(f"There is no payment link {uid}.")
    url = links.link_view(desk, practice, operation).url
    return file_of(desk, practice_id, read_id(number) or 0, pay_at=url)


def _letter(
    say: Language, settings: PracticeSettings, shown: LinkView, to: str, *, test: bool
) -> Mail:
    practice, operation = settings.legal_name, shown.operation
    names = {"practice": practice, "amount": _amount(shown), "invoices": _references(shown)}
    lines = [
        *([test_words(say)] if test else []),
        say("Hello,"),
        say("{practice} asks you to pay {amount} for {invoices}. You can pay here:", **names),
        shown.url or "",
    ]
    if operation.surcharge:
        surcharge = Money(operation.surcharge, operation.currency)
        lines.append(
            say(
                "In this is a surcharge of {surcharge} for this way of paying. You can also pay in"
                " another way: ask the practice.",
                surcharge=surcharge,
            )
        )
    lines.append(say("The page is Stripe’s, which keeps your details safe. It is paid once only."))
    lines.append(
        say.plural(
            "The invoice is attached as a PDF.",
            "The invoices are attached as PDFs.",
            len(shown.parts),
        )
    )
    attached = [Attachment(INVOICE, f"{operation.uid}:{one.id}") for one, _ in shown.parts]
    subject = say("{practice}: {amount} for {invoices}", **names)
    if test:
        subject = f"{say('TEST')} · {subject}"
    return Mail(to, subject, "\n\n".join(lines) + "\n", attachments=tuple(attached))


def _usable(shown: LinkView) -> LinkView:
    if shown.url is None:
        raise refuse("This has moved on meanwhile. Look at it again.")
    return shown


def _amount(shown: LinkView) -> Money:
    return Money(shown.operation.amount, shown.operation.currency)


def _references(shown: LinkView) -> str:
    return ", ".join(invoice.reference for invoice, _ in shown.parts)
