"""Tells other processes how far the clock was moved: whole seconds, in a file."""

from pathlib import Path


class ClockFile:
    """Without a path, nothing is told. Written at one go: no reader ever finds half of it."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

    def read(self) -> float:
        """What stands there; 0 where nothing does. ValueError where it is no number."""
        if self._path is None or not self._path.exists():
            return 0.0
        return float(self._path.read_text(encoding="ascii").strip() or 0)

    def write(self, ahead: float) -> None:
        if self._path is None:
            return
        beside = self._path.with_name(f"{self._path.name}.new")
        beside.write_text(f"{int(ahead)}\n", encoding="ascii")
        beside.replace(self._path)
