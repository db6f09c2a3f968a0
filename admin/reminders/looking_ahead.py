"""What the previews of all kinds of reminders share: their pages, and the switch beside them."""

from flask import url_for

from admin.table import Place
from rules.ids import read_id
from rules.roles import Action, Role, may
from rules.words import sentence
from storage.reminder_plan import START
from storage.reminder_plan import Place as PlaceAhead

DONE = {"saved": sentence("Saved. It is off until you switch it on.")}


def switches(role: Role, *, is_on: bool) -> bool:
    """Whether there is the button to switch it on."""
    return may(role, Action.EDIT_REMINDERS) and not is_on


def pages_of(kind: str, after: PlaceAhead, following: PlaceAhead | None) -> dict[str, str]:
    """The addresses of the "first" and the "next" page, "" where there is none."""
    first = url_for("admin.reminders_ahead", kind=kind)
    place = f"{following[0]}.{following[1]}" if following else ""
    return {
        "first": first if after != START else "",
        "next": url_for("admin.reminders_ahead", kind=kind, after=place) if place else "",
    }


def read_place(place: Place | None) -> PlaceAhead:
    """After what the page begins; what is no such place is the beginning."""
    slot = read_id(place[0]) if place else None
    return START if place is None or slot is None else (slot, place[1])
