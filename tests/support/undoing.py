"""Does something and takes it back, so that the same store can be asked what else comes of it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from storage.store import Store


class _Undo(Exception):
    pass


@contextmanager
def undone(store: Store) -> Iterator[None]:
    with suppress(_Undo), store.transaction():
        yield
        raise _Undo
