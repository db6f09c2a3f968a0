"""Payments that were made elsewhere: in cash, at a terminal, to the bank account, by an insurer.

Somebody notes them, and they count at once; Stripe has no part in it.
"""

from collections.abc import Iterable, Mapping
from datetime import date

from desk import noted as notes
from desk.access import Person, authorize
from desk.context import Desk
from desk.fields import Fields
from desk.noted import Note, Noted, Noting
from desk.once import once
from desk.privacy import plain
from rules.roles import Action
from rules.words import Sentence, refuse, sentence
from storage.operations import ELSEWHERE, Operation
from storage.practices import Practice

CASH, TERMINAL, TRANSFER, INSURER, CHEQUE = "cash", "terminal", "transfer", "insurer", "cheque"
METHODS: dict[str, Sentence] = {
    CASH: sentence("Cash"),
    TERMINAL: sentence("Card terminal"),
    TRANSFER: sentence("Bank transfer"),
    INSURER: sentence("Insurer"),
    CHEQUE: sentence("Check"),
}
METHOD, AMOUNT, DAY, REFERENCE = (
    "elsewhere_method",
    "elsewhere_amount",
    "elsewhere_day",
    "elsewhere_reference",
)
"""The form's fields."""
LONGEST_REFERENCE = 60


def to_note(desk: Desk, practice: Practice, person: Person, invoice_ids: Iterable[int]) -> Noting:
    """What the form begins with. Refusal where nothing can be noted of these invoices."""
    authorize(person, Action.NOTE_PAYMENTS)
    return notes.noting(desk, practice, invoice_ids)


def note(
    desk: Desk,
    practice: Practice,
    person: Person,
    request_id: str,
    seen: Mapping[int, int],
    form: Mapping[str, str],
    language: str,
) -> Operation:
    """It is paid. The same `request_id` again notes nothing more; `seen` are the versions of the
    invoices as the person had them before their eyes. Raises WrongFields, and Refusal where they
    can't take it."""
    authorize(person, Action.NOTE_PAYMENTS)
    return once(
        desk,
        practice,
        request_id,
        lambda: _note(desk, practice, person, request_id, seen, form, language),
    )


def _note(
    desk: Desk,
    practice: Practice,
    person: Person,
    request_id: str,
    seen: Mapping[int, int],
    form: Mapping[str, str],
    language: str,
) -> Operation:
    made = notes.noting_as_seen(desk, practice, seen)
    fields = Fields(form)
    method = fields.read(METHOD, _method)
    amount = fields.read(AMOUNT, lambda text: notes.read_amount_of(made, text, language))
    day = fields.read(DAY, lambda text: _day(text, made))
    reference = fields.read(REFERENCE, lambda text: plain(text, LONGEST_REFERENCE))
    fields.refuse_if_wrong()
    described = {"type": method or "", "reference": reference or ""}
    parts = notes.parts_of(made, amount)
    said = Note(ELSEWHERE, request_id, parts, described, day or made.today)
    return notes.write(desk, practice, person, made, said)


def undo(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    """It counts no more. Refusal where that can't be, or somebody has undone it already."""
    authorize(person, Action.NOTE_PAYMENTS)
    return notes.undo(desk, practice, person, notes.named(desk, practice, uid, ELSEWHERE))


def noted(desk: Desk, practice: Practice, person: Person, operation: Operation) -> Noted:
    """What became of it, for whoever notes."""
    authorize(person, Action.NOTE_PAYMENTS)
    return notes.noted_of(desk, practice, operation)


def _method(text: str) -> str:
    if text not in METHODS:
        raise refuse("Choose how it was paid.")
    return text


def _day(text: str, made: Noting) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise refuse("Choose the day on which it was paid.") from None
    if day > made.today:
        raise refuse("Choose a day that is not in the future.")
    if day < made.earliest:
        raise refuse("Choose a day that is not before {day}.", day=made.earliest)
    return day
