"""What payers are written of a refund: that their money is on its way back, and that it came back
to the practice after all. Where the person left the tick."""

from desk.context import Desk
from desk.credit_notes import follow as follow_credits
from desk.invoice_parties import language_of_payer
from desk.language import Language
from desk.mail import Attachment, Mail, can_send, send
from desk.method_names import method_name
from desk.receipt_documents import surcharge_words, test_words
from desk.refund_documents import CONFIRMATION, KIND, key_of
from desk.settings import PracticeSettings, practice_settings
from rules.money import Money
from rules.payment_state import State
from storage import clients, outbox, practices
from storage.clients import Client
from storage.credit_notes import CreditNote
from storage.operations import CREDIT, REOPEN, Operation
from storage.practices import Practice

_WENT = (State.PROCESSING, State.SUCCEEDED)


def follow(desk: Desk, refund: Operation, actor: str) -> None:
    """In the transaction in which a refund has changed: its credit note, and the mail."""
    note = follow_credits(desk, refund, actor)
    practice = practices.get(desk.store, refund.practice_id)
    payer = clients.get(desk.store, refund.practice_id, refund.client_id)
    if practice is None or payer is None:
        raise LookupError(f"Nobody is refunded by {refund.uid}.")
    if not refund.shown.get("mail") or not can_send(desk, payer.email):
        return
    told = f"{KIND}:{refund.uid}"
    settings = practice_settings(desk, practice)
    if refund.state in _WENT:
        mail = refund_mail(practice, settings, payer, refund, note)
        send(desk, practice.id, mail, told, refund.asked_by)
    elif refund.state == State.FAILED and outbox.find(desk.store, practice.id, told):
        mail = came_back_mail(practice, settings, payer, refund, note)
        send(desk, practice.id, mail, f"{told}:undone", refund.asked_by)


def refund_mail(
    practice: Practice,
    settings: PracticeSettings,
    payer: Client,
    refund: Operation,
    note: CreditNote | None,
) -> Mail:
    say = language_of_payer(payer, settings)
    amount, name = Money(refund.amount, refund.currency), settings.legal_name
    subject = say("Your refund from {practice}: {amount}", practice=name, amount=amount)
    lines = [
        *_greeting(say, practice, payer),
        say(
            "{practice} has refunded {amount} to you, to {method}. Banks take some days to show"
            " it.",
            practice=name,
            amount=amount,
            method=method_name(say, refund.method),
        ),
        "",
        *_parts(say, refund),
    ]
    if refund.ends == CREDIT:
        lines.append(say("You no longer owe this. The credit note is attached as a PDF."))
    else:
        if refund.ends == REOPEN:
            lines.append(say("The invoice is still to be paid, in another way."))
        lines.append(say("A confirmation is attached as a PDF."))
    attached = Attachment(KIND, key_of(refund.uid, note.kind if note else CONFIRMATION))
    text = "\n".join(lines) + "\n"
    return Mail(payer.email or "", _marked(say, practice, subject), text, attachments=(attached,))


def came_back_mail(
    practice: Practice,
    settings: PracticeSettings,
    payer: Client,
    refund: Operation,
    note: CreditNote | None,
) -> Mail:
    """No blame, and what happens next."""
    say = language_of_payer(payer, settings)
    amount, name = Money(refund.amount, refund.currency), settings.legal_name
    subject = say("Your refund from {practice} has not arrived", practice=name)
    lines = [
        *_greeting(say, practice, payer),
        say(
            "Your refund of {amount} from {practice} has come back: the bank could not take it.",
            amount=amount,
            practice=name,
        ),
    ]
    if note is not None:
        lines.append(
            say("So the credit note that you got with it doesn’t count any more; see the PDF.")
        )
    lines += [
        "",
        say(
            "You need not do anything now. {practice} will get in touch with you about another way"
            " to pay it to you.",
            practice=name,
        ),
    ]
    attached = (Attachment(KIND, key_of(refund.uid, note.kind)),) if note else ()
    text = "\n".join(lines) + "\n"
    return Mail(payer.email or "", _marked(say, practice, subject), text, attachments=attached)


def _greeting(say: Language, practice: Practice, payer: Client) -> list[str]:
    test = [test_words(say), ""] if practice.livemode is not True else []
    return [*test, say("Hello {name},", name=payer.name), ""]


def _parts(say: Language, refund: Operation) -> list[str]:
    shown = refund.shown
    lines = [
        say("{invoice}: {amount}", invoice=reference, amount=Money(amount, refund.currency))
        for reference, amount in zip(shown["invoices"], shown["amounts"], strict=True)
    ]
    if refund.surcharge:
        surcharge = Money(refund.surcharge, refund.currency)
        lines.append(say("{what}: {amount}", what=surcharge_words(say), amount=surcharge))
    return [*lines, ""] if lines else []


def _marked(say: Language, practice: Practice, subject: str) -> str:
    return subject if practice.livemode is True else f"{say('TEST')} · {subject}"
