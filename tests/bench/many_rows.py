"""The same commands in a practice with a thousand invoices and in one with a million: as many
queries, and nearly as quick."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from bot.incoming import Kind
from bot.routes import ROUTES
from desk.context import Desk
from rules.board import FAILED, WAY
from rules.search_phrases import folded, phrases_of
from storage import counters, members, operations, owed
from storage.database import Store, open_store
from storage.new_operations import blank
from storage.operations import CHARGE, Allocation
from tests.bench import many_payments
from tests.bench.counting import queries
from tests.support.cast import BEN, FLORENCE, OLIVIA, SAM, T0, Cast, FrozenClock, enter_cast
from tests.support.chat import Chat
from tests.support.keys import TEST_KEY

FEW, MANY = 1_000, 1_000_000
INVOICES_EACH = 10
FEWEST_CLIENTS = 1_000
"""So that the same searches fill a list in both."""
ON_THE_BOARD = 100
ROUNDS = 40
FIRST = ("Ada", "Grace", "Alan", "Edsger", "Barbara", "Tony", "Radia", "Donald", "Frances", "Ken")
LAST = ("Lovelace", "Hopper", "Turing", "Dijkstra", "Liskov", "Hoare", "Perlman", "Knuth", "Allen")


@dataclass(frozen=True)
class Practice:
    """With its cast, so that more can be put into it."""

    chat: Chat
    store: Store
    clock: FrozenClock
    cast: Cast

    def queries(self, act: Callable[[Chat], object]) -> int:
        """How many statements it takes."""
        return queries(self.store, lambda: act(self.chat))


COMMANDS: Mapping[str, Callable[[Chat], object]] = {
    "/client": lambda chat: chat.person(BEN).types("/client"),
    "/client ada": lambda chat: chat.person(BEN).types("/client ada"),
    "/client hopper": lambda chat: chat.person(BEN).types("/client hopper"),
    "/client NP-0042": lambda chat: chat.person(BEN).types("/client NP-0042"),
    "typing a name": lambda chat: chat.person(BEN).asks(Kind.SEARCH, "client:find", value="a"),
    "/invoice open": lambda chat: chat.person(BEN).types("/invoice open"),
    "/invoice overdue": lambda chat: chat.person(BEN).types("/invoice overdue"),
    "/invoice paid": lambda chat: chat.person(BEN).types("/invoice paid"),
    "/invoice INV-500": lambda chat: chat.person(BEN).types("/invoice INV-500"),
    "/paylink": lambda chat: chat.person(BEN).types("/paylink"),
    "/paylink NP-0042": lambda chat: chat.person(BEN).types("/paylink NP-0042"),
    "/reminders": lambda chat: chat.person(BEN).types("/reminders"),
    "/reminders preview": lambda chat: chat.person(BEN).types("/reminders preview"),
    "/reminders INV-500": lambda chat: chat.person(BEN).types("/reminders INV-500"),
    "/tax": lambda chat: chat.person(OLIVIA).types("/tax"),
    "/fees 100": lambda chat: chat.person(BEN).types("/fees 100"),
    "/billing": lambda chat: chat.person(OLIVIA).types("/billing"),
    "Home, who owes": lambda chat: chat.person(BEN).opens_home(),
    "Home, what is on its way": lambda chat: chat.person(FLORENCE).opens_home(),
    "Home, what failed": lambda chat: chat.person(SAM).opens_home(),
}


@contextmanager
def both() -> Iterator[tuple[Practice, Practice]]:
    """The one with few, and the one with many."""
    with (
        tempfile.TemporaryDirectory() as folder,
        practice(Path(folder), FEW) as few,
        practice(Path(folder), MANY) as many,
    ):
        yield few, many


def measured(few: Practice, many: Practice) -> Iterator[tuple[str, float, int, int]]:
    """Each command, how many times longer it takes among many, and its queries in both."""
    for name, act in COMMANDS.items():
        yield name, _ratio(act, few.chat, many.chat), few.queries(act), many.queries(act)


def _ratio(act: Callable[[Chat], object], few: Chat, many: Chat) -> float:
    """In turns, so that a machine whose speed drifts doesn't decide."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for chat, taken in zip((few, many), times, strict=True):
            begun = time.perf_counter()
            act(chat)
            taken.append(time.perf_counter() - begun)
    return statistics.median(times[1]) / statistics.median(times[0])


