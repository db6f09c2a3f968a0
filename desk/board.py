"""Home's board: who owes, what is on its way and what failed, a page at a time.

Which list a person looks at, and where its page begins, is remembered, so that Home stays where it
was when it is shown anew.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from desk.access import Person, authorize
from desk.context import Desk
from desk.home_news import show_anew
from desk.links import step_of
from desk.settings import PracticeSettings, practice_settings, today_at
from rules.board import LISTS, OWING
from rules.ids import read_id
from rules.money import Money
from rules.roles import Action, may
from rules.setup_state import WAITS
from storage import board as rows
from storage import disputes, members
from storage.board import Debt, Doing, Payer
from storage.disputes import Dispute
from storage.operations import Operation
from storage.practices import Practice

T = TypeVar("T")
PAGE_SIZE = 10
DISPUTES_SHOWN = 5
AFTER, BEFORE = "after", "before"


@dataclass(frozen=True)
class Spot:
    """A page of a list: its first one, or what comes after or before a row, which `key` names."""

    which: str
    side: str = ""
    key: str = ""

    def __str__(self) -> str:
        return f"{self.which} {self.side} {self.key}".strip()


@dataclass(frozen=True)
class Figures:
    """Of a list: how many invoices or payments, and what they come to by currency."""

    many: int
    amounts: tuple[Money, ...]


@dataclass(frozen=True)
class Owing:
    """Somebody who owes `amounts` on so many invoices, the oldest of them due on `since`.
    `has_method`: a saved payment method can be charged; `asked`: they were asked for one, and it
    isn't there yet; `link`: the uid of a payment link that waits for them."""

    client_id: int
    reference: str
    name: str
    amounts: tuple[Money, ...]
    invoices: int
    since: date
    has_method: bool
    asked: bool
    link: str | None = None


@dataclass(frozen=True)
class OwingList:
    """Those who owe the longest; `more`: there are others. `today` is the day where the practice
    is."""

    rows: Sequence[Owing]
    more: bool
    today: date


@dataclass(frozen=True)
class Row:
    """A payment that is on its way, or that failed, and who it is of. `step`: of a payment link,
    one of desk.links.STEPS."""

    operation: Operation
    client_id: int
    reference: str
    name: str
    step: str = ""


@dataclass(frozen=True)
class Disputed:
    """A dispute that waits for the practice's answer, the uid of its payment, and the references
    of the invoices that this has paid."""

    dispute: Dispute
    payment: str
    invoices: Sequence[str]


@dataclass(frozen=True)
class Board:
    """`disputes`: the first that are to be answered. `which` is one of rules.board.LISTS; `rows`
    belong to it. `previous` and `next`: the pages beside this one, None where there is none. Days
    are those of `time_zone`."""

    disputes: Sequence[Disputed]
    which: str
    figures: Mapping[str, Figures]
    rows: Sequence[Owing | Row]
    previous: Spot | None
    next: Spot | None
    today: date
    time_zone: str


def board_of(
    desk: Desk, person: Person, settings: PracticeSettings, remembered: str | None
) -> Board | None:
    """What the person looks at. `remembered`: a Spot as text. None: it isn't theirs to see."""
    if not may(person.role, Action.SEE_INVOICES):
        return None
    spot = read_spot(remembered or "")
    found = _page(desk, person.practice_id, spot)
    if not found.rows and spot.side:
        spot = Spot(spot.which)
        found = _page(desk, person.practice_id, spot)
    figures = rows.figures(desk.store, person.practice_id)
    return Board(
        disputes=_disputed(desk, person.practice_id) if figures.get(rows.DISPUTED) else (),
        which=spot.which,
        figures={one: _figures(figures.get(one, {})) for one in LISTS},
        rows=found.rows,
        previous=found.previous,
        next=found.next,
        today=today_at(desk, settings),
        time_zone=settings.time_zone,
    )


def _disputed(desk: Desk, practice_id: int) -> list[Disputed]:
    return [Disputed(*one) for one in disputes.to_answer(desk.store, practice_id, DISPUTES_SHOWN)]


def who_owes(desk: Desk, practice: Practice, person: Person) -> OwingList:
    """For whoever may see invoices: the first page of those who owe."""
    authorize(person, Action.SEE_INVOICES)
    return owing_list(desk, practice)


def owing_list(desk: Desk, practice: Practice) -> OwingList:
    """The same for whomever the practice has chosen."""
    found = _page_of_payers(desk, practice.id, Spot(OWING))
    today = today_at(desk, practice_settings(desk, practice))
    rows = [one for one in found.rows if isinstance(one, Owing)]
    return OwingList(rows, found.next is not None, today)


