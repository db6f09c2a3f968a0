"""What Stripe says of the practice's account: read at the moment when an owner asks."""

from dataclasses import dataclass

from desk.access import Person, authorize
from desk.context import Desk
from desk.fees import home_region
from processor.accounts import Account, read_account
from processor.client import Client
from rules.fees import METHOD_OF_REGION
from rules.roles import Action
from rules.words import refuse
from storage.practices import Practice


@dataclass(frozen=True)
class StripeState:
    """`livemode` None: not known. `wanted`: the methods of rules.fees.METHODS that a practice of
    this place offers."""

    account: Account
    livemode: bool | None
    wanted: tuple[str, ...]


def may_see(person: Person) -> None:
    """Refusal for whoever may not."""
    authorize(person, Action.EDIT_SETTINGS)


def stripe_state(
    desk: Desk, stripe: Client | None, practice: Practice, person: Person
) -> StripeState:
    """Asks Stripe, which may take its time: never in a transaction. Refusal says what is wrong
    with the key, or that there is none."""
    may_see(person)
    if desk.store.in_transaction():
        raise RuntimeError("Stripe is not asked inside a transaction.")
    if stripe is None:
        raise refuse("Stripe isn’t connected yet: whoever runs Paydesk sets STRIPE_API_KEY.")
    return StripeState(read_account(stripe), practice.livemode, wanted(practice))


def wanted(practice: Practice) -> tuple[str, ...]:
    """Cards, and the bank debit of the practice's region."""
    debit = METHOD_OF_REGION.get(home_region(practice) or "")
    return ("card", debit) if debit else ("card",)
