"""Slack hears from us in time, even when the answer isn't ready."""

import threading

from bot.lateness import LateAcknowledgements


class Slow:
    def __init__(self) -> None:
        self.acknowledged = threading.Event()

    def acknowledge_late(self) -> None:
        self.acknowledged.set()


def test_a_slow_request_is_acknowledged_when_its_time_is_up() -> None:
    slept: list[float] = []
    late = LateAcknowledgements(after=2.0, clock=lambda: 100.0, sleep=slept.append)
    late.start()
    first, second = Slow(), Slow()
    late.watch(first)
    late.watch(second)
    assert first.acknowledged.wait(5)
    assert second.acknowledged.wait(5)
    assert slept == [2.0, 2.0]
    late.stop()


def test_each_request_waits_from_its_own_arrival() -> None:
    moments = iter([0.0, 1.5, 1.5, 2.0])
    slept: list[float] = []
    late = LateAcknowledgements(after=2.0, clock=lambda: next(moments), sleep=slept.append)
    first, second = Slow(), Slow()
    late.watch(first)
    late.watch(second)
    late.start()
    assert second.acknowledged.wait(5)
    assert slept == [0.5, 1.5]
    late.stop()
