"""The chat of the tests, with the listeners that are tested here."""

import pytest

from bot.dispatcher import Routes
from commands.billing import listeners as billing
from commands.billing import people_listeners as people
from commands.fees import listeners as fees
from desk.context import Desk
from storage.database import Store
from tests.support.cast import Cast, FrozenClock
from tests.support.chat import Chat

ROUTES = Routes(
    commands={
        "fees": fees.on_command,
        "billing": billing.on_command,
    },
    actions={
        "fees:region:": fees.on_region,
        "fees:own": fees.on_own_fees,
        "billing:ask": billing.on_ask,
        "billing:claim": billing.on_claim,
        "billing:people": people.on_people,
        "billing:people:page:": people.on_page,
        "billing:people:add": people.on_add,
        "billing:role": people.on_role,
        "billing:answer": people.on_answer,
        "billing:decide:": people.on_decide,
    },
    views={
        "fees:own:form": fees.on_own_fees_submitted,
        "billing:claim:form": billing.on_claim_submitted,
        "billing:people:add:form": people.on_add_submitted,
    },
)


@pytest.fixture
def desk(store: Store, clock: FrozenClock) -> Desk:
    return Desk(store, clock, claim_secret=b"of the tests")


@pytest.fixture
def chat(desk: Desk, cast: Cast) -> Chat:
    """The workspace of the cast's practice, in Texas."""
    return Chat(desk, cast.practice.id, ROUTES)
