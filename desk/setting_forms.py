"""The forms of the settings: what an owner typed, read field by field, and saved as one."""

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from desk.access import Person, authorize
from desk.context import Desk
from desk.fields import Fields
from desk.forms import WrongFields
from desk.home_news import show_owners_too
from desk.language import LANGUAGES, Language
from desk.own_fees import read_minor_units
from desk.place_texts import read_place
from desk.privacy import plain
from desk.settings import (
    HIGHEST_NUMBER,
    LONGEST_DUE_DAYS,
    NEXT_NUMBER,
    Change,
    PracticeSettings,
    Standing,
    apply,
    next_invoice_number,
    practice_settings,
    standing,
)
from desk.time_zones import is_zone
from rules.currencies import is_known
from rules.invoice_totals import Rounding
from rules.places import Place
from rules.roles import Action, Role, may
from rules.words import Refusal, refuse
from storage import practices
from storage.practices import Practice

IDENTITY, PLACE, REGION, INVOICES, LIMITS = "identity", "place", "region", "invoices", "limits"
FORMS = (IDENTITY, PLACE, REGION, INVOICES, LIMITS)
LONGEST_NAME, LONGEST_LINE, MOST_LINES = 120, 120, 8
LONGEST_PREFIX = 12
YES, NO = "yes", "no"

_PREFIX = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_.-]*")


@dataclass(frozen=True)
class Reader:
    """Reads what stands in a field: numbers as the person's language writes them, amounts in the
    practice's currency."""

    say: Language
    currency: str

    def name(self, text: str) -> str:
        name = plain(text, LONGEST_NAME)
        if not name:
            raise refuse("Write the name that stands on invoices.")
        return name

    def lines(self, text: str) -> str:
        kept = [plain(line, LONGEST_LINE) for line in text.splitlines()]
        lines = [line for line in kept if line]
        if len(lines) > MOST_LINES:
            raise refuse("Write at most {n} lines.", n=MOST_LINES)
        return "\n".join(lines)

    def line(self, text: str) -> str:
        return plain(text, LONGEST_LINE)

    def place(self, text: str) -> str:
        place = read_place(text)
        _refuse_without_part(place)
        return str(place)

    def known_currency(self, text: str) -> str:
        if not is_known(text.lower()):
            raise refuse("Choose a currency.")
        return text.lower()

    def language(self, text: str) -> str:
        if text not in LANGUAGES:
            raise refuse("Choose one of the languages in the list.")
        return text

    def zone(self, text: str) -> str:
        if not is_zone(text):
            raise refuse("Choose a time zone from the list.")
        return text

    def prefix(self, text: str) -> str:
        prefix = plain(text, LONGEST_PREFIX + 1)
        if not _PREFIX.fullmatch(prefix) or len(prefix) > LONGEST_PREFIX:
            raise refuse(
                "Begin with a letter or digit, and use only letters, digits and - / _ . up to {n}"
                " characters.",
                n=LONGEST_PREFIX,
            )
        return prefix

    def number(self, text: str) -> int:
        return _whole(text, 1, HIGHEST_NUMBER)

    def due_days(self, text: str) -> int:
        return _whole(text, 0, LONGEST_DUE_DAYS)

    def rounding(self, text: str) -> Rounding:
        if text not in set(Rounding):
            raise refuse("Choose where tax is rounded.")
        return Rounding(text)

    def yes(self, text: str) -> bool:
        if text not in (YES, NO):
            raise refuse("Choose yes or no.")
        return text == YES

    def limit(self, text: str) -> int:
        return read_minor_units(text, self.say.code, self.currency)

    def approver(self, text: str) -> Role:
        if text not in (Role.OWNER, Role.BILLER):
            raise refuse("Choose who approves.")
        return Role(text)


_FIELDS: Mapping[str, Mapping[str, Callable[[Reader, str], Any]]] = {
    IDENTITY: {
        "legal_name": Reader.name,
        "address": Reader.lines,
        "registrations": Reader.lines,
        "tax_wording": Reader.line,
        "provider_number": Reader.line,
    },
    PLACE: {"place": Reader.place},
    REGION: {
        "currency": Reader.known_currency,
        "time_zone": Reader.zone,
        "language": Reader.language,
    },
    INVOICES: {
        "invoice_prefix": Reader.prefix,
        NEXT_NUMBER: Reader.number,
        "due_days": Reader.due_days,
        "rounding": Reader.rounding,
        "send_receipts": Reader.yes,
    },
    LIMITS: {"front_desk_limit": Reader.limit, "approver": Reader.approver},
}