@contextmanager
def practice(folder: Path, invoices: int) -> Iterator[Practice]:
    """A practice with so many invoices, and a tenth as many clients."""
    clock = FrozenClock()
    store = open_store(f"sqlite:///{folder}/{invoices}.db", TEST_KEY, clock)
    with closing(store):
        cast = enter_cast(store)
        _fill(store, cast.practice.id, invoices)
        chat = Chat(Desk(store, clock, b"bench"), cast.practice.id, ROUTES)
        yield Practice(chat, store, clock, cast)


def _fill(store: Store, practice_id: int, invoices: int) -> None:
    connection = store.database.connection()
    clients = max(FEWEST_CLIENTS, invoices // INVOICES_EACH)
    with store.transaction():
        connection.executemany(
            "INSERT INTO client (practice_id, id, reference, name, sort_name, email, created_at,"
            " changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (_client(practice_id, number) for number in range(1, clients + 1)),
        )
        connection.executemany(
            "INSERT INTO client_phrase (practice_id, phrase, client_id) VALUES (?, ?, ?)",
            (
                (practice_id, phrase.encode(), number)
                for number in range(1, clients + 1)
                for phrase in phrases_of(_name(number), _reference(number), _email(number))
            ),
        )
        connection.executemany(
            f"INSERT INTO invoice ({', '.join(_INVOICE)}) VALUES ({_PLACES})",
            (_invoice(practice_id, number, clients) for number in range(1, invoices + 1)),
        )
        owed.add_new(store, practice_id, [("usd", 12_000)] * (invoices // 5))
        _fill_payments(store, practice_id, invoices, clients)


def _fill_payments(store: Store, practice_id: int, invoices: int, clients: int) -> None:
    """Of those that are paid. What comes next has the numbers after all these."""
    paid = [one for one in range(1, invoices + 1) if _state(one) == "paid"]
    many_payments.fill(store, practice_id, [(one, one % clients + 1) for one in paid])
    counters.raise_to(store, practice_id, counters.CLIENTS, clients)
    counters.raise_to(store, practice_id, counters.INVOICES, invoices)
    _fill_board(store, practice_id, clients)


def _fill_board(store: Store, practice_id: int, clients: int) -> None:
    """Payments on their way and failed ones, and who looks at which list. They are of open
    invoices, which are the fifth, the tenth and so on."""
    for number in range(1, ON_THE_BOARD + 1):
        invoice_id = 5 * number
        new = replace(
            blank(practice_id, CHARGE, invoice_id % clients + 1, BEN, T0),
            state="declined" if number % 2 else "processing",
            method={"type": "card", "brand": "visa", "last4": "4242"},
            amount=12_000,
            currency="usd",
            shown={"invoices": [f"INV-{invoice_id}"]},
        )
        part = Allocation(invoice_id, 12_000)
        operations.add(store, practice_id, new, [part], live=number % 2 == 0)
    for user, which in ((FLORENCE, WAY), (SAM, FAILED)):
        members.set_board(store, practice_id, user, which)


_INVOICE = (
    *("practice_id", "number", "reference", "client_id", "payer_id", "state", "currency"),
    *("language", "issued_on", "due_on", "note", "rounding", "net", "total", "paid", "seller"),
    *("buyer", "version", "created_by", "created_at", "changed_at"),
)
_PLACES = ", ".join("?" * len(_INVOICE))


def _name(number: int) -> str:
    first, last = FIRST[number % len(FIRST)], LAST[number // len(FIRST) % len(LAST)]
    return f"{first} {last} {number}"


def _reference(number: int) -> str:
    return f"NP-{number:04}"


def _email(number: int) -> str:
    return f"client{number}@example.org"


def _client(practice_id: int, number: int) -> tuple[object, ...]:
    name = _name(number)
    return (
        *(practice_id, number, _reference(number), name, folded(name), _email(number)),
        *(T0, T0),
    )


def _state(number: int) -> str:
    return ("open", "paid", "paid", "paid", "void")[number % 5]


def _invoice(practice_id: int, number: int, clients: int) -> tuple[object, ...]:
    issued = date(2026, 11, 23) - timedelta(days=number % 700)
    state = _state(number)
    client, paid = number % clients + 1, 12_000 if state == "paid" else 0
    due = (issued + timedelta(days=30)).isoformat()
    return (
        *(practice_id, number, f"INV-{number}", client, client, state, "usd", "en"),
        *(issued.isoformat(), due, "", "line", 10_000, 12_000, paid, "{}", "{}", 1, BEN, T0, T0),
    )
