"""The demo's folder: one demo's at a time, and nothing in it that the demo did not make."""

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from rules.words import refuse

MARKER = "made-by-the-demo"
"""The file that says so. The demo that runs there holds a lock on it, which ends with it."""


@contextmanager
def held(folder: Path, port: int) -> Iterator[None]:
    """Makes it where there is none. Raises Refusal where it is another's, can't be made, or a demo
    runs there already; that one keeps it. `port`: the one asked for, to name another."""
    with _marker(folder) as marker:
        try:
            fcntl.flock(marker, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise refuse(
                "A demo runs in {folder} already. Stop it with Ctrl-C, or start another beside it: "
                "make demo PORT={port} FOLDER={other}",
                folder=str(folder),
                port=str(port + 1),
                other=f"{folder}-{port + 1}",
            ) from None
        yield


def start_over(folder: Path) -> None:
    """Delete what a demo left. The folder is held."""
    for left in folder.iterdir():
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left)
        elif left.name != MARKER:
            left.unlink()


def _marker(folder: Path) -> TextIO:
    try:
        if folder.exists() and any(folder.iterdir()) and not (folder / MARKER).exists():
            raise refuse(
                "{folder} was not made by the demo, so it is left alone. Name another folder, or "
                "delete it yourself.",
                folder=str(folder),
            )
        folder.mkdir(parents=True, exist_ok=True)
        return (folder / MARKER).open("a")
    except OSError as error:
        raise refuse(
            "The demo can’t keep its data in {folder} ({why}). Name another folder.",
            folder=str(folder),
            why=error.strerror or type(error).__name__,
        ) from error
