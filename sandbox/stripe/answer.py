"""An answer on its way out."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Answer:
    """`body` is JSON-like, or a text that is sent as it is (`html`: as HTML). `stored`: kept under
    the idempotency key. `cut`: the connection ends after so many bytes of the body; `promised`:
    a longer Content-Length than what comes. `request`: the request that was answered first."""

    status: int
    body: dict[str, Any] | str
    headers: dict[str, str] = field(default_factory=dict)
    stored: bool = True
    cut: int | None = None
    promised: int | None = None
    request: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def read(cls, kept: dict[str, Any]) -> "Answer":
        return cls(**kept)
