"""A guard, and the small patch that takes it away."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Guard:
    """`old` stands in `file` once, and `new` is the same without the guard. `tests`: files or
    single tests, of which one must fail then. `kind`: the database that they run on."""

    name: str
    why: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    kind: str = "sqlite"


class Moved(Exception):
    """The patch doesn't fit the source any more: look where the guard is now."""


def without(guard: Guard, root: Path) -> str:
    """The text of the guard's file under `root`, with the guard taken away. Raises Moved."""
    text = (root / guard.file).read_text()
    if (found := text.count(guard.old)) != 1:
        raise Moved(f"{guard.name}: the guard moved: its text stands {found} times in {guard.file}")
    return text.replace(guard.old, guard.new)
