"""The practices of the year: where the clocks change at three different times, and one more."""

from dataclasses import dataclass

from rules.roles import Role
from storage import members, practices, reminder_rules, settings
from storage.practices import Practice
from storage.reminder_rules import Rule as Kept
from storage.store import Store
from tests.support.cast import OLIVIA
from tests.support.reminder_year.diary import CLIENT, STAFF, Rule


@dataclass(frozen=True)
class Site:
    """A practice before it has an id; `debit` is Stripe's test account of a bank debit there."""

    name: str
    place: str
    currency: str
    zone: str
    debit: str
    client: dict[str, object]
    staff: dict[str, object]


SITES = (
    Site(  # Where clocks change, these times come twice, or not at all.
        "Lutetia Ostéopathie",
        "FR",
        "eur",
        "Europe/Paris",
        "pm_sepaDebit_success_at",
        {"offsets": (-3, 1, 7), "at": 150, "working_days": False, "quiet": (22 * 60, 60)},
        {"offsets": (1, 7, 14), "at": 510, "working_days": True},
    ),
    Site(
        "Hudson Physio",
        "US-NY",
        "usd",
        "America/New_York",
        "pm_usBankAccount_success",
        {"offsets": (-2, 1, 2, 9), "at": 600, "working_days": True, "quiet": (1200, 480)},
        {"offsets": (1, 3), "at": 90, "working_days": False},
    ),
    Site(
        "Lord Howe Clinic",
        "AU-NSW",
        "aud",
        "Australia/Lord_Howe",
        "",
        {"offsets": (0, 5, 10), "at": 135, "working_days": False, "quiet": (180, 60), "most": 2},
        {"offsets": (1, 2, 3), "at": 105, "working_days": False},
    ),
    Site(
        "Northside Physio",
        "US-TX",
        "usd",
        "America/Chicago",
        "pm_usBankAccount_success",
        {"offsets": (-3, 1, 7, 21), "at": 600, "working_days": True, "quiet": (1200, 480)}
        | {"most": 3, "ends_after": 18},
        {"offsets": (1, 7), "at": 600, "working_days": True},
    ),
)


def moves_in(store: Store, site: Site, now: int) -> tuple[Practice, list[Rule]]:
    """The practice with an owner, and its rules as saved, not switched on yet."""
    with store.transaction():
        practice = practices.ensure(store, f"T0{site.name[:6].upper()}", site.name, now)
        practices.set_place(store, practice.id, site.place, site.currency)
        settings.put(store, practice.id, "time_zone", site.zone)
        settings.put(store, practice.id, "send_receipts", value=False)
        members.set_role(store, practice.id, OLIVIA, Role.OWNER, now)
        rules = [_rule(practice.id, kind, site) for kind in (CLIENT, STAFF)]
        for rule in rules:
            assert reminder_rules.put(store, practice.id, _kept(rule))
    found = practices.get(store, practice.id)
    assert found is not None
    return found, rules


def _rule(practice_id: int, kind: str, site: Site) -> Rule:
    country, _, part = site.place.partition("-")
    given = site.client if kind == CLIENT else site.staff
    return Rule(practice_id, kind, site.zone, country, part or None, **given)  # type: ignore[arg-type]


def _kept(rule: Rule) -> Kept:
    return Kept(
        rule.practice,
        rule.kind,
        rule.offsets,
        rule.at,
        working_days=rule.working_days,
        quiet_begins=rule.quiet[0],
        quiet_ends=rule.quiet[1],
        most=rule.most,
        ends_after=rule.ends_after,
    )
