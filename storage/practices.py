"""Practices: one for each Slack workspace that uses Paydesk."""

from collections.abc import Mapping
from dataclasses import dataclass

from storage.models import Practice as Table
from storage.prepared import Prepared, slot
from storage.store import Row, Store


@dataclass(frozen=True)
class Practice:
    """`place` is "US-TX" or None while nobody has said it, and so is `currency` ("usd").

    `language` is "en" or "fr"; `livemode` None until a Stripe key was seen; times are epoch ms.
    """

    id: int
    slack_team: str
    name: str
    place: str | None
    currency: str | None
    language: str
    livemode: bool | None
    created_at: int


COLUMNS = (
    Table.id,
    Table.slack_team,
    Table.name,
    Table.place,
    Table.currency,
    Table.language,
    Table.livemode,
    Table.created_at,
)
_BY_TEAM = Prepared(Table.select(*COLUMNS).where(Table.slack_team == slot("team")))
_BY_ID = Prepared(Table.select(*COLUMNS).where(Table.id == slot("id")))


def by_team(store: Store, team: str) -> Practice | None:
    """The practice of a Slack workspace."""
    row = _BY_TEAM.first(store, team=team)
    return practice_of(row) if row else None


def get(store: Store, practice_id: int) -> Practice | None:
    row = _BY_ID.first(store, id=practice_id)
    return practice_of(row) if row else None


def all_practices(store: Store) -> list[Practice]:
    return [practice_of(row) for row in store.select(Table.select(*COLUMNS).order_by(Table.id))]


def ensure(store: Store, team: str, name: str, now: int) -> Practice:
    """The practice of a workspace, made if it is new, under the workspace's present name."""
    found = by_team(store, team)
    if found is not None and name in ("", found.name):
        return found
    with store.transaction():
        made = Table.insert(
            slack_team=team, name=name, language="en", created_at=now, audit_seq=0, audit_head=""
        )
        store.change(made.on_conflict(action="nothing").as_rowcount())
        if name:
            store.change(Table.update(name=name).where(Table.slack_team == team))
        row = _BY_TEAM.ask(store, team=team)[0]
    return practice_of(row)


def set_place(store: Store, practice_id: int, place: str, currency: str) -> None:
    """Where the practice is ("US-TX") and what it charges in ("usd")."""
    store.change(Table.update(place=place, currency=currency).where(Table.id == practice_id))


def set_terms(store: Store, practice_id: int, terms: Mapping[str, str]) -> None:
    """Some of place, currency and language, by name."""
    store.change(Table.update(dict(terms)).where(Table.id == practice_id))


def set_language(store: Store, practice_id: int, language: str) -> None:
    """The language of what all at the practice see: "en" or "fr"."""
    store.change(Table.update(language=language).where(Table.id == practice_id))


def set_livemode(store: Store, practice_id: int, livemode: bool) -> None:
    """Whether its Stripe key moves real money."""
    store.change(Table.update(livemode=livemode).where(Table.id == practice_id))


def lock(store: Store, practice_id: int) -> None:
    """Until the transaction ends, nobody else passes here for the same practice.

    Not FOR UPDATE: every insert that refers to the practice shares its key until its transaction
    ends, so two that insert and then come here would wait for each other for ever.
    """
    query = Table.select(Table.id).where(Table.id == practice_id)
    if store.kind == "postgresql":
        # peewee takes the clause as well; its stubs don't say so.
        store.select(query.for_update("FOR NO KEY UPDATE"))  # type: ignore[arg-type]


def lock_and_get(store: Store, practice_id: int) -> Practice | None:
    """`lock`, and the practice as it is then, in one query."""
    query = Table.select(*COLUMNS).where(Table.id == practice_id)
    if store.kind == "postgresql":
        query = query.for_update("FOR NO KEY UPDATE")  # type: ignore[arg-type]  # As above.
    row = store.first(query)
    return practice_of(row) if row else None


def practice_of(row: Row) -> Practice:
    livemode = row["livemode"]
    return Practice(**{**row, "livemode": None if livemode is None else bool(livemode)})
