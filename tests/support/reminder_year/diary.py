"""What happened at the practices, and when: all that the plan knows. Moments are epoch ms."""

from dataclasses import dataclass, field
from datetime import date

CLIENT, STAFF = "client", "staff"


@dataclass(frozen=True)
class Rule:
    """Of a practice's reminders of one kind. `at` and `quiet` are minutes of the day."""

    practice: int
    kind: str
    zone: str
    country: str
    part: str | None
    offsets: tuple[int, ...]
    at: int
    working_days: bool
    quiet: tuple[int, int] = (0, 0)
    most: int | None = None
    ends_after: int | None = None


@dataclass(frozen=True)
class Bill:
    """An invoice, as it came in at a moment."""

    id: int
    practice: int
    payer: int
    due_on: date
    at: int


@dataclass(frozen=True)
class Change:
    """From a moment on, something has another value. `what`: state, held or disputed of an invoice,
    address of a client, paused of an invoice, client or practice (until a day, for ever, or None:
    no more), on of a rule; `who` is its id, or (practice, kind) of a rule."""

    at: int
    what: str
    who: int | tuple[int, str]
    value: object
    snoozed: bool = False


@dataclass(frozen=True)
class Look:
    """Paydesk did all that was due at that moment. Not `whole`: it was killed on the way, and what
    it had not done by then is done at the next look."""

    at: int
    whole: bool


@dataclass
class Diary:
    """`killed_at_mail`: how often Paydesk was killed between handing over a mail and writing that
    down; only then may the mail be sent once more."""

    rules: list[Rule] = field(default_factory=list)
    entries: list[Bill | Change | Look] = field(default_factory=list)
    """In their order."""
    killed: int = 0
    killed_at_mail: int = 0
    beside: int = 0
    """How often the other process did its work in the middle of one's."""

    def add(self, entry: Bill | Change | Look) -> None:
        self.entries.append(entry)

    @property
    def bills(self) -> dict[int, Bill]:
        return {one.id: one for one in self.entries if isinstance(one, Bill)}


@dataclass(frozen=True)
class Seen:
    """What came of one reminder. `at`: when its mail first arrived, or when it ended without;
    `arrived`: how often its mail came, and `mail` its name."""

    state: str
    reason: str | None
    at: int | None
    arrived: int = 0
    digest: str | None = None
    mail: str | None = None