def all_owed(desk: Desk, practice_id: int) -> Figures:
    """Without what is being collected at this moment."""
    return _figures(rows.figures(desk.store, practice_id).get(OWING, {}))


def turn_to(desk: Desk, person: Person, text: str) -> None:
    """Look at another list or page from now on."""
    authorize(person, Action.SEE_INVOICES)
    with desk.store.transaction():
        spot = str(read_spot(text))
        members.set_board(desk.store, person.practice_id, person.slack_user, spot)
        show_anew(desk, person.practice_id, person.slack_user)


def open_at_first_page(desk: Desk, practice_id: int, slack_user: str) -> None:
    """Somebody opens Home: the list that they looked at last, from its beginning."""
    member = members.find(desk.store, practice_id, slack_user)
    spot = read_spot((member and member.board) or "")
    with desk.store.transaction():
        if spot.side:
            members.set_board(desk.store, practice_id, slack_user, spot.which)
        show_anew(desk, practice_id, slack_user)


def read_spot(text: str) -> Spot:
    """What `str` made of one. It comes back from outside: what can't be one is the first page."""
    which, _, rest = text.partition(" ")
    side, _, key = rest.partition(" ")
    if which not in LISTS:
        return Spot(OWING)
    sound = side in (AFTER, BEFORE) and (_payer_key(key) if which == OWING else read_id(key))
    return Spot(which, side, key) if sound else Spot(which)


@dataclass(frozen=True)
class _Page:
    rows: Sequence[Owing | Row]
    previous: Spot | None
    next: Spot | None


def _page(desk: Desk, practice_id: int, spot: Spot) -> _Page:
    if spot.which == OWING:
        return _page_of_payers(desk, practice_id, spot)
    key = read_id(spot.key)
    found = rows.listed(
        desk.store,
        practice_id,
        spot.which,
        after=key if spot.side == AFTER else None,
        before=key if spot.side == BEFORE else None,
        limit=PAGE_SIZE + 1,
    )
    shown = _shown(found, spot)
    keys = [str(one.operation.id) for one in shown]
    return _Page([_row(one) for one in shown], *_beside(spot, keys, len(found)))


def _page_of_payers(desk: Desk, practice_id: int, spot: Spot) -> _Page:
    key = _payer_key(spot.key)
    found = rows.payers(
        desk.store,
        practice_id,
        [one.value for one in WAITS],
        after=key if spot.side == AFTER else None,
        before=key if spot.side == BEFORE else None,
        limit=PAGE_SIZE + 1,
    )
    shown = _shown(found, spot)
    debts = rows.debts(desk.store, practice_id, [one.client_id for one in shown])
    keys = [f"{one.due_on} {one.invoice_id}" for one in shown]
    return _Page([_owing(one, debts) for one in shown], *_beside(spot, keys, len(found)))


def _shown(found: Sequence[T], spot: Spot) -> Sequence[T]:
    """Without the one that only says that there are more."""
    return found[-PAGE_SIZE:] if spot.side == BEFORE else found[:PAGE_SIZE]


def _beside(spot: Spot, keys: Sequence[str], found: int) -> tuple[Spot | None, Spot | None]:
    """The pages before and after these rows."""
    if not keys:
        return None, None
    more = found > PAGE_SIZE
    earlier = spot.side == AFTER or (spot.side == BEFORE and more)
    later = spot.side == BEFORE or more
    previous = Spot(spot.which, BEFORE, keys[0]) if earlier else None
    return previous, Spot(spot.which, AFTER, keys[-1]) if later else None


def _payer_key(key: str) -> tuple[str, int] | None:
    day, _, invoice = key.partition(" ")
    number = read_id(invoice)
    return (day, number) if number is not None and len(day) == len("2026-11-23") else None


def _owing(payer: Payer, debts: Sequence[Debt]) -> Owing:
    theirs = [one for one in debts if one.payer_id == payer.client_id]
    return Owing(
        client_id=payer.client_id,
        reference=payer.reference,
        name=payer.name,
        amounts=tuple(Money(one.amount, one.currency) for one in theirs),
        invoices=sum(one.invoices for one in theirs),
        since=date.fromisoformat(payer.due_on),
        has_method=payer.has_method,
        asked=payer.asked,
        link=payer.link,
    )


def _row(doing: Doing) -> Row:
    operation = doing.operation
    step = step_of(operation, doing.link)[0] if doing.link else ""
    return Row(operation, doing.client_id, doing.reference, doing.name, step)


def _figures(of_list: Mapping[str, tuple[int, int]]) -> Figures:
    amounts = [Money(amount, currency) for currency, (_, amount) in sorted(of_list.items())]
    return Figures(sum(many for many, _ in of_list.values()), tuple(filter(_any, amounts)))


def _any(money: Money) -> bool:
    return money.amount != 0
