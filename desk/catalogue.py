"""What invoices are written with: an owner adds and archives price items and practitioners."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from desk.access import Person, authorize
from desk.context import Desk
from desk.fields import Fields
from desk.forms import WrongFields
from desk.language import Language
from desk.own_fees import read_minor_units
from desk.privacy import plain
from desk.settings import practice_settings
from rules.ids import read_id
from rules.roles import Action
from rules.search_phrases import folded
from rules.words import Sentence, refuse, sentence
from storage import audit, catalogue, practices, taxes
from storage.catalogue import Practitioner, PriceItem
from storage.practices import Practice
from storage.taxes import TaxRate

NAME, PRICE, TAXES, NUMBER = "name", "price", "taxes", "provider_number"
"""The fields of the two forms."""
ITEM, PRACTITIONER = "item", "practitioner"
LONGEST_NAME, LONGEST_NUMBER = 80, 40


@dataclass(frozen=True)
class Catalogue:
    """Those in use; `taxes` are the rates to choose from, `currency` is the practice's."""

    items: tuple[PriceItem, ...]
    practitioners: tuple[Practitioner, ...]
    taxes: tuple[TaxRate, ...]
    currency: str


def catalogue_of(desk: Desk, practice: Practice, person: Person) -> Catalogue:
    authorize(person, Action.EDIT_SETTINGS)
    return Catalogue(
        items=tuple(catalogue.price_items(desk.store, practice.id)),
        practitioners=tuple(catalogue.practitioners(desk.store, practice.id)),
        taxes=tuple(taxes.rates(desk.store, practice.id)),
        currency=practice_settings(desk, practice).currency,
    )


def add_item(
    desk: Desk, practice: Practice, person: Person, form: Mapping[str, str], say: Language
) -> PriceItem:
    """In the practice's currency. Raises WrongFields."""
    known = catalogue_of(desk, practice, person)
    fields = Fields(form)
    name = fields.read(NAME, _name)
    price = fields.read(PRICE, lambda text: read_minor_units(text, say.code, known.currency))
    chosen = fields.read(TAXES, lambda text: _taxes(text, known.taxes))
    fields.refuse_if_wrong()
    item = PriceItem(0, name or "", price or 0, known.currency, chosen or ())
    with desk.store.transaction():
        practices.lock(desk.store, practice.id)
        there = catalogue.price_items(desk.store, practice.id)
        _refuse_twice(item.name, (one.name for one in there))
        item_id = catalogue.add_price_item(desk.store, practice.id, item, desk.clock())
        detail = {"name": item.name, "unit_amount": item.unit_amount, "currency": item.currency}
        _audit(desk, person, "price_item.added", f"price item {item_id}", detail)
    return item


def add_practitioner(
    desk: Desk, practice: Practice, person: Person, form: Mapping[str, str]
) -> Practitioner:
    """Raises WrongFields. Their name stays out of the log."""
    authorize(person, Action.EDIT_SETTINGS)
    fields = Fields(form)
    name = fields.read(NAME, _name)
    number = fields.read(NUMBER, lambda text: plain(text, LONGEST_NUMBER))
    fields.refuse_if_wrong()
    with desk.store.transaction():
        practices.lock(desk.store, practice.id)
        there = catalogue.practitioners(desk.store, practice.id)
        _refuse_twice(name or "", (one.name for one in there))
        added = catalogue.add_practitioner(
            desk.store, practice.id, name or "", number or "", desk.clock()
        )
        detail = {"provider_number": number or ""}
        _audit(desk, person, "practitioner.added", f"practitioner {added}", detail)
    return Practitioner(added, name or "", number or "")


def archive(desk: Desk, practice: Practice, person: Person, kind: str, text: str) -> None:
    """It is offered no more; invoices keep it. Refusal where it is archived already."""
    authorize(person, Action.EDIT_SETTINGS)
    archive_one, said = _ARCHIVE.get(kind, (None, ""))
    row_id = read_id(text)
    if archive_one is None or row_id is None:
        raise _gone()
    with desk.store.transaction():
        if not archive_one(desk.store, practice.id, row_id, desk.clock()):
            raise _gone()
        _audit(desk, person, f"{kind}.archived", f"{said} {row_id}", {})


_ARCHIVE: Mapping[str, tuple[Callable[..., bool], str]] = {
    ITEM: (catalogue.archive_price_item, "price item"),
    PRACTITIONER: (catalogue.archive_practitioner, "practitioner"),
}


def _gone() -> Exception:
    return refuse("This is no longer in use.")


def _name(text: str) -> str:
    name = plain(text, LONGEST_NAME)
    if not folded(name):
        raise refuse("Write a name.")
    return name


def _taxes(text: str, known: Iterable[TaxRate]) -> tuple[int, ...]:
    chosen = {part for part in text.split(",") if part}
    found = tuple(one.id for one in known if str(one.id) in chosen)
    if len(found) != len(chosen):
        raise refuse("One of these tax rates is no longer in use. Choose again.")
    return found


def _refuse_twice(name: str, there: Iterable[str]) -> None:
    if folded(name) in {folded(one) for one in there}:
        said: Sentence = sentence(
            "There is “{name}” already. Archive that one first, or choose a name that tells them"
            " apart.",
            name=name,
        )
        raise WrongFields({NAME: said})


def _audit(
    desk: Desk, person: Person, action: str, target: str, detail: Mapping[str, object]
) -> None:
    audit.record(
        desk.store,
        person.practice_id,
        actor=person.slack_user,
        action=action,
        target=target,
        detail=dict(detail),
        now=desk.clock(),
    )
