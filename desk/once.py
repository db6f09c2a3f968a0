"""What somebody asks for, only once, however often and at the same moment they press the button."""

from collections.abc import Callable
from typing import TypeVar

from desk.context import Desk
from rules.words import Refusal
from storage import operations
from storage.operations import Operation
from storage.practices import Practice

T = TypeVar("T")


def once(desk: Desk, practice: Practice, request_id: str, write: Callable[[], T]) -> Operation | T:
    """The operation of this request, written down by `write` where there is none yet. A press that
    came second is told of the first one, even where that one was written while this one was read:
    what it changed would otherwise be in the way of its own repetition."""
    if known := operations.by_request(desk.store, practice.id, request_id):
        return known
    try:
        written = write()
    except Refusal:
        if known := operations.by_request(desk.store, practice.id, request_id):
            return known
        raise
    if isinstance(written, Operation):
        return written
    return operations.by_request(desk.store, practice.id, request_id) or written
