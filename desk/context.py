"""What every use case works with: the store, the clock, and the proof of the first owner."""

from collections.abc import Callable
from dataclasses import dataclass, field

from storage.database import Store

Clock = Callable[[], int]
"""Gives the time in UTC epoch milliseconds."""


Aside = Callable[[Callable[[], object]], None]
"""Has something done that takes a while."""


def at_once(work: Callable[[], object]) -> None:
    """The Aside of whoever serves nobody meanwhile."""
    work()


@dataclass(frozen=True)
class Desk:
    """Passed to every use case; nothing of it is global."""

    store: Store
    clock: Clock
    claim_secret: bytes = field(repr=False)
    """What the claim codes of practices without an owner are derived from."""
    sends_mail: bool = False
    """Whether there is a mail server to hand mails to."""
    return_url: str = ""
    """Where clients land after Stripe's pages; "" where the practice has no such page."""
    public_url: str = ""
    """Where others reach Paydesk's own pages; "" where they can't."""
    admin_url: str = ""
    """Where people reach the web admin; "" where they can't, or there is none."""
    aside: Aside = at_once
    """How what need not be waited for is done."""
