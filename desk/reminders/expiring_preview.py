"""Which cards would be told of in the next days, to whom, and why others aren't: by the functions
by which they are planned and sent."""

from dataclasses import dataclass
from datetime import date

from desk.context import Desk
from desk.reminders.expiring import CardFacts, known_of, why_no_mail, why_no_row
from rules.reminder_state import Reason
from storage import expiring_cards
from storage.expiring_cards import Place
from storage.practices import Practice
from storage.stripe_clients import SavedMethod

PAGE = 20


@dataclass(frozen=True)
class CardAhead:
    """A card that comes up with the month of that number. `no_row`: why the staff isn't told of it,
    `no_mail`: why its client isn't; None: they are."""

    place: Place
    method: SavedMethod
    facts: CardFacts
    no_row: Reason | None
    no_mail: Reason | None


def cards_of(
    desk: Desk, practice: Practice, months: list[date], today: date, after: Place
) -> tuple[tuple[CardAhead, ...], Place | None]:
    """A page of those of these months that begins after a place, and after what the next one does;
    None: there is none."""
    found = expiring_cards.coming(desk.store, practice.id, months, after, PAGE + 1)
    page = found[:PAGE]
    known = known_of(desk, practice, {one.method.client_id for one in page}, today)
    cards = []
    for one in page:
        facts = known.card(one.method.client_id, one.occurrence)
        cards.append(CardAhead(one.place, one.method, facts, why_no_row(facts), why_no_mail(facts)))
    return tuple(cards), page[-1].place if len(found) > PAGE else None
