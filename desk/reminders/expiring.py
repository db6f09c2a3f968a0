"""Cards that are about to expire: which ones are told of, to the staff and to whose they are, and
why others aren't. How each stands is looked up when it is told and whenever it is shown."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from desk.context import Desk
from desk.days import day_in
from desk.looks import DAY
from desk.reminders.sending import no_way
from desk.settings import practice_settings
from rules.bulletin_days import months_expiring
from rules.reminder_state import CARD_MAIL, CARDS, EXPIRING, Day, Reason, State
from storage import clients, expiring_cards, mail_addresses, reminder_pauses, reminders
from storage.clients import Client
from storage.expiring_cards import occurrence_of
from storage.mail_addresses import MailAddress
from storage.practices import Practice
from storage.reminder_rules import Rule
from storage.reminders import Occurrence, Reminder
from storage.store import Store
from storage.stripe_clients import SavedMethod

CARDS_TOO_LATE_AFTER = 7 * DAY
"""A list or mail about them that is later than that is missed."""
AT_A_TIME = 200
MOST_ROWS = 20


@dataclass(frozen=True)
class CardFacts:
    """How a client's card stands. `method`: None, it isn't saved any more. `outlived`: another
    payment method of theirs is good for longer; `usual`: this one is charged all the same, unless
    another is chosen. `paused`: reminders of the client are. `mail`: why no mail reaches them."""

    client: Client | None
    method: SavedMethod | None
    outlived: bool
    usual: bool
    paused: bool
    mail: Reason | None


@dataclass(frozen=True)
class CardRow:
    """A card in the list. `mail_id`: the reminder that is the mail to its client. `done`: why
    nothing is to be done any more, `no_mail`: why no mail reaches them."""

    mail_id: int | None
    client: Client
    method: SavedMethod | None
    done: Reason | None
    no_mail: Reason | None


@dataclass(frozen=True)
class CardList:
    """The first ones of `many`; so many `more` stand nowhere."""

    many: int
    more: int
    rows: tuple[CardRow, ...]


def months_of(rule: Rule, one: Day) -> list[date]:
    """The months with which cards expire that are told of on that day."""
    return months_expiring(one.days, -rule.offsets[0])


def plan_cards(store: Store, rule: Rule, one: Day) -> int:
    """For each such card its row and its mail; how many are new."""
    day, mine = one.day.isoformat(), rule.practice_id
    return sum(
        expiring_cards.plan(store, mine, Occurrence(kind, rule.version, day, one.at), month)
        for month in months_of(rule, one)
        for kind in (EXPIRING, CARD_MAIL)
    )


def list_uid(occurrence: str) -> str:
    """Of the list of a day; its rows have the same."""
    return f"{CARDS}:{occurrence}"


def see_to_rows(
    desk: Desk, practice: Practice, came: Reminder, today: date, why: Reason | None
) -> bool:
    """Decide which rows stand in that list; `why`: none does. Whether all have been seen to."""
    rows = reminders.due_of(desk.store, practice.id, EXPIRING, came.due_at, AT_A_TIME)
    facts = facts_of(desk, practice, rows, today)
    by_reason: dict[Reason | None, list[int]] = defaultdict(list)
    for one in rows:
        by_reason[why or why_no_row(facts[one.id])].append(one.id)
    for reason, ids in by_reason.items():
        state = State.SKIPPED if reason else State.SENT
        uid = None if reason else list_uid(came.occurrence)
        reminders.end_all(desk.store, practice.id, ids, state, desk.clock(), reason, uid=uid)
    return len(rows) < AT_A_TIME


def any_rows(desk: Desk, practice: Practice, occurrence: str) -> bool:
    return expiring_cards.told(desk.store, practice.id, list_uid(occurrence), 1)[0] > 0


def list_of(desk: Desk, practice: Practice, came: Reminder) -> CardList:
    """As it stands now."""
    uid = list_uid(came.occurrence)
    many, told = expiring_cards.told(desk.store, practice.id, uid, MOST_ROWS)
    today = day_in(desk.clock(), practice_settings(desk, practice).time_zone)
    facts = facts_of(desk, practice, told, today)
    mails = expiring_cards.mails_of(desk.store, practice.id, told)
    rows = tuple(
        CardRow(
            mails.get((one.subject_id, one.occurrence)),
            its.client,
            its.method,
            why_no_row(its),
            why_no_mail(its),
        )
        for one in told
        if (its := facts[one.id]).client is not None
    )
    return CardList(many, many - len(told), rows)


def why_no_row(facts: CardFacts) -> Reason | None:
    """Why the staff isn't told of it; None: they are."""
    if facts.client is None or facts.method is None:
        return Reason.GONE
    if facts.outlived and not facts.usual:
        return Reason.REPLACED
    return Reason.PAUSED if facts.paused else None


def why_no_mail(facts: CardFacts) -> Reason | None:
    """Why whose it is isn't written to. Somebody with another payment method needn't do a thing."""
    if facts.outlived:
        return Reason.REPLACED
    return why_no_row(facts) or facts.mail


def facts_of(
    desk: Desk, practice: Practice, told: Collection[Reminder], today: date
) -> Mapping[int, CardFacts]:
    """By the reminder's id."""
    known = known_of(desk, practice, {one.subject_id for one in told}, today)
    return {one.id: known.card(one.subject_id, one.occurrence) for one in told}


def known_of(desk: Desk, practice: Practice, client_ids: Collection[int], today: date) -> "Known":
    """All that counts of these clients' cards, read at once."""
    store, mine, ids = desk.store, practice.id, list(client_ids)
    found = clients.by_ids(store, mine, ids)
    pauses = reminder_pauses.about(store, mine, today.isoformat(), ids)
    return Known(
        desk=desk,
        clients={
            one.id: one for one in found.values() if one.archived_at is None and not one.erased_at
        },
        methods=expiring_cards.methods_of(store, mine, ids),
        paused=frozenset(one.subject_id for one in pauses),
        closed=mail_addresses.closed_of(store, mine, ids) if ids else {},
    )


@dataclass(frozen=True)
class Known:
    """Of several clients. `paused`: their ids, and 0 where everything pauses; `closed`: the
    addresses to which nothing goes."""

    desk: Desk
    clients: Mapping[int, Client]
    methods: Mapping[int, Sequence[SavedMethod]]
    paused: Collection[int]
    closed: Mapping[tuple[int, str], MailAddress]

    def card(self, client_id: int, occurrence: str) -> CardFacts:
        client, methods = self.clients.get(client_id), self.methods.get(client_id, ())
        method = next((one for one in methods if occurrence_of(one) == occurrence), None)
        longer = [one for one in methods if method is not None and _outlives(one, method)]
        return CardFacts(
            client=client,
            method=method,
            outlived=bool(longer),
            usual=method is not None and method == methods[0] and method.default_since is not None,
            paused=bool({0, client_id} & set(self.paused)),
            mail=self._no_mail(client) if client else None,
        )

    def _no_mail(self, client: Client) -> Reason | None:
        reason = no_way(self.desk, client.email)
        address = self.closed.get((client.id, (client.email or "").casefold()))
        if reason is None and address is not None:
            return Reason.STOPPED if address.stopped_at is not None else Reason.REFUSED
        return reason


def _outlives(one: SavedMethod, other: SavedMethod) -> bool:
    """A bank account doesn't expire."""
    if one.exp_year is None:
        return True
    return (one.exp_year, one.exp_month or 0) > (other.exp_year or 0, other.exp_month or 0)
