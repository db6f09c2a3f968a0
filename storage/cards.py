"""Cards: messages that are posted once and edited in place from then on, one for each recipient.

What a card shows is looked up when it is shown. Here stands which version is wanted, which one is
shown, and where.
"""

from dataclasses import dataclass

from storage.models import Card as Table
from storage.store import Row, Store


@dataclass(frozen=True)
class Card:
    """`key` names it among those of its `kind`; `recipient` is a Slack channel or user.

    `version` is wanted, `shown` is what Slack shows at `channel` and `ts`: None while it was never
    posted. `person`, a Slack user, gets one where the recipient is gone; None: the owners do.
    `stands_in`: it is such a one. `repeated`: it may stand there twice. `lost`: Slack's word why it
    can't be shown. `thread`: the message in whose thread it stands, by its ts.
    """

    id: int
    practice_id: int
    kind: str
    key: str
    recipient: str
    version: int
    person: str | None = None
    stands_in: bool = False
    shown: int | None = None
    channel: str | None = None
    ts: str | None = None
    repeated: bool = False
    lost: str | None = None
    thread: str | None = None


_COLUMNS = tuple(getattr(Table, name) for name in Card.__dataclass_fields__)
_GIVEN = frozenset(Card.__dataclass_fields__) - {"id", "practice_id"}


def add(store: Store, practice_id: int, card: Card, now: int) -> Card | None:
    """A new one, whose id is given here. None: its recipient has one of that key."""
    values = {name: getattr(card, name) for name in _GIVEN}
    made = Table.insert({"practice_id": practice_id, "created_at": now, **values})
    rows = store.returning(made.on_conflict(action="nothing").returning(*_COLUMNS))
    return _card(rows[0]) if rows else None


def want(
    store: Store, practice_id: int, kind: str, key: str, recipient: str, version: int
) -> Card | None:
    """Have a later version of it shown. None: that version was wanted before, or there is none."""
    mine = (Table.practice_id == practice_id) & (Table.kind == kind) & (Table.key == key)
    older = mine & (Table.recipient == recipient) & (Table.version < version)
    rows = store.returning(Table.update(version=version).where(older).returning(*_COLUMNS))
    return _card(rows[0]) if rows else None


def get(store: Store, practice_id: int, card_id: int) -> Card | None:
    query = Table.select(*_COLUMNS).where(Table.practice_id == practice_id, Table.id == card_id)
    row = store.first(query)
    return _card(row) if row else None


def find(store: Store, practice_id: int, kind: str, key: str, recipient: str) -> Card | None:
    mine = (Table.practice_id == practice_id) & (Table.kind == kind) & (Table.key == key)
    row = store.first(Table.select(*_COLUMNS).where(mine, Table.recipient == recipient))
    return _card(row) if row else None


def of_key(store: Store, practice_id: int, kind: str, key: str) -> list[Card]:
    """All cards of that key, the first that was asked for first."""
    mine = (Table.practice_id == practice_id) & (Table.kind == kind) & (Table.key == key)
    return [
        _card(row) for row in store.select(Table.select(*_COLUMNS).where(mine).order_by(Table.id))
    ]


def stand_ins(store: Store, practice_id: int, kind: str, key: str) -> list[Card]:
    """Those that people got because a recipient of that card is gone, the oldest first."""
    mine = (Table.practice_id == practice_id) & (Table.kind == kind) & (Table.key == key)
    query = Table.select(*_COLUMNS).where(mine, Table.stands_in).order_by(Table.id)
    return [_card(row) for row in store.select(query)]


def posted(
    store: Store,
    practice_id: int,
    card_id: int,
    version: int,
    channel: str,
    ts: str,
    repeated: bool,
) -> None:
    """Slack shows that version at `channel` and `ts`."""
    at = {"channel": channel, "ts": ts, "shown": version, "repeated": repeated, "lost": None}
    _change(store, practice_id, card_id, at)


def edited(store: Store, practice_id: int, card_id: int, version: int) -> None:
    """Slack shows that version where the card was posted."""
    _change(store, practice_id, card_id, {"shown": version, "lost": None})


def vanished(store: Store, practice_id: int, card_id: int) -> None:
    """It is not there any more, and may be posted anew."""
    _change(store, practice_id, card_id, {"channel": None, "ts": None, "shown": None})


def lost(store: Store, practice_id: int, card_id: int, why: str) -> None:
    """It can't be shown."""
    _change(store, practice_id, card_id, {"lost": why})


def _change(store: Store, practice_id: int, card_id: int, values: dict[str, object]) -> None:
    mine = (Table.practice_id == practice_id) & (Table.id == card_id)
    store.change(Table.update(values).where(mine))


def _card(row: Row) -> Card:
    flags = {name: bool(row[name]) for name in ("stands_in", "repeated")}
    return Card(**{**row, **flags})
