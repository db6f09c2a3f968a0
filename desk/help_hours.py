"""The form for the hours in which agents answer, and for when they are reminded."""

import re
from collections.abc import Mapping

from desk.access import Person, authorize
from desk.context import Desk
from desk.fields import Fields
from desk.settings import WAITS, Change, apply, standing
from rules.office_hours import OfficeHours, write_hours
from rules.roles import Action
from rules.words import refuse
from storage.practices import Practice

DAYS, BEGINS, ENDS, WAIT = "help_days", "help_begins", "help_ends", "help_wait"
"""The fields."""

_CLOCK = re.compile(r"(\d{1,2})\s*(?:[:h.]\s*(\d\d)?)?")


def save_hours(
    desk: Desk, practice: Practice, person: Person, form: Mapping[str, str]
) -> list[Change]:
    """What has changed. Raises WrongFields."""
    authorize(person, Action.EDIT_SETTINGS)
    fields = Fields(form)
    days = fields.read(DAYS, _days)
    begins = fields.read(BEGINS, read_clock)
    ends = fields.read(ENDS, lambda text: _later(read_clock(text), begins))
    wait = fields.read(WAIT, _wait)
    fields.refuse_if_wrong()
    hours = write_hours(OfficeHours("UTC", begins or 0, ends or 0, days or ()))
    with desk.store.transaction():
        values = {"help_hours": hours, "help_wait": wait}
        made, _ = apply(desk, person, standing(desk, practice), values)
    return made


def _days(text: str) -> tuple[int, ...]:
    chosen = [one for one in text.split(",") if one in set("1234567")]
    if not chosen:
        raise refuse("Choose at least one day.")
    return tuple(sorted({int(one) for one in chosen}))


def read_clock(text: str) -> int:
    """ "9:00", "17:30", « 9 h », "24:00": minutes of the day."""
    found = _CLOCK.fullmatch(text.strip().lower())
    hour, minute = (int(part or 0) for part in found.groups()) if found else (99, 0)
    if hour * 60 + minute > 24 * 60 or minute > 59:
        raise refuse("Write a time of day, such as 9:00 or 17:30.")
    return hour * 60 + minute


def _later(ends: int, begins: int | None) -> int:
    if begins is not None and ends <= begins:
        raise refuse("This has to be later than the beginning.")
    return ends


def _wait(text: str) -> int:
    if text not in set(map(str, WAITS)):
        raise refuse("Choose when agents are reminded.")
    return int(text)
