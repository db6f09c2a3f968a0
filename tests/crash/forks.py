"""A part of the work in a process of its own, forked from a warm one."""

import os
import pickle
import sys
import traceback
from collections.abc import Callable, Iterable
from typing import Any

Say = Callable[[Any], None]


class Fell(Exception):
    """The process ended by an error of its own; the text is its traceback."""


Work = Callable[[Say], None]


def forked(work: Work) -> tuple[list[Any], bool]:
    """What `work` said there, in order, and whether the process was killed. Fell where it failed.

    Nothing that it does is seen here, but for files and sockets.
    """
    return _ended(*_begun(work))


def together(works: Iterable[Work]) -> list[Any]:
    """What several, each in a process of its own at the same time, have said."""
    begun = [_begun(work) for work in works]
    return [said for one in begun for said in _ended(*one)[0]]


def _begun(work: Work) -> tuple[int, int]:
    reading, writing = os.pipe()
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _work(work, writing)
    os.close(writing)
    return child, reading


def _ended(child: int, reading: int) -> tuple[list[Any], bool]:
    with os.fdopen(reading, "rb") as pipe:
        said = _all_of(pipe)
    _, status = os.waitpid(child, 0)
    for one in said:
        if isinstance(one, Fell):
            raise one
    return said, os.WIFSIGNALED(status)


def _work(work: Work, writing: int) -> None:
    """Never returns: what was inherited is not this process's to end."""
    pipe = os.fdopen(writing, "wb", buffering=0)
    try:
        work(lambda said: _say(pipe, said))
    except BaseException:  # noqa: BLE001 - told to the parent, whatever it is
        _say(pipe, Fell(traceback.format_exc()))
    finally:
        os._exit(0)


def _say(pipe: Any, said: Any) -> None:
    pipe.write(pickle.dumps(said))


def _all_of(pipe: Any) -> list[Any]:
    said = []
    while True:
        try:
            said.append(pickle.load(pipe))
        except EOFError:
            return said
