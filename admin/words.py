"""How the admin's pages write money, days, moments and people: in the person's language."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from babel.dates import format_date

from admin.here import spoken
from desk.admin.audit_names import deed_name, part_name
from desk.privacy import plain
from rules.fees import Percent
from rules.money import Money
from storage.members import Member
from storage.taxes import TaxRate

NO_BREAK = "\u00a0"
_REFERENCE = re.compile(r"(\b[\w-]{1,12}-\d{1,12}\b,?)")


def money(amount: int, currency: str) -> str:
    """`amount` in minor units."""
    return spoken().money(Money(amount, currency))


def day(iso: str) -> str:
    """An ISO day: "November 23, 2026"."""
    return spoken().date(date.fromisoformat(iso))


def short_day(iso: str) -> str:
    """In lists, where it doesn't break: "Nov 23, 2026"."""
    written = str(format_date(date.fromisoformat(iso), "medium", locale=spoken().locale))
    return written.replace(" ", NO_BREAK)


def moment(epoch_ms: int, zone: str) -> str:
    """Day and time in a time zone, an IANA name; breaks only between them."""
    at = datetime.fromtimestamp(epoch_ms / 1000, ZoneInfo(zone))
    time = spoken().time(at).replace(" ", NO_BREAK)
    return spoken()("{day}, {time}", day=short_day(at.date().isoformat()), time=time)


def pieces(text: str) -> list[str]:
    """Each second one is a reference, "INV-1042", which is not to be broken at its hyphen."""
    return _REFERENCE.split(text)


def percent(whole: int) -> str:
    """ "98%"."""
    return spoken().percent(Decimal(whole))


def rate(tax: TaxRate) -> str:
    """ "VAT 20%"."""
    return spoken()("{name} {percent}", name=plain(tax.name), percent=Percent(tax.percent))


def typed(text: str | None) -> str:
    """What somebody typed, a name: on one line, and without what turns the words around it."""
    return plain(text or "")


def who(actor: str, names: Mapping[str, str]) -> str:
    """Who did something: what Slack calls them, else their Slack id; a part of Paydesk by its
    name."""
    return part_name(spoken(), actor) or plain(names.get(actor, "")) or actor


def member(of: Member) -> str:
    """What Slack calls somebody, else their Slack id."""
    return plain(of.name or "") or of.slack_user


def deed(action: str) -> str:
    """An action of the audit log: "Edited an invoice"."""
    return deed_name(spoken(), action)
