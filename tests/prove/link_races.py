"""A link is paid in one tab while staff charges the card in another: one payment, in any order."""

import tempfile
from pathlib import Path

from desk.context import Desk
from storage.database import open_store
from tests.support.cast import FrozenClock, enter_cast
from tests.support.keys import TEST_KEY
from tests.support.link_races import Course, some_races
from tests.support.postgres import migrate
from tests.support.register import Accounting

NAME = "orders in which a link is paid while its card is charged"
FULL = 500


def run(count: int) -> int:
    accounting, clock = Accounting(), FrozenClock()
    accounting.now = clock()
    with tempfile.TemporaryDirectory(prefix="paydesk-races-") as folder:
        url = f"sqlite:///{Path(folder) / 'paydesk.db'}"
        migrate(url)
        store = open_store(url, TEST_KEY, clock)
        try:
            desk = Desk(store, clock, claim_secret=b"of the races")
            course = Course(desk, enter_cast(store), clock, accounting)
            for race in some_races(count):
                course.run(race)
            course.ends()
        finally:
            store.close()
            accounting.stop()
    return len(course.runs)
