"""Tax rates with all their versions, for the wide list and the page of one; what changes them is
desk.taxes, as in chat."""

from collections.abc import Sequence

from desk.access import Person, authorize
from desk.context import Desk
from rules.roles import Action
from storage import tax_pages
from storage.tax_pages import ListedVersion, Place

MOST_OF_ONE = 100
"""So many versions of a rate its page shows, the newest."""


def versions(
    desk: Desk, person: Person, ended: bool, after: Place | None, before: Place | None, limit: int
) -> Sequence[ListedVersion]:
    """Those of rates in use, or of those that are ended, after or before a place in the list."""
    authorize(person, Action.EDIT_TAXES)
    return tax_pages.page(
        desk.store, person.practice_id, ended=ended, after=after, before=before, limit=limit
    )


def versions_of(desk: Desk, person: Person, rate_id: int) -> Sequence[ListedVersion]:
    authorize(person, Action.EDIT_TAXES)
    return tax_pages.of_rate(desk.store, person.practice_id, rate_id, MOST_OF_ONE)
