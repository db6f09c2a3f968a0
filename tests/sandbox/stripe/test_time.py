"""What is due happens in its order, at its own moment, and one failure does not stop time."""

import logging

import pytest

from sandbox.clock import Clock
from sandbox.stripe import due
from sandbox.stripe.books import Books
from sandbox.stripe.service import PLATFORM, Service


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Service:
    """With one thing that can be due: a customer with a name."""

    def make(books: Books, called: str) -> None:
        books.add("customer", "cus", {"name": called})

    monkeypatch.setattr(due, "DUE", {"make": make})
    return Service(Clock(base=lambda: 1_000.0))


def made(service: Service) -> list[tuple[str, int]]:
    return [(one.body["name"], one.body["created"]) for one in service.platform.all("customer")]


def test_a_leap_does_all_that_was_due_each_at_its_moment(service: Service) -> None:
    for seconds, name in ((50, "third"), (10, "first"), (20, "second"), (500, "later")):
        service.agenda.add(1_000.0 + seconds, "make", PLATFORM, called=name)
    service.advance(100)
    assert made(service) == [("third", 1_050), ("second", 1_020), ("first", 1_010)]
    assert service.now() == 1_100


def test_what_breaks_is_told_and_time_goes_on(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    service.agenda.add(1_010.0, "make", PLATFORM, nobody="knows this")
    service.agenda.add(1_020.0, "make", PLATFORM, called="Ada")
    service.advance(100)
    assert made(service) == [("Ada", 1_020)]
    (told,) = [one for one in caplog.records if one.levelno == logging.ERROR]
    assert "nobody" in told.getMessage()
    assert told.exc_info
