"""Nothing is sent to Stripe that was not written down before, or that nobody allowed."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from desk.attempting import WITH_A_METHOD
from rules.roles import Action
from rules.systems import System, is_system, system_may
from sandbox.stripe.log import Entry
from storage.operations import LINK
from storage.store import Row
from tests.support.invariants.facts import Facts

OF_MONEY = (
    *("/v1/payment_intents", "/v1/refunds", "/v1/charges"),
    *("/v1/checkout/sessions", "/v1/payment_links"),
)
"""Begin the paths of what only an operation may ask of Stripe."""
CHARGES = ("owner", "biller", "front_desk")


def broken(facts: Facts, role_of: Callable[[int, str, int], str]) -> Iterator[str]:
    keys = Counter(one["key"] for one in facts.attempts)
    yield from (f"I13: {times} attempts have one key" for times in keys.values() if times > 1)
    by_key = {one["key"]: one for one in facts.attempts}
    for entry in facts.sent:
        if entry.path.startswith(OF_MONEY):
            yield from _written_down(facts, entry, by_key.get(entry.idempotency_key or ""))
    for attempt in facts.attempts:
        text = json.dumps(attempt["body"], sort_keys=True)
        if hashlib.sha256(text.encode()).hexdigest() != attempt["body_hash"]:
            yield f"I13: the body of attempt {attempt['id']} was changed"
    for operation in facts.operations:
        if any(one["status"] != "failed" for one in facts.charges_of[operation["uid"]]):
            yield from _allowed(facts, operation, role_of)


def _written_down(facts: Facts, entry: Entry, attempt: Row | None) -> Iterator[str]:
    what = f"{entry.verb} {entry.path}"
    if attempt is None:
        yield f"I13: {what} was sent, and no attempt has its key"
        return
    if as_sent(attempt["body"]) != entry.params:
        yield f"I13: {what} was sent with {entry.params}, written down was {attempt['body']}"
    if attempt["made_at"] > entry.at * 1000:
        yield f"I13: {what} was sent before it was written down"
    intent = facts.by_id[attempt["operation_id"]]["stripe_id"]
    if attempt["step"] == "confirm" and f"/{intent}/" not in entry.path:
        yield f"I13: {what} was sent, but the operation is {intent}"


def as_sent(value: Any) -> Any:
    """As it arrives at Stripe, where everything is text, and a list names its places."""
    if isinstance(value, dict):
        return {name: as_sent(one) for name, one in value.items()}
    if isinstance(value, list):
        return {str(number): as_sent(one) for number, one in enumerate(value)}
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def _allowed(
    facts: Facts, operation: Row, role_of: Callable[[int, str, int], str]
) -> Iterator[str]:
    """Who approved it might do so when it was sent."""
    practice, approver = operation["practice_id"], operation["approved_by"]
    sent = [
        one
        for one in facts.attempts
        if one["operation_id"] == operation["id"] and one["step"] in WITH_A_METHOD
    ]
    at = max((one["made_at"] for one in sent), default=0)
    role = role_of(practice, approver or "", at)
    what = f"I14: {operation['uid']} was approved by {approver}, {role}"
    if is_system(approver or ""):
        if operation["kind"] != LINK or not system_may(System(approver), Action.SEND_LINKS):
            yield what
        return
    if role not in CHARGES:
        yield what
    elif operation["approval"] == "second":
        chosen = facts.setting(practice, "approver", "biller")
        if role not in ("owner", chosen) or approver == operation["asked_by"]:
            yield f"{what}, as a second person"
    elif operation["kind"] == LINK:
        return
    elif operation["approval"] == "own" and role == "front_desk":
        most = facts.setting(practice, "front_desk_limit", 50_000)
        own = facts.practices[practice]["currency"]
        if operation["amount"] > most or operation["currency"] != own:
            yield f"{what}, above the limit"
    elif operation["approval"] == "alone" and approver != operation["asked_by"]:
        yield f"{what}, for somebody else"
