"""What a client gets of a refund as a document: a credit note, what undoes one, or a confirmation
where the invoice is owed as before. In the client's language; it doesn't say what an invoice is
for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from desk import documents
from desk.access import Person, authorize
from desk.access_requests import role_of
from desk.context import Desk
from desk.days import day_in
from desk.document_pdf import Document, drawn
from desk.documents import RightLost, paper_of, seller_lines, tax_name
from desk.invoice_parties import language_of_payer, seller_of
from desk.language import Language, language_of
from desk.method_names import method_name
from desk.receipt_documents import surcharge_words, test_words
from desk.settings import practice_settings
from rules.money import Money
from rules.payment_state import State
from rules.refund_state import REFUND as WENT
from rules.roles import Action
from rules.words import Refusal, refuse
from storage import (
    clients,
    credit_notes,
    invoices,
    ledger,
    operations,
    outbox,
    practices,
    taxes,
)
from storage.credit_notes import UNDONE, CreditNote
from storage.invoices import Invoice
from storage.operations import REFUND, Operation
from storage.practices import Practice
from storage.taxes import TaxRate

KIND = "refund"
"""Of attached files and outbox rows; their key is `key_of`."""
CONFIRMATION = "confirmation"
_WIDTHS = (0.64, 0.18, 0.18)
_WENT = (State.PROCESSING, State.SUCCEEDED)


@dataclass(frozen=True)
class Given:
    """Everything that such a document says. `note` None: it is a confirmation. `invoices` by their
    ids: of those in `parts`, each with its "invoice", "amount" and "taxes"."""

    refund: Operation
    note: CreditNote | None
    parts: tuple[Mapping[str, Any], ...]
    invoices: Mapping[int, Invoice]
    rates: Mapping[int, TaxRate]
    seller: Mapping[str, Any]
    payer: tuple[str, ...]
    language: str
    on: date
    test: bool

    @property
    def undone(self) -> bool:
        return self.note is not None and self.note.kind == UNDONE

    @property
    def number(self) -> str:
        """A credit note's own; of a confirmation what tells two of a day apart."""
        if self.note is not None:
            return self.note.reference
        first = next(iter(self.refund.shown["invoices"]), "")
        return "-".join(filter(None, [first, f"{self.on:%Y%m%d}", self.refund.uid[:4].upper()]))


def key_of(uid: str, kind: str) -> str:
    """`kind`: of a credit note, or CONFIRMATION."""
    return f"{uid}:{kind}"


def file_of(desk: Desk, practice_id: int, key: str) -> tuple[str, bytes]:
    """The PDF and its name. Refusal where there is no such document."""
    uid, _, kind = key.partition(":")
    given = given_of(desk, practice_id, uid, kind)
    name = f"{title_of(language_of(given.language), given)}-{given.number}"
    return f"{name.replace('/', '-').replace(' ', '-')}.pdf", drawn(document_of(given))


def send_pdf(desk: Desk, practice: Practice, person: Person, uid: str) -> None:
    """The newest document of the refund comes to whoever asks, as a direct message. Refusal where
    there is none."""
    authorize(person, Action.SEE_INVOICES)
    refund = operations.by_uid(desk.store, practice.id, uid)
    if refund is None or refund.kind != REFUND:
        raise refuse("There is no such refund.")
    key = key_of(uid, newest_kind(desk, refund))
    with desk.store.transaction():
        outbox.enqueue(
            desk.store,
            practice.id,
            kind=documents.KIND,
            recipient=person.slack_user,
            uid=f"file:{uuid4().hex}",
            payload={KIND: key},
            now=desk.clock(),
        )


def file_for(desk: Desk, practice_id: int, slack_user: str, key: str) -> tuple[str, bytes]:
    """The PDF and its name, for a person of the practice. Raises RightLost."""
    person = Person(practice_id, slack_user, role_of(desk, practice_id, slack_user))
    try:
        authorize(person, Action.SEE_INVOICES)
    except Refusal as refusal:
        raise RightLost from refusal
    return file_of(desk, practice_id, key)


def newest_kind(desk: Desk, refund: Operation) -> str:
    """Of which kind its newest document is. Refusal where it has none: nothing went back."""
    found = credit_notes.of_refunds(desk.store, refund.practice_id, [refund.id])
    if found:
        return found[-1].kind
    if refund.state not in _WENT:
        raise refuse("Nothing has gone back by this refund, so there is no document of it.")
    return CONFIRMATION


def given_of(desk: Desk, practice_id: int, uid: str, kind: str) -> Given:
    """Refusal where there is no such document."""
    store = desk.store
    refund = operations.by_uid(store, practice_id, uid)
    practice = practices.get(store, practice_id)
    if refund is None or practice is None or refund.kind != REFUND:
        raise refuse("There is no such refund.")
    found = credit_notes.of_refunds(store, practice_id, [refund.id])
    note = next((one for one in found if one.kind == kind), None)
    if note is None and kind != CONFIRMATION:
        raise refuse("There is no such credit note.")
    payer = clients.get(store, practice_id, refund.client_id)
    if payer is None:
        raise LookupError(f"There is no client {refund.client_id}.")
    parts = _parts(desk, refund, note)
    settings = practice_settings(desk, practice)
    versions = {int(version) for part in parts for version in part["taxes"]}
    ids = [part["invoice"] for part in parts]
    return Given(
        refund=refund,
        note=note,
        parts=parts,
        invoices={one.id: one for one in invoices.by_ids(store, practice_id, ids)},
        rates=taxes.versions(store, practice_id, versions),
        seller=note.content["seller"] if note else seller_of(settings),
        payer=(payer.name, payer.reference),
        language=note.language if note else language_of_payer(payer, settings).code,
        on=date.fromisoformat(note.issued_on) if note else _day(desk, refund, settings.time_zone),
        test=practice.livemode is not True,
    )