@dataclass(frozen=True)
class SettingsPage:
    """What somebody sees of them, as they are at this moment."""

    settings: PracticeSettings
    next_number: int
    may_edit: bool

    def opened(self, section: str) -> str:
        """What the window of a form carries: which form it is, what stood in it, and the number
        that the next invoice had then."""
        return f"{section}:{_stamp(self.settings, section)}:{self.next_number}"


@dataclass(frozen=True)
class Saved:
    """What has changed by a form, and how all of them are now."""

    made: list[Change]
    page: SettingsPage


def settings_page(desk: Desk, practice: Practice, person: Person) -> SettingsPage:
    """For whoever works with them. `practice` may be older than the last change."""
    authorize(person, Action.SEE_SETTINGS)
    now = practices.get(desk.store, practice.id) or practice
    return SettingsPage(
        practice_settings(desk, now),
        next_invoice_number(desk, now),
        may(person.role, Action.EDIT_SETTINGS),
    )


def page_to_edit(desk: Desk, practice: Practice, person: Person) -> SettingsPage:
    """The same, for whoever may change them."""
    authorize(person, Action.EDIT_SETTINGS)
    return settings_page(desk, practice, person)


def save(
    desk: Desk,
    practice: Practice,
    person: Person,
    opened: str,
    form: Mapping[str, str],
    say: Language,
) -> Saved:
    """Everything in the form, or nothing of it. `opened`: as the window carried it. Raises
    WrongFields; Refusal where another owner has saved the form meanwhile, whose changes this would
    undo."""
    authorize(person, Action.EDIT_SETTINGS)
    section, _, seen = opened.partition(":")
    with desk.store.transaction():
        before = standing(desk, practice)
        values = _read(section, form, Reader(say, before.settings.currency))
        stamp, _, number = seen.rpartition(":")
        if str(values.get(NEXT_NUMBER)) == number:
            values.pop(NEXT_NUMBER)  # Invoices that were written meanwhile have moved it on.
        following = values.pop(NEXT_NUMBER, None)
        made, after = _apply(desk, person, before, values, following)
        if made and _stamp(before.settings, section) != stamp:
            raise refuse(
                "This was changed since you opened it, so nothing of yours was saved. Open it again"
                " to see how it is now."
            )
        if made:
            show_owners_too(desk, practice.id, person.slack_user)
        following = following or next_invoice_number(desk, practice)
    return Saved(made, SettingsPage(after.settings, following, may_edit=True))


def _stamp(settings: PracticeSettings, section: str) -> str:
    held = [settings.currency, *(getattr(settings, one) for one in _names(section))]
    return hashlib.sha256(repr(held).encode()).hexdigest()[:16]


def _names(section: str) -> list[str]:
    return [one for one in _FIELDS[section] if one != NEXT_NUMBER]


def _read(section: str, form: Mapping[str, str], reader: Reader) -> dict[str, Any]:
    if section not in _FIELDS:
        raise refuse("This belongs to another version of Paydesk. Type /billing to start anew.")
    fields = Fields(form)
    values = {
        name: fields.read(name, lambda text, read=read: read(reader, text))  # type: ignore[misc]
        for name, read in _FIELDS[section].items()
    }
    fields.refuse_if_wrong()
    return values


def _apply(
    desk: Desk, person: Person, before: Standing, values: Mapping[str, Any], number: int | None
) -> tuple[list[Change], Standing]:
    """What is refused of settings that were read is only the next number."""
    try:
        return apply(desk, person, before, values, number)
    except Refusal as refusal:
        raise WrongFields({NEXT_NUMBER: refusal.sentence}) from refusal


def _whole(text: str, least: int, most: int) -> int:
    digits = "".join(text.split())
    if not (digits.isascii() and digits.isdigit() and len(digits) < 12):
        raise refuse("Write a whole number from {least} to {most}.", least=least, most=most)
    if not least <= int(digits) <= most:
        raise refuse("Write a whole number from {least} to {most}.", least=least, most=most)
    return int(digits)


def _refuse_without_part(place: Place) -> None:
    """Fee law differs between states and provinces, so they must be known there."""
    if place.country in ("US", "CA") and not place.part:
        raise refuse("Choose the state or province.")
