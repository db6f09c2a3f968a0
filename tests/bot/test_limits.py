"""One person's flood doesn't reach the practice."""

from bot.limits import RateLimit


def test_a_burst_is_allowed_and_then_a_steady_pace() -> None:
    limit = RateLimit(burst=3, per_second=1)
    assert [limit.allows("T0", "U0FLORENCE", 0.0) for _ in range(4)] == [True, True, True, False]
    assert limit.allows("T0", "U0FLORENCE", 1.0)
    assert not limit.allows("T0", "U0FLORENCE", 1.1)


def test_one_persons_flood_leaves_the_others_alone() -> None:
    limit = RateLimit(burst=1, per_second=1)
    assert limit.allows("T0", "U0FLORENCE", 0.0)
    assert not limit.allows("T0", "U0FLORENCE", 0.0)
    assert limit.allows("T0", "U0BEN", 0.0)
    assert limit.allows("T0OTHER", "U0FLORENCE", 0.0)


def test_a_clock_that_steps_back_gives_nothing_and_takes_nothing() -> None:
    limit = RateLimit(burst=2, per_second=1)
    assert limit.allows("T0", "U0BEN", 100.0)
    assert limit.allows("T0", "U0BEN", 50.0)
    assert not limit.allows("T0", "U0BEN", 50.0)


def test_the_memory_for_people_is_bounded() -> None:
    limit = RateLimit()
    for person in range(12_000):
        limit.allows("T0", f"U{person}", 0.0)
    assert len(limit._buckets) == 10_000
