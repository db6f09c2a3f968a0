"""Writing an invoice: a draft of one's own, its lines one after the other, then a number for it.

What the form sends back says only which draft it is of; amounts and taxes are read from the store.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from desk.access import Person, authorize
from desk.context import Desk
from desk.fields import Fields
from desk.invoice_forms import CLIENT, PRACTITIONER, TAXES, read_head, read_ids, read_line
from desk.invoice_save import Review, save_draft
from desk.invoice_sheets import LineSheet, Sheet, issued_on, line_sheet, sheet_of
from desk.invoices import changeable
from desk.settings import practice_settings, today_at
from rules.roles import Action
from rules.words import Refusal, refuse, sentence
from storage import catalogue, clients, drafts, invoice_contents, taxes
from storage.drafts import Draft
from storage.invoice_contents import Line
from storage.invoices import Invoice
from storage.practices import Practice

KEPT_MS = 24 * 60 * 60 * 1_000
"""A draft that nobody touched for so long is forgotten."""
MOST_LINES = 50


@dataclass(frozen=True)
class Place:
    """Which line of which draft: `version` as the form was made, `position` None of a new line."""

    draft_id: int
    version: int
    position: int | None


def start(desk: Desk, practice: Practice, person: Person, client_id: int | None = None) -> Sheet:
    """A new invoice, for a client where one is named."""
    authorize(person, Action.EDIT_INVOICES)
    settings, now = practice_settings(desk, practice), desk.clock()
    if client_id is not None and not _can_be_invoiced(desk, practice, client_id):
        raise refuse("There is no such client. Type /client and a name to find them.")
    due = today_at(desk, settings) + timedelta(days=settings.due_days)
    blank = Draft(
        id=0,
        owner=person.slack_user,
        invoice_id=None,
        base_version=None,
        client_id=client_id,
        currency=settings.currency,
        due_on=due.isoformat(),
        note="",
        fee_payer=None,
        lines=(),
        version=1,
        changed_at=now,
    )
    return sheet_of(desk, practice, _begun(desk, practice, blank))


def start_edit(desk: Desk, practice: Practice, person: Person, invoice_id: int) -> Sheet:
    """What stands on an invoice, to be changed. Refusal where it may not be any more."""
    authorize(person, Action.EDIT_INVOICES)
    invoice = changeable(desk, practice, invoice_id)
    draft = Draft(
        id=0,
        owner=person.slack_user,
        invoice_id=invoice.id,
        base_version=invoice.version,
        client_id=invoice.client_id,
        currency=invoice.currency,
        due_on=invoice.due_on,
        note=invoice.note,
        fee_payer=invoice.fee_payer,
        lines=invoice_contents.content(desk.store, practice.id, invoice.id).lines,
        version=1,
        changed_at=desk.clock(),
    )
    return sheet_of(desk, practice, _begun(desk, practice, draft))


def sheet(desk: Desk, practice: Practice, person: Person, draft_id: int) -> Sheet:
    """The draft as it is."""
    return sheet_of(desk, practice, _mine(desk, person, draft_id))


def new_line(
    desk: Desk, practice: Practice, person: Person, draft_id: int, form: Mapping[str, str]
) -> LineSheet:
    """An empty line's form; what stands in the head meanwhile is kept."""
    draft = _with_head(desk, practice, person, draft_id, form)
    if len(draft.lines) >= MOST_LINES:
        raise refuse("An invoice has {most} lines at most.", most=MOST_LINES)
    return line_sheet(desk, practice, draft, None, None)


def edit_line(
    desk: Desk,
    practice: Practice,
    person: Person,
    draft_id: int,
    position: int,
    form: Mapping[str, str],
) -> LineSheet:
    """The form of the line at `position`, from 0 on; what stands in the head is kept."""
    draft = _with_head(desk, practice, person, draft_id, form)
    if position >= len(draft.lines):
        raise _changed()
    return line_sheet(desk, practice, draft, position, draft.lines[position])


def filled_in(
    desk: Desk, practice: Practice, person: Person, place: Place, item_id: int
) -> LineSheet:
    """The form of a line, filled in from one of the saved prices."""
    draft = _at(desk, person, place)
    shown = line_sheet(desk, practice, draft, place.position, None)
    item = next((one for one in shown.items if one.id == item_id), None)
    if item is None:
        raise refuse("This price is not offered any more. Write the line yourself.")
    held = tuple(rate.version_id for rate in shown.rates if rate.id in item.taxes)
    line = Line(item.name, "1", item.unit_amount, item.unit_amount, None, held)
    return replace(shown, line=line, item=item.id)


def put_line(
    desk: Desk,
    practice: Practice,
    person: Person,
    place: Place,
    form: Mapping[str, str],
    language: str,
) -> Sheet:
    """A new line, or another in its place. Raises WrongFields."""
    draft = _at(desk, person, place)
    line = _read_line(desk, practice, draft, form, language)
    lines = list(draft.lines)
    if place.position is None:
        lines.append(line)
    else:
        lines[place.position] = line
    return _with_lines(desk, practice, draft, lines)


