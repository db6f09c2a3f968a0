"""What is charged is what was approved, once; the ledger and the invoices say what Stripe says."""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise

from processor.payments import INVOICES, OPERATION, PRACTICE
from rules.ledger_kinds import NOT_AT_STRIPE
from rules.payment_state import CHARGE, HOLDING, REVERSAL, State
from rules.refund_state import REFUND_BACK
from storage.operations import COLLECT, ELSEWHERE, LINK, REFUND, WRITE_OFF
from storage.store import Row
from tests.support.invariants import gone
from tests.support.invariants.facts import Body, Facts, amount, states

MOVES = {
    State.SUCCEEDED: {State.FAILED, State.REVIEW},
    State.FAILED: {State.REVIEW},
    State.CANCELLED: {State.REVIEW},
}
"""Where a final state may lead to: only to what a later movement of money has made of it."""
UNDONE_BY_PEOPLE = (ELSEWHERE, WRITE_OFF)
"""Of these kinds, what is done is undone by a click."""


def broken(facts: Facts, paid_elsewhere: Mapping[int, int]) -> Iterator[str]:
    for operation in facts.operations:
        yield from _charged_once(facts, operation)
        yield from _as_approved(facts, operation)
        yield from _final(facts, operation)
        yield from gone.not_more_back(facts, operation)
    yield from _no_orphans(facts)
    yield from _taken_once(facts)
    yield from _paid(facts, paid_elsewhere)
    yield from gone.credited(facts)
    yield from _collected_once(facts)


def rewritten(before: list[Row], now: list[Row]) -> Iterator[str]:
    """The ledger's lines are those that stood there before, and perhaps more."""
    for line in before:
        if line not in now:
            yield f"I5: line {line['id']} of the ledger is gone or was changed: {line}"


def unlike_stripe(facts: Facts) -> Iterator[str]:
    """At rest: what the ledger says of each of Stripe's objects, and what Stripe says of it."""
    ours, theirs = _ledger_sums(facts), _stripe_sums(facts)
    for key in sorted(ours.keys() | theirs.keys()):
        if ours.get(key, 0) != theirs.get(key, 0):
            yield f"I2: {key}: the ledger has {ours.get(key, 0)}, Stripe {theirs.get(key, 0)}"
    known = {one["id"] for one in [*facts.charges, *facts.refunds]} | set(facts.transactions)
    for line in facts.ledger:
        if line["kind"] not in NOT_AT_STRIPE and line["stripe_object"] not in known:
            yield f"I2: the ledger has {line['stripe_object']}, which Stripe doesn't"


def _charged_once(facts: Facts, operation: Row) -> Iterator[str]:
    charges = facts.charges_of[operation["uid"]]
    taken = [one["id"] for one in charges if one["status"] in ("succeeded", "pending")]
    if len(taken) > 1:
        yield f"I1: {operation['uid']} was charged {len(taken)} times: {taken}"
    lines = [one for one in facts.lines_of[operation["id"]] if one["kind"] == CHARGE]
    if len(lines) > 1:
        yield f"I1: {operation['uid']} stands {len(lines)} times as charged in the ledger"


def _as_approved(facts: Facts, operation: Row) -> Iterator[str]:
    """What was shown, what was written down, and what Stripe was asked for are the same."""
    text = json.dumps(operation["shown"], sort_keys=True)
    if hashlib.sha256(text.encode()).hexdigest() != operation["shown_hash"]:
        yield f"I3: {operation['uid']}: what was shown is not what was agreed to"
    if operation["kind"] not in COLLECT:
        return
    shown = operation["shown"]
    said = (shown["charge"], shown["currency"], shown.get("method"))
    if said != (operation["amount"], operation["currency"], operation["method_id"]):
        yield f"I3: {operation['uid']}: {said} was agreed to"
    parts = facts.parts_of[operation["id"]]
    if sum(one["amount"] for one in parts) != operation["amount"] - operation["surcharge"]:
        yield f"I3: {operation['uid']}: its invoices get another sum"
    named = " ".join(f"{one['invoice_id']}:{one['amount']}" for one in _in_order(parts))
    for intent in facts.intents:
        if intent["metadata"][OPERATION] == operation["uid"]:
            yield from _intent_as_approved(facts, operation, intent, named)


def _in_order(parts: list[Row]) -> list[Row]:
    return sorted(parts, key=lambda one: int(one["invoice_id"]))


def _intent_as_approved(facts: Facts, operation: Row, intent: Body, invoices: str) -> Iterator[str]:
    team = facts.practices[operation["practice_id"]]["slack_team"]
    wanted = (operation["amount"], operation["currency"], operation["customer_id"], team, invoices)
    told, customer = intent["metadata"], intent["customer"]
    by_link = operation["kind"] == LINK  # Whoever has it pays, with whatever it may be paid with.
    found = (
        *(amount(intent), intent["currency"], None if by_link else customer),
        *(told[PRACTICE], told[INVOICES]),
    )
    if found != wanted:
        yield f"I3: {operation['uid']}: {wanted} was approved, {intent['id']} is of {found}"
    for charge in facts.charges_of[operation["uid"]]:
        method = None if by_link else charge["payment_method"]
        used = (amount(charge), method)
        if used != (operation["amount"], operation["method_id"]):
            yield f"I3: {operation['uid']}: {charge['id']} took {used}"


