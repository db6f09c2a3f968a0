"""Write-offs: what is due and no longer expected. The invoice is settled without money."""

from collections.abc import Mapping

from desk import noted as notes
from desk.access import Person, authorize
from desk.context import Desk
from desk.fields import Fields
from desk.noted import Note, Noted, Noting
from desk.once import once
from desk.privacy import plain
from rules.roles import Action
from rules.words import refuse
from storage.operations import WRITE_OFF, Operation
from storage.practices import Practice

AMOUNT, REASON = "write_off_amount", "write_off_reason"
"""The form's fields."""
LONGEST_REASON = 200


def to_write_off(desk: Desk, practice: Practice, person: Person, invoice_id: int) -> Noting:
    """What the form begins with. Refusal where nothing can be written off of it."""
    authorize(person, Action.WRITE_OFF)
    return notes.noting(desk, practice, [invoice_id])


def write_off(
    desk: Desk,
    practice: Practice,
    person: Person,
    request_id: str,
    seen: Mapping[int, int],
    form: Mapping[str, str],
    language: str,
) -> Operation:
    """It is no longer expected. The same `request_id` again does nothing more; `seen` is the
    version of the invoice as the person had it before their eyes. Raises WrongFields, without a
    reason for instance, and Refusal where the invoice can't take it."""
    authorize(person, Action.WRITE_OFF)
    return once(
        desk,
        practice,
        request_id,
        lambda: _write_off(desk, practice, person, request_id, seen, form, language),
    )


def _write_off(
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
    amount = fields.read(AMOUNT, lambda text: notes.read_amount_of(made, text, language))
    why = fields.read(REASON, _reason)
    fields.refuse_if_wrong()
    parts = notes.parts_of(made, amount)
    described = {"type": WRITE_OFF, "why": why or ""}
    said = Note(WRITE_OFF, request_id, parts, described, made.today)
    return notes.write(desk, practice, person, made, said)


def undo(desk: Desk, practice: Practice, person: Person, uid: str) -> Operation:
    """It is expected again. Refusal where somebody has undone it already."""
    authorize(person, Action.WRITE_OFF)
    return notes.undo(desk, practice, person, notes.named(desk, practice, uid, WRITE_OFF))


def written_off(desk: Desk, practice: Practice, person: Person, operation: Operation) -> Noted:
    """What became of it, for whoever writes off."""
    authorize(person, Action.WRITE_OFF)
    return notes.noted_of(desk, practice, operation)


def _reason(text: str) -> str:
    reason = plain(text, LONGEST_REASON)
    if not reason:
        raise refuse("Write why it is no longer expected. It stays with the invoice.")
    return reason
