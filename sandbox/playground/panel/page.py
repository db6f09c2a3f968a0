"""What the panel shows: the time, and what is to go wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

from sandbox.links import Link
from sandbox.playground.panel.choices import DECLINES, fault_words, way_now
from sandbox.playground.panel.words import Words
from sandbox.stripe.control_money import debits_on_their_way
from sandbox.stripe.service import Service
from sandbox.stripe.webhooks import KIND


@dataclass(frozen=True)
class State:
    """`endpoints`: how many want webhooks; `way`: how they come, a key of choices.WEBHOOKS."""

    now: float
    ahead: float
    decline: str
    faults: Sequence[str]
    debits: int
    debit_seconds: float
    endpoints: int
    deliveries: int
    way: str


def state_of(service: Service, say: Words) -> State:
    with service.lock:
        return State(
            now=service.clock(),
            ahead=service.clock.ahead,
            decline=_why(service.next_decline, say),
            faults=[say(fault_words(one)) for one in service.faults.waiting],
            debits=len(debits_on_their_way(service)),
            debit_seconds=service.setup.debit_seconds,
            endpoints=sum(len(list(books.all(KIND))) for books in service.all_books),
            deliveries=len(service.webhooks.deliveries.all()),
            way=way_now(service.webhooks.switches.waiting),
        )


def _why(code: str, say: Words) -> str:
    if not code:
        return ""
    known = DECLINES.get(code)
    return say(known) if known else say("another reason ({code})", code=code)


@dataclass(frozen=True)
class Page:
    """`said`: what was done, or ""; `wrong`: what can't be."""

    state: State
    say: Words
    links: Sequence[tuple[str, str]]
    said: str = ""
    wrong: str = ""


def page_of(
    service: Service, language: str, links: Sequence[Link], said: str = "", wrong: str = ""
) -> Page:
    say = Words(language)
    shown = [(one.label(language), one.href(language)) for one in links]
    return Page(state_of(service, say), say, shown, said and say(said), wrong and say(wrong))
