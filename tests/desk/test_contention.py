"""Three processes of eight threads each charge from one database, one killed and one paused."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.database import Store
from tests.support.cast import Cast
from tests.support.contention import Contest, LiveAccounting

CHARGES = 9


@pytest.fixture(scope="module")
def accounting() -> Iterator[LiveAccounting]:
    running = LiveAccounting()
    yield running
    running.stop()


def test_processes_that_fight_for_the_same_charges_make_each_once(
    store: Store, cast: Cast, database_url: str, tmp_path: Path, accounting: LiveAccounting
) -> None:
    contest = Contest(store, cast, database_url, tmp_path, accounting)
    assert contest.run(CHARGES) == CHARGES
