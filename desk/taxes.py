"""Tax rates: an owner makes, edits and archives them; invoices keep the version that they used."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from desk.access import Person, authorize
from desk.context import Desk
from desk.fields import Fields
from desk.forms import WrongFields
from desk.place_texts import read_place
from desk.privacy import plain
from rules.invoice_totals import Line, Rounding, Totals, totals
from rules.roles import Action
from rules.search_phrases import folded
from rules.tax import Tax, read_percent
from rules.words import refuse, sentence
from storage import audit, practices, taxes
from storage.taxes import TaxRate, TaxTerms

NAME, PERCENT, KIND, PLACE = "name", "percent", "kind", "place"
"""The fields of the form."""
INCLUSIVE, EXCLUSIVE = "inclusive", "exclusive"
LONGEST_NAME = 40
SAMPLE = 10_000
"""What a preview is made of: 100.00."""


@dataclass(frozen=True)
class Saved:
    """A rate as it is from now on. `before`: as it was, None of a new one."""

    rate: TaxRate
    before: TaxRate | None = None


def tax_rates(desk: Desk, person: Person) -> list[TaxRate]:
    """Those in use."""
    authorize(person, Action.EDIT_TAXES)
    return taxes.rates(desk.store, person.practice_id)


def tax_rate(desk: Desk, person: Person, rate_id: int) -> TaxRate:
    """A rate in use. Refusal where there is none, or none any more."""
    authorize(person, Action.EDIT_TAXES)
    return _in_use(desk, person, rate_id)


def preview(form: Mapping[str, str]) -> Totals:
    """What an invoice of 100.00 becomes with this rate. Raises WrongFields."""
    terms = _read(form)
    tax = Tax(0, terms.name, terms.percent, terms.inclusive)
    return totals([Line(SAMPLE, (tax,))], Rounding.TOTAL)


def add(desk: Desk, person: Person, form: Mapping[str, str]) -> Saved:
    """A new rate. Raises WrongFields."""
    authorize(person, Action.EDIT_TAXES)
    terms, now = _read(form), desk.clock()
    with desk.store.transaction():
        rate_id = taxes.add(desk.store, person.practice_id, terms.name, folded(terms.name), now)
        if rate_id is None:
            raise _name_taken(terms.name)
        _add_version(desk, person, rate_id, terms)
    return Saved(_in_use(desk, person, rate_id))


def edit(
    desk: Desk, person: Person, rate_id: int, opened: int | None, form: Mapping[str, str]
) -> Saved:
    """A new version from now on; invoices keep the one that they used. `opened`: the version that
    the form showed. Raises WrongFields; Refusal where another one holds by now."""
    authorize(person, Action.EDIT_TAXES)
    terms = _read(form)
    with desk.store.transaction():
        practices.lock(desk.store, person.practice_id)
        before = _in_use(desk, person, rate_id)
        if _terms(before) == terms:
            return Saved(before, before)
        if before.version_id != opened:
            raise refuse(
                "This was changed since you opened it, so nothing of yours was saved. Open it again"
                " to see how it is now."
            )
        renamed = taxes.rename(
            desk.store, person.practice_id, rate_id, terms.name, folded(terms.name)
        )
        if not renamed:
            raise _name_taken(terms.name)
        _add_version(desk, person, rate_id, terms, _terms(before))
    return Saved(_in_use(desk, person, rate_id), before)


def archive(desk: Desk, person: Person, rate_id: int) -> TaxRate:
    """New invoices can't use it any more. Refusal where it is archived already."""
    authorize(person, Action.EDIT_TAXES)
    with desk.store.transaction():
        practices.lock(desk.store, person.practice_id)
        rate = _in_use(desk, person, rate_id)
        taxes.archive(desk.store, person.practice_id, rate_id, desk.clock())
        _audit(desk, person, "tax.archived", rate_id, {"name": rate.name})
    return rate


def _in_use(desk: Desk, person: Person, rate_id: int) -> TaxRate:
    rate = taxes.get(desk.store, person.practice_id, rate_id)
    if rate is None or rate.archived_at is not None:
        raise refuse("This tax rate is no longer in use. Type /tax to see those that are.")
    return rate


def _read(form: Mapping[str, str]) -> TaxTerms:
    fields = Fields(form)
    name = fields.read(NAME, _name)
    percent = fields.read(PERCENT, read_percent)
    kind = fields.read(KIND, _kind)
    place = fields.read(PLACE, _place)
    fields.refuse_if_wrong()
    return TaxTerms(name or "", percent or Decimal(0), kind == INCLUSIVE, place)


def _name(text: str) -> str:
    name = plain(text, LONGEST_NAME)
    if not folded(name):
        raise refuse("Give the tax its name as it shall stand on invoices, for example VAT.")
    return name


def _kind(text: str) -> str:
    if text not in (INCLUSIVE, EXCLUSIVE):
        raise refuse("Choose whether prices contain the tax.")
    return text


def _place(text: str) -> str | None:
    return str(read_place(text)) if text else None


def _terms(rate: TaxRate) -> TaxTerms:
    return TaxTerms(rate.name, rate.percent, rate.inclusive, rate.place)


def _name_taken(name: str) -> WrongFields:
    said = sentence(
        "There is a tax rate “{name}” already. Edit that one, or choose a name "
        "that tells them apart.",
        name=name,
    )
    return WrongFields({NAME: said})


def _add_version(
    desk: Desk, person: Person, rate_id: int, terms: TaxTerms, before: TaxTerms | None = None
) -> None:
    taxes.add_version(
        desk.store, person.practice_id, rate_id, terms, person.slack_user, desk.clock()
    )
    detail = {"to": _told(terms)} | ({"from": _told(before)} if before else {})
    _audit(desk, person, "tax.edited" if before else "tax.added", rate_id, detail)


def _told(terms: TaxTerms) -> dict[str, str | bool | None]:
    return {**vars(terms), "percent": str(terms.percent)}


def _audit(
    desk: Desk, person: Person, action: str, rate_id: int, detail: Mapping[str, object]
) -> None:
    audit.record(
        desk.store,
        person.practice_id,
        actor=person.slack_user,
        action=action,
        target=f"tax {rate_id}",
        detail=dict(detail),
        now=desk.clock(),
    )
