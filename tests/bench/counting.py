"""How many statements something takes."""

from collections.abc import Callable

from storage.store import Store


def queries(store: Store, act: Callable[[], object]) -> int:
    """Of SQLite, in this thread."""
    said: list[str] = []
    connection = store.database.connection()
    connection.set_trace_callback(said.append)
    act()
    connection.set_trace_callback(None)
    starts = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
    return sum(one.lstrip().upper().startswith(starts) for one in said)