def remove_line(desk: Desk, practice: Practice, person: Person, place: Place) -> Sheet:
    draft = _at(desk, person, place)
    lines = [line for at, line in enumerate(draft.lines) if at != place.position]
    return _with_lines(desk, practice, draft, lines)


def save(
    desk: Desk, practice: Practice, person: Person, draft_id: int, form: Mapping[str, str]
) -> Invoice | Review:
    """The invoice with its number; or, where something has changed meanwhile, the draft to be
    looked at once more. Raises WrongFields."""
    authorize(person, Action.EDIT_INVOICES)
    before = _mine(desk, person, draft_id)
    draft, fields = read_head(before, form, issued_on(desk, practice, before))
    if draft.client_id is None:
        fields.check(CLIENT, sentence("Choose the client: type the beginning of the name."))
    elif _is_another(before, draft) and not _can_be_invoiced(desk, practice, draft.client_id):
        fields.check(CLIENT, sentence("Choose the client from the list."))
    fields.refuse_if_wrong()
    return save_draft(desk, practice, person, replace(draft, changed_at=desk.clock()))


def _begun(desk: Desk, practice: Practice, draft: Draft) -> Draft:
    with desk.store.transaction():
        drafts.forget(desk.store, practice.id, draft.changed_at - KEPT_MS)
        return drafts.add(desk.store, practice.id, draft)


def _mine(desk: Desk, person: Person, draft_id: int) -> Draft:
    authorize(person, Action.EDIT_INVOICES)
    draft = drafts.get(desk.store, person.practice_id, draft_id, person.slack_user)
    if draft is None:
        raise refuse(
            "This form was saved already, or is too old. Type /invoice open to see the invoices."
        )
    return draft


def _at(desk: Desk, person: Person, place: Place) -> Draft:
    """The draft, as it was when the line's form was made."""
    draft = _mine(desk, person, place.draft_id)
    if draft.version != place.version or (place.position or 0) >= max(len(draft.lines), 1):
        raise _changed()
    return draft


def _with_head(
    desk: Desk, practice: Practice, person: Person, draft_id: int, form: Mapping[str, str]
) -> Draft:
    """What is wrong in the head is told when it is saved."""
    before = _mine(desk, person, draft_id)
    draft, _ = read_head(before, form, issued_on(desk, practice, before))
    if _is_another(before, draft) and not _can_be_invoiced(desk, practice, draft.client_id):
        draft = replace(draft, client_id=before.client_id)
    draft = replace(draft, changed_at=desk.clock())
    if not drafts.change(desk.store, practice.id, draft):
        raise _changed()
    return draft


def _is_another(before: Draft, draft: Draft) -> bool:
    """The client of an invoice that is there may stay, whatever became of them."""
    return draft.client_id != before.client_id or draft.invoice_id is None


def _can_be_invoiced(desk: Desk, practice: Practice, client_id: int | None) -> bool:
    client = clients.get(desk.store, practice.id, client_id) if client_id else None
    return client is not None and client.erased_at is None


def _with_lines(desk: Desk, practice: Practice, draft: Draft, lines: list[Line]) -> Sheet:
    draft = replace(draft, changed_at=desk.clock())
    if not drafts.change_lines(desk.store, practice.id, draft, lines):
        raise _changed()
    return sheet_of(desk, practice, replace(draft, lines=tuple(lines), version=draft.version + 1))


def _read_line(
    desk: Desk, practice: Practice, draft: Draft, form: Mapping[str, str], language: str
) -> Line:
    fields = Fields(form)
    line = read_line(fields, draft.currency, language)
    chosen = fields.read(TAXES, lambda text: _taxes(desk, practice, text))
    if line and line.practitioner_id is not None:
        known = catalogue.practitioners_by_id(desk.store, practice.id, [line.practitioner_id])
        if not known:
            fields.check(PRACTITIONER, sentence("Choose from the list."))
    fields.refuse_if_wrong()
    if line is None:
        raise RuntimeError("A line without mistakes was not read")
    return replace(line, taxes=chosen or ())


def _taxes(desk: Desk, practice: Practice, text: str) -> tuple[int, ...]:
    """The ids of tax versions that are the practice's. Whether they still hold is seen when the
    invoice is saved."""
    ids = read_ids(text)
    known = taxes.versions(desk.store, practice.id, ids) if ids else {}
    if set(known) != set(ids):
        raise refuse("Choose from the list.")
    if len({rate.id for rate in known.values()}) != len(ids):
        raise refuse("Choose each tax once.")
    return tuple(ids)


def _changed() -> Refusal:
    return refuse("The lines have changed meanwhile. Go back and look at them.")
