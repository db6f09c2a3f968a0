"""What people see of a payment link, from the moment it was asked for."""

from dataclasses import dataclass

from desk import links
from desk.access import Person
from desk.context import Desk
from desk.link_letters import short_text
from desk.links import LinkView
from desk.settings import practice_settings
from storage.practices import Practice


@dataclass(frozen=True)
class LinkWindow:
    """`mail_to`: the client's address, "" where none is known; `can_mail`: whether mail is sent
    here at all. `text`: for a text message, while it can be paid by. Days are those of
    `time_zone`."""

    shown: LinkView
    mail_to: str
    can_mail: bool
    text: str
    time_zone: str


def window(desk: Desk, practice: Practice, person: Person, uid: str) -> LinkWindow:
    """As it is now. Refusal where the practice has no such link."""
    shown = links.view(desk, practice, person, uid)
    settings = practice_settings(desk, practice)
    return LinkWindow(
        shown=shown,
        mail_to=shown.payer.email or "",
        can_mail=desk.sends_mail,
        text=short_text(settings, shown) if shown.url else "",
        time_zone=settings.time_zone,
    )
