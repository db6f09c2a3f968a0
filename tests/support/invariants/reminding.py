"""Reminders: each occasion once, none of what is settled, and each that was missed is written
down."""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date, timedelta

from storage import models
from storage.reminders import MAKING
from storage.store import Row, Store
from tests.support.invariants.facts import Facts
from tests.support.reminder_year import clocks

ZONE = "America/Chicago"
"""Of the practices here, as nothing else is set."""
WENT = ("sending", "sent")
_LISTED = re.compile(r"To see to on [A-Z][a-z]+ \d+, \d+")
_UID = "reminder:"
_MAIL_WENT = ("pending", "sending", "sent", "uncertain")


def broken(facts: Facts) -> Iterator[str]:
    yield from _more_than_once(facts)
    yield from _mailed_twice(facts)
    yield from _listed_twice(facts)


def unrecorded(facts: Facts, now: int) -> Iterator[str]:
    """At rest: what was due and nobody wrote down, and what is left lying."""
    for one in facts.reminders:
        left = one["state"] in ("planned", "waiting", "sending") and one["due_at"] <= now
        if left and not _waits_for_a_list(facts, one):
            yield f"I12: {_name(one)} is left {one['state']}"
    known = {(one["kind"], one["subject_id"], one["occurrence"]) for one in facts.reminders}
    touched = {one["invoice_id"] for one in facts.allocations if not _only_waits(facts, one)}
    for rule in facts.reminder_rules:
        for invoice in facts.invoices.values():
            waits = invoice["state"] == "open" and invoice["id"] not in touched
            if rule["active"] and waits and rule["practice_id"] == invoice["practice_id"]:
                yield from _not_written_down(rule, invoice, known, now)


def gone(store: Store) -> set[int]:
    """The reminders that went out by now."""
    query = models.Reminder.select(models.Reminder.id)
    rows = store.select(query.where(models.Reminder.state.in_(WENT)))
    return {row["id"] for row in rows}


def on_their_way(store: Store) -> set[int]:
    """Those of them whose mail the server doesn't have yet."""
    query = models.Reminder.select(models.Reminder.id)
    return {row["id"] for row in store.select(query.where(models.Reminder.state == "sending"))}


def of_settled(store: Store, before: Collection[int], states: Collection[str]) -> list[str]:
    """Those that have come to one of these states since then, and whose invoice nobody may be
    reminded of at this moment."""
    table = models.Reminder
    came = table.select().where(table.state.in_(list(states)), table.subject == "invoice")
    busy = _being_paid(store)
    invoices = {row["id"]: row for row in store.select(models.Invoice.select())}
    return [
        f"I12: {_name(one)} went out, its invoice is {state}"
        for one in store.select(came)
        if one["id"] not in before
        and (state := _state(invoices[one["subject_id"]], busy)) != "open"
    ]


def _being_paid(store: Store) -> set[int]:
    """The invoices that something collects; a link that is being made, so that it can be mailed,
    does not."""
    part, operation = models.Allocation, models.Operation
    made = (operation.kind == "link") & operation.state.in_(MAKING)
    found = part.select(part.invoice_id).join(operation, on=(operation.id == part.operation_id))
    return {row["invoice_id"] for row in store.select(found.where(part.live, ~made))}


def _state(invoice: Row, busy: set[int]) -> str:
    return "being paid" if invoice["id"] in busy else str(invoice["state"])


def _more_than_once(facts: Facts) -> Iterator[str]:
    """On one local day, or of one occurrence."""
    went = [one for one in facts.reminders if one["state"] in WENT and one["days"] is not None]
    for what in ("day", "occurrence"):
        found = Counter(
            (one["practice_id"], one["kind"], one["subject"], one["subject_id"], one[what])
            for one in went
        )
        yield from (f"I12: {key} went out {n} times" for key, n in found.items() if n > 1)


def _mailed_twice(facts: Facts) -> Iterator[str]:
    """By the outbox: one that was called back doesn't count."""
    mails = [one for one in facts.outbox if one["uid"].startswith(_UID)]
    found = Counter(
        (one["practice_id"], one["uid"].split(":")[1])
        for one in mails
        if one["state"] in _MAIL_WENT
    )
    yield from (f"I12: reminder {key} has {n} mails" for key, n in found.items() if n > 1)
    known = {one["uid"] for one in facts.reminders}
    for one in mails:
        if one["state"] == "sent" and one["uid"] not in known:
            yield f"I12: the mail {one['uid']} is of no reminder"


def _listed_twice(facts: Facts) -> Iterator[str]:
    """A morning list is posted once in each place, and edited from then on."""
    posts: Counter[tuple[str, str]] = Counter()
    for one in facts.shown:
        found = _LISTED.search(one.text)
        if one.new and found:
            posts[one.channel, found[0]] += 1
    yield from (f"I12: {key} was posted {n} times" for key, n in posts.items() if n > 1)


def _waits_for_a_list(facts: Facts, reminder: Row) -> bool:
    """An opened link is never told too late: it stands in the next morning list that comes, and all
    of them since were missed."""
    lists = [
        one
        for one in facts.reminders
        if one["kind"] == "digest" and one["due_at"] >= reminder["due_at"]
    ]
    missed = all(one["state"] == "missed" for one in lists)
    return reminder["kind"] == "visited" and reminder["state"] == "planned" and missed


def _only_waits(facts: Facts, part: Row) -> bool:
    """It is of a payment link that nobody has paid by."""
    operation = facts.by_id[part["operation_id"]]
    return bool(operation["kind"] == "link" and operation["state"] == "open")


def _not_written_down(
    rule: Row, invoice: Row, known: Collection[tuple[str, int, str]], now: int
) -> Iterator[str]:
    due_on = date.fromisoformat(invoice["due_on"])
    since = max(invoice["created_at"], rule["changed_at"])
    for days in json.loads(rule["offsets"]):
        at = clocks.moment(due_on + timedelta(days=days), rule["at"], ZONE)
        key = (rule["kind"], invoice["id"], f"{due_on}{days:+}")
        if since < at <= now and key not in known:
            yield f"I12: nothing says what became of {key}"


def _name(one: Row) -> str:
    return f"{one['kind']} {one['subject']} {one['subject_id']} {one['occurrence']}"
