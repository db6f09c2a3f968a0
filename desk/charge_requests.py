"""What /charge was asked for: the sheet of it, or what is still to be said."""

from desk import charge_sheets
from desk.access import Person, authorize
from desk.charge_sheets import NothingOpen, Sheet
from desk.context import Desk
from desk.requested import Several, Ways, read_request, wish_for
from desk.settings import PracticeSettings, practice_settings
from rules.money import Money
from rules.roles import Action
from storage.practices import Practice

Answer = Sheet | Several | NothingOpen | None
"""None: nobody was named."""


def requested(desk: Desk, practice: Practice, person: Person, text: str, language: str) -> Answer:
    """What is asked for by "", "NP-0042", "ada", "NP-0042 85", "INV-1042 40", "INV-1042 INV-1043".
    Refusal, with the sentence that helps, of what can't be understood."""
    authorize(person, Action.CHARGE)
    settings = practice_settings(desk, practice)
    ways = _ways(desk, practice, person, settings)
    return read_request(desk, practice, person, settings, language, text, ways)


def for_client(
    desk: Desk, practice: Practice, person: Person, client_id: int, amount: Money | None
) -> Sheet | NothingOpen:
    """One who was chosen: what they owe first, or the amount."""
    authorize(person, Action.CHARGE)
    ways = _ways(desk, practice, person, practice_settings(desk, practice))
    if amount is None:
        return ways.of_client(client_id, None)
    return ways.of_new(wish_for(client_id, amount))


def _ways(
    desk: Desk, practice: Practice, person: Person, settings: PracticeSettings
) -> Ways[Sheet | NothingOpen]:
    who = (desk, practice, person, settings)
    return Ways(
        of_invoices=lambda wish, found: charge_sheets.sheet_of(*who, wish, found),
        of_client=lambda client_id, client: charge_sheets.of_client(*who, client_id, client),
        of_new=lambda wish: charge_sheets.sheet_of_new(*who, wish),
    )
