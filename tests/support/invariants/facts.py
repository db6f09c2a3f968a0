"""What the invariants are about, read at one moment: the store's rows and Stripe's own."""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from processor.amounts import from_stripe
from processor.payments import OPERATION, PRACTICE
from sandbox.stripe.log import Entry
from sandbox.stripe.service import Service
from storage import models
from storage.store import Row, Store
from tests.support.slack_api import Call

Body = dict[str, Any]
NOBODY = "none"


@dataclass(frozen=True)
class Shown:
    """What Slack was given: `text` is all that can be read in it, `new` that it is a post of its
    own and not an edit."""

    channel: str
    text: str
    new: bool = True


def shown_in(calls: Sequence[Call]) -> list[Shown]:
    """Of the calls that a Slack got, what it was given to show."""
    kinds = {"chat.postMessage": True, "chat.update": False, "views.update": False}
    return [
        Shown(str(call.sent.get("channel", "")), str(call.sent), kinds[call.method])
        for call in calls
        if call.method in kinds
    ]


@dataclass(frozen=True)
class Facts:
    """Rows as the tables have them, but JSON is read; Stripe's objects as the API shows them.
    `charges`, `refunds` and `disputes` are those of our intents, `disputed` the store's own of
    them, `sent` what Stripe was asked to change."""

    operations: list[Row]
    allocations: list[Row]
    attempts: list[Row]
    ledger: list[Row]
    invoices: dict[int, Row]
    audit: list[Row]
    members: list[Row]
    practices: dict[int, Row]
    settings: list[Row]
    clients: dict[int, Row]
    outbox: list[Row]
    inbox: list[Row]
    cards: list[Row]
    reminders: list[Row]
    reminder_rules: list[Row]
    intents: list[Body]
    charges: list[Body]
    refunds: list[Body]
    disputes: list[Body]
    disputed: list[Row]
    parts_disputed: list[Row]
    transactions: dict[str, Body]
    sent: list[Entry]
    shown: tuple[Shown, ...]

    @cached_property
    def by_id(self) -> dict[int, Row]:
        return {one["id"]: one for one in self.operations}

    @cached_property
    def by_uid(self) -> dict[str, Row]:
        return {one["uid"]: one for one in self.operations}

    @cached_property
    def charges_of(self) -> dict[str, list[Body]]:
        """At Stripe, by the uid of the operation."""
        whose = {one["id"]: one["metadata"][OPERATION] for one in self.intents}
        found: dict[str, list[Body]] = defaultdict(list)
        for one in self.charges:
            found[whose[one["payment_intent"]]].append(one)
        return found

    @cached_property
    def parts_of(self) -> dict[int, list[Row]]:
        """The allocations of an operation."""
        found: dict[int, list[Row]] = defaultdict(list)
        for one in self.allocations:
            found[one["operation_id"]].append(one)
        return found

    @cached_property
    def lines_of(self) -> dict[int | None, list[Row]]:
        """The ledger's lines of an operation."""
        found: dict[int | None, list[Row]] = defaultdict(list)
        for one in self.ledger:
            found[one["operation_id"]].append(one)
        return found

    @cached_property
    def history_of(self) -> dict[str, list[Row]]:
        """What the audit log says an operation has become, by its uid."""
        found: dict[str, list[Row]] = defaultdict(list)
        for one in self.audit:
            operation = self.by_uid.get(one["target"])
            if operation and one["action"].startswith(f"{operation['kind']}."):
                found[one["target"]].append(one)
        return found

    def setting(self, practice_id: int, name: str, otherwise: Any) -> Any:
        for one in self.settings:
            if (one["practice_id"], one["name"]) == (practice_id, name):
                return json.loads(one["value"])
        return otherwise

    def role_now(self, practice_id: int, user: str, at: int) -> str:
        for one in self.members:
            if (one["practice_id"], one["slack_user"]) == (practice_id, user):
                return NOBODY if one["disabled_at"] is not None else str(one["role"])
        return NOBODY


def states(history: list[Row]) -> list[str]:
    """What an operation has been, in order."""
    return [one["action"].partition(".")[2] for one in history]


def count_of(stripe: Service) -> tuple[int, int]:
    """How many objects Stripe has by now, and how many requests it got."""
    with stripe.lock:
        entries = stripe.log.since()
        records = [one for kind in stripe.platform.count() for one in stripe.platform.all(kind)]
    newest = max((one.number for one in records), default=0)
    return newest, entries[-1].number if entries else 0


def gather(
    store: Store, stripe: Service, after: int, asked_after: int, shown: tuple[Shown, ...]
) -> Facts:
    """Of Stripe, what came after that many objects and requests."""
    with stripe.lock:
        made = [
            one.snapshot() for one in stripe.platform.all("payment_intent") if one.number > after
        ]
        intents = [one for one in made if PRACTICE in one["metadata"]]
        ours = {one["id"] for one in intents}
        charges = [one.snapshot() for one in stripe.platform.all("charge") if one.number > after]
        moved = [one.snapshot() for one in stripe.platform.all("balance_transaction")]
        went, asked_back = (
            [one.snapshot() for one in stripe.platform.all(kind)] for kind in ("refund", "dispute")
        )
        sent = [one for one in stripe.log.since(asked_after) if one.verb != "GET"]
    return Facts(
        operations=_read(store, models.Operation, "shown", "method"),
        allocations=_read(store, models.Allocation),
        attempts=_read(store, models.Attempt, "body"),
        ledger=_read(store, models.Ledger),
        invoices={one["id"]: one for one in _read(store, models.Invoice)},
        audit=_read(store, models.Audit, "detail"),
        members=_read(store, models.Member),
        practices={one["id"]: one for one in _read(store, models.Practice)},
        settings=_read(store, models.Setting),
        clients={one["id"]: one for one in _read(store, models.Client)},
        outbox=_read(store, models.Outbox, "payload"),
        inbox=_read(store, models.Inbox, "body"),
        cards=_read(store, models.Card),
        reminders=_read(store, models.Reminder),
        reminder_rules=_read(store, models.ReminderRule),
        intents=intents,
        charges=[one for one in charges if one["payment_intent"] in ours],
        refunds=[one for one in went if one["payment_intent"] in ours],
        disputes=[one for one in asked_back if one["payment_intent"] in ours],
        disputed=_read(store, models.Dispute),
        parts_disputed=_read(store, models.DisputePart),
        transactions={one["id"]: one for one in moved},
        sent=sent,
        shown=shown,
    )


def amount(body: Body, name: str = "amount") -> int:
    """An amount of Stripe's, in minor units as Paydesk keeps them."""
    return from_stripe(body[name] or 0, body["currency"])


def _read(store: Store, table: Any, *as_json: str) -> list[Row]:
    query = table.select()
    rows = store.select(query.order_by(table.id) if "id" in table._meta.fields else query)
    for row in rows:
        row.update({name: json.loads(row[name]) for name in as_json})
    return rows
