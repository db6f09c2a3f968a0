"""Faults that a test or the demo has asked for: which requests they strike, and in which order."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from threading import Event, Lock
from typing import TYPE_CHECKING, Any

from sandbox.stripe.fault_kinds import Fault

if TYPE_CHECKING:
    from sandbox.stripe.dispatch import Asked

NONE = Fault()
_FIELDS = {"verb", "path", "account", "idempotency_key", "metadata", "skip"}


@dataclass
class Script:
    """The requests that it is for, and what happens to them, one fault after the other. `path`
    and `key` are patterns: `*` stands for anything, `{…}` for one step of a path. `metadata`: what
    the request must bring. The first `skip` such requests pass."""

    faults: list[Fault]
    verb: str = ""
    path: str = "*"
    account: str = ""
    key: str = "*"
    metadata: Mapping[str, str] = field(default_factory=dict)
    skip: int = 0

    @classmethod
    def read(cls, asked: Mapping[str, Any]) -> "Script":
        """From the control API: {"verb", "path", "account", "idempotency_key", "metadata", "skip",
        "sequence": [fault, …]}, or one fault's fields beside them. ValueError."""
        about = {name: asked[name] for name in asked if name in _FIELDS}
        one = {name: asked[name] for name in asked if name not in _FIELDS | {"sequence"}}
        if ("sequence" in asked) == bool(one):
            raise ValueError("a script has a sequence of faults, or one fault")
        sequence = [Fault.read(fault) for fault in asked.get("sequence", [one])]
        if not sequence or any(fault.times < 1 for fault in sequence):
            raise ValueError("each fault of a script strikes at least once, and there is one")
        key = about.pop("idempotency_key", "*")
        return cls(sequence, key=key, **about)

    def is_for(self, asked: "Asked", account: str) -> bool:
        brought = asked.params.get("metadata")
        return (
            self.verb in ("", asked.verb)
            and _fits(self.path, asked.path)
            and self.account in ("", account)
            and _fits(self.key, asked.key or "")
            and self.metadata.items() <= (brought if isinstance(brought, dict) else {}).items()
        )

    def take(self) -> Fault:
        """The next of its faults, for one request."""
        first, *rest = self.faults
        again = [replace(first, times=first.times - 1)] if first.times > 1 else []
        self.faults = again + rest
        return first


def _fits(pattern: str, text: str) -> bool:
    """`*`: anything; `{…}`: one step of a path."""
    parts = re.split(r"(\*|\{\w*\})", pattern)
    regex = "".join(
        ".*" if part == "*" else "[^/]+" if part.startswith("{") else re.escape(part)
        for part in parts
    )
    return re.fullmatch(regex, text, re.DOTALL) is not None


class Faults:
    def __init__(self) -> None:
        self._lock = Lock()
        self._scripts: list[Script] = []
        self._over = Event()

    def add(self, script: Script) -> None:
        with self._lock:
            self._scripts.append(script)

    def clear(self) -> None:
        """No faults any more; requests that hang come to their end."""
        with self._lock:
            self._scripts.clear()
            self._over.set()
            self._over = Event()

    @property
    def count(self) -> int:
        """Scripts that wait for requests."""
        with self._lock:
            return len(self._scripts)

    @property
    def waiting(self) -> list[Fault]:
        """What is still to strike, in the order in which it was asked for."""
        with self._lock:
            return [fault for script in self._scripts for fault in script.faults]

    def take(self, asked: "Asked", account: str) -> Fault:
        """What happens to this request. It counts for the first script that is for it."""
        with self._lock:
            for script in list(self._scripts):
                if not script.is_for(asked, account):
                    continue
                if script.skip:
                    script.skip -= 1
                    return NONE
                fault = script.take()
                if not script.faults:
                    self._scripts.remove(script)
                return fault
        return NONE

    def wait(self, seconds: float) -> None:
        """Until the time is over, or the faults are cleared."""
        with self._lock:
            over = self._over
        over.wait(seconds)
