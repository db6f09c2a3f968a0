"""Home: what Paydesk shows a person of themselves and the practice, and when it is shown anew."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.access import Person
from desk.billing import Standing, standing
from desk.board import Board, board_of
from desk.context import Desk
from desk.fees import ALL, FeeTable, home_region, table_of
from desk.home_news import show_anew
from desk.language import LANGUAGES
from desk.settings import PracticeSettings, practice_settings, today_at
from rules.roles import Role
from rules.words import refuse
from storage import fee_rows, members, taxes
from storage.fee_rows import SavedFeeRow
from storage.members import Member
from storage.practices import Practice

AS_IN_SLACK = "slack"
"""Chosen instead of one of desk.language.LANGUAGES."""


@dataclass(frozen=True)
class Setup:
    """What an owner sees to, true where it is done. `taxes`: there is a rate, or invoices say why
    there is none. `livemode` None: no Stripe key was seen yet."""

    place: bool
    identity: bool
    taxes: bool
    own_fees: bool
    others: bool
    livemode: bool | None

    @property
    def steps(self) -> tuple[bool, ...]:
        own = (self.place, self.identity, self.taxes, self.own_fees, self.others)
        return (*own, bool(self.livemode))


@dataclass(frozen=True)
class Home:
    """`language`: what the person chose ("en", "fr"), or AS_IN_SLACK. `setup`: for owners only.
    `board`: None where it isn't theirs to see."""

    standing: Standing
    language: str
    fees: FeeTable
    setup: Setup | None
    board: Board | None


def home_of(desk: Desk, practice: Practice, person: Person, member: Member | None) -> Home:
    """What Home shows the person, who is that member; everybody may see their own."""
    settings = practice_settings(desk, practice)
    saved = fee_rows.saved_rows(desk.store, practice.id)
    region = home_region(practice) or ALL
    owner = person.role is Role.OWNER
    return Home(
        standing=standing(desk, practice, person),
        language=(member and member.language) or AS_IN_SLACK,
        fees=table_of(person, region, saved, today_at(desk, settings)),
        setup=_setup(desk, practice, person, settings, saved) if owner else None,
        board=board_of(desk, person, settings, member.board if member else None),
    )


def choose_language(desk: Desk, person: Person, choice: str) -> None:
    """Speak one of LANGUAGES to the person from now on, or AS_IN_SLACK what their Slack does."""
    if choice not in (*LANGUAGES, AS_IN_SLACK):
        raise refuse("Choose one of the languages in the list.")
    language = None if choice == AS_IN_SLACK else choice
    with desk.store.transaction():
        members.set_language(
            desk.store, person.practice_id, person.slack_user, language, desk.clock()
        )
        show_anew(desk, person.practice_id, person.slack_user)


def _setup(
    desk: Desk,
    practice: Practice,
    person: Person,
    settings: PracticeSettings,
    saved: Sequence[SavedFeeRow],
) -> Setup:
    people = members.list_members(desk.store, practice.id)
    others = (one for one in people if one.slack_user != person.slack_user)
    return Setup(
        place=practice.place is not None,
        identity=bool(settings.address),
        taxes=bool(settings.tax_wording) or taxes.any_in_use(desk.store, practice.id),
        own_fees=bool(saved),
        others=any(one.disabled_at is None for one in others),
        livemode=practice.livemode,
    )
