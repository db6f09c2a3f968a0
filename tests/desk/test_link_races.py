"""A link is paid in one tab while staff charges the card in another: some of the orders that
`make prove` goes through. One payment."""

from desk.context import Desk
from tests.support.cast import Cast, FrozenClock
from tests.support.link_races import Course, some_races
from tests.support.register import Accounting
from tests.support.stores import ON_SQLITE

pytestmark = ON_SQLITE
SAMPLE = 10


def test_in_whichever_order_a_client_and_staff_pay_it_is_paid_once(
    desk: Desk, cast: Cast, clock: FrozenClock, accounting: Accounting
) -> None:
    accounting.now = clock()
    course = Course(desk, cast, clock, accounting)
    for race in some_races(SAMPLE):
        course.run(race)
    course.ends()