def _final(facts: Facts, operation: Row) -> Iterator[str]:
    """A final state is left only for money that moved afterwards; where it stands now is where its
    history ends."""
    past = states(facts.history_of[operation["uid"]])
    for before, after in pairwise(past):
        allowed = MOVES.get(State(before))
        if operation["kind"] in UNDONE_BY_PEOPLE and after == State.CANCELLED:
            continue
        if allowed is not None and after not in allowed:
            yield f"I5: {operation['uid']} went from {before} to {after}"
    kinds = Counter(one["kind"] for one in facts.lines_of[operation["id"]])
    back = REFUND_BACK if operation["kind"] == REFUND else REVERSAL
    if (State.SUCCEEDED, State.FAILED) in pairwise(past) and not kinds[back]:
        yield f"I5: {operation['uid']} failed after it was paid, without a reversal"
    ends = past[-1] if past else "nothing"
    now = State.APPROVED if operation["state"] == State.SENDING else operation["state"]
    if ends != now and not (ends == State.UNKNOWN and operation["state"] == State.SENDING):
        yield f"I9: {operation['uid']} is {operation['state']}, the log knows it as {ends}"


def _no_orphans(facts: Facts) -> Iterator[str]:
    """Whatever Stripe has of ours has an operation."""
    for intent in facts.intents:
        if intent["metadata"][OPERATION] not in facts.by_uid:
            yield f"I2: nobody asked for {intent['id']}"


def _taken_once(facts: Facts) -> Iterator[str]:
    """By whichever way its clients have paid: what Stripe took for an invoice, and keeps, is no
    more than the invoice comes to."""
    taken: Counter[int] = Counter()
    for intent in facts.intents:
        parts = [one.split(":") for one in intent["metadata"][INVOICES].split()]
        charges = [one for one in facts.charges if one["payment_intent"] == intent["id"]]
        if any(one["status"] in ("succeeded", "pending") and _is_kept(one) for one in charges):
            refunded = sum(amount(one, "amount_refunded") for one in charges)
            for invoice, part in sorted((int(one), int(part)) for one, part in parts):
                taken[invoice] += max(0, part - refunded)
                refunded = max(0, refunded - part)
    for invoice, sum_ in taken.items():
        if invoice in facts.invoices and sum_ > facts.invoices[invoice]["total"]:
            yield f"I1: Stripe took {sum_} for {facts.invoices[invoice]['reference']}"


def _is_kept(charge: Body) -> bool:
    return not charge["refunded"] and not charge["disputed"]


def _paid(facts: Facts, paid_elsewhere: Mapping[int, int]) -> Iterator[str]:
    """An invoice has what the payments that count have brought and still bring, and no more than
    its total."""
    brought: dict[int, int] = defaultdict(int, paid_elsewhere)
    for operation in facts.operations:
        if operation["kind"] in (*COLLECT, ELSEWHERE) and counts(facts, operation):
            for one in facts.parts_of[operation["id"]]:
                brought[one["invoice_id"]] += one["amount"]
            for one in gone.of_invoices(facts, operation):
                brought[one["invoice_id"]] -= one["amount"]
    for invoice in facts.invoices.values():
        paid, total = invoice["paid"], invoice["total"]
        if paid != brought[invoice["id"]]:
            yield f"paid: {invoice['reference']} has {paid}, brought was {brought[invoice['id']]}"
        settled = paid + invoice["credited"] + invoice["written_off"]
        if settled > total or (invoice["state"] == "paid") != (settled == total):
            yield f"paid: {invoice['reference']} is {invoice['state']}, {settled} of {total}"


def counts(facts: Facts, operation: Row) -> bool:
    """Whether it was paid, and the money has not gone back."""
    past = [one for one in states(facts.history_of[operation["uid"]]) if one != "review"]
    return bool(past) and past[-1] == State.SUCCEEDED


def _collected_once(facts: Facts) -> Iterator[str]:
    live = [one for one in facts.allocations if one["live"]]
    for invoice, times in Counter(one["invoice_id"] for one in live).items():
        if times > 1:
            yield f"collection: {times} operations collect invoice {invoice}"
    for one in facts.allocations:
        if facts.by_id[one["operation_id"]]["kind"] == REFUND:
            continue
        holds = facts.by_id[one["operation_id"]]["state"] in HOLDING
        if holds != bool(one["live"]):
            should = "should" if holds else "should not"
            yield f"collection: operation {one['operation_id']} {should} hold its invoices"


def _ledger_sums(facts: Facts) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = defaultdict(int)
    for line in facts.ledger:
        if line["kind"] not in NOT_AT_STRIPE:
            found[line["stripe_object"], line["currency"]] += line["amount"]
    return found


def _stripe_sums(facts: Facts) -> dict[tuple[str, str], int]:
    """What came and the bank has not taken back, by charge, and what went back; Stripe's fee, by
    balance transaction. What waits for a person is not asked for its fee again."""
    found: dict[tuple[str, str], int] = gone.at_stripe(facts)
    for uid, charges in facts.charges_of.items():
        for charge in charges:
            if charge["captured"] and charge["status"] == "succeeded":
                found[charge["id"], charge["currency"]] = amount(charge, "amount_captured")
            elif charge.get("failure_balance_transaction"):
                found[charge["id"], charge["currency"]] = amount(charge, "amount_refunded")
            moved = facts.transactions.get(charge["balance_transaction"] or "")
            known = facts.by_uid.get(uid, {}).get("state") == State.SUCCEEDED
            if moved and (known or _has(facts, moved["id"])):
                found[moved["id"], moved["currency"]] = -amount(moved, "fee")
    return found


def _has(facts: Facts, stripe_object: str) -> bool:
    return any(one["stripe_object"] == stripe_object for one in facts.ledger)
