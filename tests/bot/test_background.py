"""What is done beside the requests is done, and what fails there is told of in the log."""

from threading import Event

import pytest

from bot.background import in_background


def test_it_is_done_by_another_thread() -> None:
    done = Event()
    in_background(done.set)
    assert done.wait(10)


def test_what_fails_stands_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    tried = Event()

    def fails() -> None:
        tried.set()
        raise ValueError("broken")

    in_background(fails)
    assert tried.wait(10)
    for _ in range(1_000):
        if caplog.records:
            break
        Event().wait(0.01)
    [record] = caplog.records
    assert hasattr(record, "reference")