def document_of(given: Given) -> Document:
    """Every word of it."""
    say = language_of(given.language)
    title = title_of(say, given)
    return Document(
        language=say.code,
        paper=_paper(given),
        title=title,
        reference=given.number,
        mark="",
        test=test_words(say) if given.test else "",
        seller=_seller(say, given),
        buyer=tuple(filter(None, given.payer)),
        facts=tuple(_facts(say, given)),
        heads=(say("Invoice"), say("Total"), say("Credited") if given.note else say("Refunded")),
        rows=tuple(_row(say, given, part) for part in given.parts),
        sums=tuple(_sums(say, given)),
        notes=tuple(_notes(say, given)),
        page=say("{reference} · page", reference=given.number),
        widths=_WIDTHS,
    )


def title_of(say: Language, given: Given) -> str:
    if given.undone:
        return say("Credit note undone")
    return say("Credit note") if given.note else say("Refund")


def _parts(desk: Desk, refund: Operation, note: CreditNote | None) -> tuple[Mapping[str, Any], ...]:
    if note is not None:
        return tuple(note.content["parts"])
    found = operations.allocations(desk.store, refund.practice_id, refund.id)
    return tuple({"invoice": one.invoice_id, "amount": one.amount, "taxes": {}} for one in found)


def _day(desk: Desk, refund: Operation, zone: str) -> date:
    lines = ledger.of_operation(desk.store, refund.practice_id, refund.id)
    went = next((line.at for line in lines if line.kind == WENT), refund.changed_at)
    return day_in(went, zone)


def _paper(given: Given) -> str:
    newest = _newest(given)
    return paper_of(newest) if newest else "a4"


def _newest(given: Given) -> Invoice | None:
    return max(given.invoices.values(), key=lambda one: one.number, default=None)


def _seller(say: Language, given: Given) -> tuple[str, ...]:
    """As it was when the note was written."""
    newest = _newest(given)
    if given.note is None and newest is not None:
        return seller_lines(say, newest)
    seller = given.seller
    lines = [seller.get("name", ""), *seller.get("address", []), *seller.get("registrations", [])]
    return tuple(filter(None, lines))


def _facts(say: Language, given: Given) -> Iterator[tuple[str, str]]:
    yield say("Number"), given.number
    yield say("Issued") if given.note else say("Refunded on"), say.date(given.on)
    if given.undone and given.note:
        yield say("Undoes"), given.note.content["undoes"]
    yield say("Paid with"), method_name(say, given.refund.method)


def _row(say: Language, given: Given, part: Mapping[str, Any]) -> tuple[str, ...]:
    invoice = given.invoices[part["invoice"]]
    issued = say("Issued on {day}", day=date.fromisoformat(invoice.issued_on))
    total = say.money(Money(invoice.total, invoice.currency))
    return invoice.reference, issued, total, _signed(say, given, part["amount"])


def _sums(say: Language, given: Given) -> Iterator[tuple[str, str, bool]]:
    """What it is, how much, and whether it stands out."""
    refund, currency = given.refund, given.refund.currency.upper()
    if refund.surcharge:
        words = say("Credited of the invoices") if given.note else say("For the invoices")
        yield words, _signed(say, given, refund.bill), False
        yield surcharge_words(say), _signed(say, given, refund.surcharge), False
    words = say("Refunded in {currency}", currency=currency)
    if given.undone:
        words = say("Came back, in {currency}", currency=currency)
    yield words, _signed(say, given, refund.amount), True
    for version, amount in _taxes(given).items():
        tax = tax_name(say, given.rates[version])
        yield say("of which {tax}", tax=tax), _signed(say, given, amount), False


def _taxes(given: Given) -> Mapping[int, int]:
    sums: dict[int, int] = {}
    for part in given.parts:
        for version, amount in part["taxes"].items():
            sums[int(version)] = sums.get(int(version), 0) + amount
    return sums


def _signed(say: Language, given: Given, amount: int) -> str:
    """What is credited is less to pay; undone, it is to be paid as before."""
    less = given.note is not None and not given.undone
    return say.money(Money(-amount if less else amount, given.refund.currency))


def _notes(say: Language, given: Given) -> Iterator[str]:
    if given.undone:
        yield say("The refund came back, so the credit note that it came with no longer counts.")
    elif given.note is not None:
        yield say("You no longer owe this part of the invoice.")
    elif given.parts:
        yield say("The invoice is still to be paid, in another way.")
    if wording := given.seller.get("tax_wording"):
        yield wording
