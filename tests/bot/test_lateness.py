"""Slack hears from us in time, even when the answer isn't ready."""

import threading

from bot.lateness import LateAcknowledgements


class Slow:
    def __init__(self) -> None:
        self.acknowledged = threading.Event()

    def acknowledge_late(self) -> None:
        self.acknowledged.set()


class Moments:
    """A clock that its own sleep moves on."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


def test_a_slow_request_is_acknowledged_when_its_time_is_up() -> None:
    moments = Moments()
    late = LateAcknowledgements(after=2.0, clock=moments, sleep=moments.sleep)
    first, second = Slow(), Slow()
    late.watch(first)
    late.watch(second)
    late.start()
    assert first.acknowledged.wait(5)
    assert second.acknowledged.wait(5)
    assert moments.slept == [2.0]
    late.stop()


def test_each_request_waits_from_its_own_arrival() -> None:
    moments = Moments()
    late = LateAcknowledgements(after=2.0, clock=moments, sleep=moments.sleep)
    first, second = Slow(), Slow()
    late.watch(first)
    moments.now += 1.5
    late.watch(second)
    late.start()
    assert second.acknowledged.wait(5)
    assert first.acknowledged.is_set()
    assert moments.slept == [0.5, 1.5]
    late.stop()


def test_requests_close_together_are_looked_at_together() -> None:
    moments = Moments()
    late = LateAcknowledgements(after=2.0, clock=moments, sleep=moments.sleep)
    requests = [Slow() for _ in range(100)]
    for request in requests:
        late.watch(request)
        moments.now += 0.001
    late.start()
    assert requests[-1].acknowledged.wait(5)
    assert len(moments.slept) == 2
    late.stop()


def test_one_request_that_fails_does_not_keep_the_next_from_its_acknowledgement() -> None:
    class Broken:
        def acknowledge_late(self) -> None:
            raise ValueError("broken")

    moments = Moments()
    late = LateAcknowledgements(after=2.0, clock=moments, sleep=moments.sleep)
    second = Slow()
    late.watch(Broken())
    late.watch(second)
    late.start()
    assert second.acknowledged.wait(5)
    late.stop()
