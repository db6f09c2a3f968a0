"""Home: what Paydesk shows a person of themselves and the practice, and when it is shown anew."""

from dataclasses import dataclass
from uuid import uuid4

from desk.access import Person
from desk.billing import Standing, standing
from desk.context import Desk
from desk.fees import ALL, FeeTable, fee_table, home_region
from desk.language import LANGUAGES
from desk.settings import practice_settings
from rules.roles import Role
from rules.words import refuse
from storage import fee_rows, members, outbox, taxes
from storage.practices import Practice

KIND = "slack_home"
"""Of the outbox rows that have Home shown anew. They say only to whom: what it shows is looked up
when it is sent, so it is never older than that."""
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
    """`language`: what the person chose ("en", "fr"), or AS_IN_SLACK. `setup`: for owners only."""

    standing: Standing
    language: str
    fees: FeeTable
    setup: Setup | None


def home_of(desk: Desk, practice: Practice, person: Person) -> Home:
    """What Home shows the person; everybody may see their own."""
    member = members.find(desk.store, practice.id, person.slack_user)
    return Home(
        standing=standing(desk, practice, person),
        language=(member and member.language) or AS_IN_SLACK,
        fees=fee_table(desk, practice, person, home_region(practice) or ALL),
        setup=_setup(desk, practice, person) if person.role is Role.OWNER else None,
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


def show_anew(desk: Desk, practice_id: int, *slack_users: str) -> None:
    """Have their Homes shown anew, in the transaction of what has changed in them."""
    uids = {user: f"home:{uuid4().hex}" for user in sorted(set(slack_users))}
    with desk.store.transaction():
        outbox.drop_waiting(desk.store, practice_id, KIND, sorted(uids))
        outbox.enqueue_all(desk.store, practice_id, KIND, uids, {}, desk.clock())


def show_owners_too(desk: Desk, practice_id: int, slack_user: str) -> None:
    """`show_anew` for somebody whose role has changed or may, and for those who decide about it."""
    owners = (owner.slack_user for owner in members.owners(desk.store, practice_id))
    show_anew(desk, practice_id, slack_user, *owners)


def _setup(desk: Desk, practice: Practice, person: Person) -> Setup:
    settings = practice_settings(desk, practice)
    people = members.list_members(desk.store, practice.id)
    others = (one for one in people if one.slack_user != person.slack_user)
    return Setup(
        place=practice.place is not None,
        identity=bool(settings.address),
        taxes=bool(settings.tax_wording) or taxes.any_in_use(desk.store, practice.id),
        own_fees=bool(fee_rows.saved_rows(desk.store, practice.id)),
        others=any(one.disabled_at is None for one in others),
        livemode=practice.livemode,
    )
