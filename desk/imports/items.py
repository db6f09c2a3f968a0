"""What an import asks of a kind of file, so that clients and invoices are taken over alike."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar

from desk.imports.faults import Fault
from storage.scratch import Seen

T = TypeVar("T")


@dataclass(frozen=True)
class Item(Generic[T]):
    """One client, or one invoice with its lines. `rows`: how many of the file it takes; `keys`: two
    items with one alike are the same; `made` is None where there are faults."""

    line: int
    rows: int
    faults: Sequence[Fault]
    keys: Sequence[str] = ()
    made: T | None = None


@dataclass
class Known(Generic[T]):
    """What the store says to some items: which are there (the item's line, the reference), and
    which can't be taken, and why."""

    there: dict[int, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    named: Mapping[int, Any] = field(default_factory=dict)
    """What the item on a line names in the store, as far as `write` needs it."""


class Kind(Protocol[T]):
    """Clients or invoices."""

    name: str

    def items(self, at: Callable[[int], None]) -> Iterator[Item[T]]:
        """Everything in the file, in its order. `at` is told how many bytes are read."""

    def known(self, made: Sequence[T], seen: Seen) -> Known[T]:
        """`seen`: the keys of all items before and of these."""

    def write(self, made: Sequence[T], known: Known[T]) -> None:
        """Into the store, in the transaction in which it was asked what is `known`: they are not
        there yet."""

    def adopt(self, made: Sequence[T]) -> None:
        """They are there already, and may give what the store lacks: another system's id."""
