"""What somebody asks for, only once, however often and at the same moment they press the button."""

from collections.abc import Callable
from typing import TypeVar

from desk.context import Desk
from rules.words import Refusal
from storage import operations
from storage.operations import Operation
from storage.practices import Practice

T = TypeVar("T")


class WrittenBefore(Exception):
    """The same request was written down meanwhile: to be raised in the transaction, so that nothing
    of this one stays."""


def once(desk: Desk, practice: Practice, request_id: str, write: Callable[[], T]) -> Operation | T:
    """The operation of this request, written down by `write` where there is none yet. A press that
    came second is told of the first one, even where that one was written while this one was read:
    what it changed would otherwise be in the way of its own repetition. `write` may raise
    WrittenBefore."""
    if known := operations.by_request(desk.store, practice.id, request_id):
        return known
    try:
        written = write()
    except (Refusal, WrittenBefore):
        if known := operations.by_request(desk.store, practice.id, request_id):
            return known
        raise
    if isinstance(written, Operation):
        return written
    return operations.by_request(desk.store, practice.id, request_id) or written
