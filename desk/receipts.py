"""Receipts: sent to the payer when a charge is paid, and to whoever asks for one later.

A payer who has a receipt is told if the payment comes back after all.
"""

from dataclasses import dataclass
from uuid import uuid4

from desk import documents
from desk.access import Person, authorize
from desk.access_requests import role_of
from desk.charge_states import state_words
from desk.context import Desk
from desk.documents import RightLost
from desk.invoice_parties import language_of_payer
from desk.mail import can_send, send
from desk.receipt_contents import (
    Receipt,
    is_paid,
    log_of,
    receipt_of,
    target_of,
    was_found,
    write_down,
)
from desk.receipt_documents import file_of
from desk.receipt_mails import KIND, Undone, receipt_mail, receipt_text, undone_mail
from desk.settings import practice_settings
from rules.money import Money
from rules.payment_state import State
from rules.roles import Action
from rules.systems import is_system
from rules.words import Refusal, Sentence, refuse, sentence
from storage import audit, clients, operations, outbox
from storage.clients import Client
from storage.operations import COLLECT, Operation
from storage.practices import Practice

SENT = "receipt.sent"
"""In the audit log: somebody had it sent once more."""
_PROMISED = (State.PROCESSING, State.SUCCEEDED)
"""The payer may think that it is paid."""
ONCE_WITHIN_MS = 60_000
"""A second click within this time sends no second mail."""


@dataclass(frozen=True)
class Given:
    """A receipt that somebody had sent to the payer: to which address, or else why it wasn't, and
    the `text` to be copied instead."""

    to: str
    text: str
    why_not: Sentence | None = None


def follow(
    desk: Desk, practice: Practice, before: Operation | None, after: Operation, actor: str
) -> None:
    """The payer hears of what was paid, or was and is no more, in the transaction in which it
    became so."""
    looked_at = before is not None and before.state == State.REVIEW
    if after.state == State.SUCCEEDED and not (looked_at and receipt_of(desk, after)):
        _paid(desk, practice, after, actor)
    if after.state != State.FAILED or before is None:
        return
    if before.state in _PROMISED or (looked_at and _has_receipt(desk, after)):
        _undone(desk, practice, after)


def send_pdf(desk: Desk, practice: Practice, person: Person, uid: str) -> None:
    """It comes to whoever asks, as a direct message. Refusal where there is none."""
    authorize(person, Action.SEE_INVOICES)
    paid = _named(desk, practice, uid)
    with desk.store.transaction():
        outbox.enqueue(
            desk.store,
            practice.id,
            kind=documents.KIND,
            recipient=person.slack_user,
            uid=f"file:{uuid4().hex}",
            payload={KIND: paid.operation.uid},
            now=desk.clock(),
        )


def file_for(desk: Desk, practice_id: int, slack_user: str, uid: str) -> tuple[str, bytes]:
    """The PDF and its name, for a person of the practice. Raises RightLost."""
    person = Person(practice_id, slack_user, role_of(desk, practice_id, slack_user))
    try:
        authorize(person, Action.SEE_INVOICES)
    except Refusal as refusal:
        raise RightLost from refusal
    return file_of(desk, practice_id, uid)


def send_again(desk: Desk, practice: Practice, person: Person, uid: str) -> Given:
    """By e-mail to the payer, whatever the settings say. Refusal where there is none."""
    authorize(person, Action.CHARGE)
    with desk.store.transaction():
        operations.locked(desk.store, practice.id, uid)  # Two clicks at once are one.
        receipt = _named(desk, practice, uid)
        payer = clients.get(desk.store, practice.id, receipt.operation.client_id)
        to = (payer.email if payer else None) or ""
        if not can_send(desk, to):
            return Given(to, receipt_text(receipt), _NO_SERVER if to else _NO_ADDRESS)
        mail_uid = f"{KIND}:{uid}:{desk.clock() // ONCE_WITHIN_MS}"
        if outbox.find(desk.store, practice.id, mail_uid) is None:
            send(desk, practice.id, receipt_mail(receipt, to), mail_uid, person.slack_user)
            audit.record(
                desk.store,
                practice.id,
                actor=person.slack_user,
                action=SENT,
                target=target_of(uid),
                detail={"number": receipt.number},
                now=desk.clock(),
            )
    return Given(to, receipt_text(receipt))


def _paid(desk: Desk, practice: Practice, operation: Operation, actor: str) -> None:
    settings = practice_settings(desk, practice)
    payer = _payer(desk, operation)
    known_before = was_found(operation)  # Its receipt was sent before the backup was restored.
    mailed = settings.send_receipts and can_send(desk, payer.email) and not known_before
    write_down(desk, practice, settings, operation, payer, actor, mailed=mailed)
    receipt = receipt_of(desk, operation) if mailed else None
    if receipt is not None:
        mail = receipt_mail(receipt, payer.email or "")
        send(desk, practice.id, mail, f"{KIND}:{operation.uid}", _asked_by(operation))


def _undone(desk: Desk, practice: Practice, operation: Operation) -> None:
    settings = practice_settings(desk, practice)
    payer = _payer(desk, operation)
    had_one = _has_receipt(desk, operation)
    if not had_one and not settings.send_receipts:
        return
    undone = Undone(
        name=payer.name,
        practice=settings.legal_name,
        amount=Money(operation.amount, operation.currency),
        invoices=", ".join(operation.shown["invoices"]),
        test=practice.livemode is not True,
        receipt_sent=had_one,
    )
    say = language_of_payer(payer, settings)
    mail = undone_mail(say, undone, payer.email or "")
    send(desk, practice.id, mail, f"{KIND}-undone:{operation.uid}", _asked_by(operation))


def _asked_by(operation: Operation) -> str | None:
    """None: no person did."""
    return None if is_system(operation.asked_by) else operation.asked_by


def _has_receipt(desk: Desk, operation: Operation) -> bool:
    """Whether the payer was sent one, at once or later."""
    log = log_of(desk, operation)
    return any(entry.action == SENT or entry.detail.get("mailed") for entry in log)


def _named(desk: Desk, practice: Practice, uid: str) -> Receipt:
    operation = operations.by_uid(desk.store, practice.id, uid)
    if operation is None or operation.kind not in COLLECT:
        raise refuse("There is no such charge.")
    receipt = receipt_of(desk, operation) if is_paid(operation) else None
    if receipt is None:
        state = state_words(operation)
        raise refuse("There is no receipt, since it isn’t paid: {state}.", state=state)
    return receipt


def _payer(desk: Desk, operation: Operation) -> Client:
    payer = clients.get(desk.store, operation.practice_id, operation.client_id)
    if payer is None:
        raise LookupError(f"There is no client {operation.client_id}.")
    return payer


_NO_ADDRESS = sentence(
    "The payer has no e-mail address, so nothing was sent. Copy this for them, or add the address"
    " under /client and press the button again."
)
_NO_SERVER = sentence(
    "Paydesk can’t send e-mail there, so nothing was sent. Copy this for them instead."
)
