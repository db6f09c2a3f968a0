"""Ids as Slack's look, unique within a workspace."""

import itertools
import secrets

from sandbox.clock import Clock


class Ids:
    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._count = itertools.count(1)
        self._last_ts = 0

    def new(self, prefix: str) -> str:
        """ "V00000A1" and the like."""
        return f"{prefix}0{next(self._count):07X}"

    def element(self) -> str:
        """A block_id or action_id where the app gave none."""
        return f"w{next(self._count):04x}"

    def ts(self) -> str:
        """Now, as messages are named: later than all before."""
        self._last_ts = max(self._last_ts + 1, int(self._clock() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def hash(self) -> str:
        """A view's version."""
        return f"{self.ts().partition('.')[0]}.{secrets.token_hex(4)}"

    def trigger(self) -> str:
        return f"{next(self._count)}.{int(self._clock())}.{secrets.token_hex(16)}"

    def response_path(self) -> str:
        return f"{next(self._count)}/{secrets.token_urlsafe(18)}"
