"""What is over is added up once, and anew as soon as something comes that belongs there."""

from collections.abc import Callable

import pytest

from storage import clients, ledger, operations
from storage.clients import Client
from storage.ledger import Line
from storage.ledger_sums import Span, Sums, moved_in
from storage.models import LedgerSum
from storage.new_operations import blank
from storage.operations import CHARGE
from storage.store import Store
from tests.support.cast import OLIVIA, T0, Cast

HOUR = 3_600_000
OVER, OPEN = Span(T0, T0 + HOUR), Span(T0 + HOUR, None)
OF_DAYS = Span("2026-11-01", "2026-11-23")
SPANS = (OVER, OPEN, OF_DAYS, Span("2026-11-23", None))
Moves = Callable[..., None]


@pytest.fixture
def moves(store: Store, cast: Cast) -> Moves:
    mine = cast.practice.id
    client = clients.add(store, mine, Client(0, "NP-7001", "Ada", "ada"), [])
    made = operations.add(store, mine, blank(mine, CHARGE, client.id, OLIVIA, T0), [], live=False)
    assert made is not None

    def move(amount: int, at: int = T0, day: str | None = None) -> None:
        name = f"ch_{amount}_{at}_{day}"
        assert ledger.add(store, mine, Line(made.id, "charge", name, amount, "usd", at, day))

    return move


def sums(store: Store, practice_id: int) -> list[Sums]:
    return moved_in(store, practice_id, SPANS, ["charge"])


def charged(amount: int) -> Sums:
    return [("charge", "usd", amount, 0)]


def test_each_span_has_its_own_from_its_first_moment_until_before_its_last(
    store: Store, cast: Cast, moves: Moves
) -> None:
    mine = cast.practice.id
    assert sums(store, mine) == [[], [], [], []]
    for amount, at in ((1, T0 - 1), (10, T0), (100, T0 + HOUR - 1), (1_000, T0 + HOUR)):
        moves(amount, at)
    for amount, day in ((2, "2026-10-31"), (20, "2026-11-01"), (200, "2026-11-23")):
        moves(amount, T0, day)
    expected = [charged(110), charged(1_000), charged(20), charged(200)]
    assert [sums(store, mine) for _ in range(2)] == [expected, expected]
    assert sums(store, cast.other.id) == [[], [], [], []]


def test_what_is_over_is_read_as_it_was_kept(store: Store, cast: Cast, moves: Moves) -> None:
    """So little is to be added up, however much there is."""
    mine = cast.practice.id
    moves(10)
    moves(20, T0 + HOUR)
    sums(store, mine)
    store.change(LedgerSum.update(sums='[["charge", "usd", 77, 0]]'))
    assert sums(store, mine)[:2] == [charged(77), charged(20)]


def test_what_comes_late_is_in_it(store: Store, cast: Cast, moves: Moves) -> None:
    mine = cast.practice.id
    for amount in (10, 20, 30):
        moves(amount)
        moves(amount, T0 + HOUR, "2026-11-22")
        assert sums(store, mine)[0] == charged(sum(range(10, amount + 1, 10)))
        assert sums(store, mine)[2] == charged(sum(range(10, amount + 1, 10)))


def test_a_span_that_ends_later_than_then_is_added_up_anew(
    store: Store, cast: Cast, moves: Moves
) -> None:
    """As that of this month does each day. There it stands once."""
    mine = cast.practice.id
    moves(10)
    sums(store, mine)
    for hours in (2, 3):
        longer = Span(T0, T0 + hours * HOUR)
        moves(hours, longer.ends - 1)  # type: ignore[operator]
        assert moved_in(store, mine, [longer], [])[0] == charged(10 + sum(range(2, hours + 1)))
    assert len(store.select(LedgerSum.select().where(LedgerSum.begins == str(T0)))) == 1
