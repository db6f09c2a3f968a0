"""People are told the truth, once, and nothing that is nobody's business."""

import json
from collections import Counter
from collections.abc import Iterator

from desk.cards import LINE, POST
from desk.charge_states import CHARGE_STATES
from desk.language import LANGUAGES, language_of
from desk.letters import KIND
from rules.ledger_kinds import ELSEWHERE
from rules.payment_state import CHARGE, State
from storage.operations import COLLECT
from storage.store import Row
from tests.support.invariants.facts import Facts

PAID = tuple(language_of(one).sentence(CHARGE_STATES[State.SUCCEEDED]) for one in LANGUAGES)
"""The word for it that people read."""
OFFERED = tuple(language_of(one)("Paid elsewhere") for one in LANGUAGES)
"""What can be pressed where it is not paid."""
REPEAT = "↻"


def broken(facts: Facts, canaries: tuple[str, ...]) -> Iterator[str]:
    for operation in facts.operations:
        if not any(one["kind"] == CHARGE for one in facts.lines_of[operation["id"]]):
            yield from _called_paid(facts, operation)
    yield from _posted_twice(facts)
    yield from _canaries(facts, canaries)


def _called_paid(facts: Facts, operation: Row) -> Iterator[str]:
    """Of one for which no money came: nothing may say that it did."""
    if operation["kind"] not in COLLECT:
        return
    if operation["state"] == State.SUCCEEDED:
        yield f"I6: {operation['uid']} is called paid, and the ledger has nothing of it"
    if _others_paid(facts, operation):
        return
    letters = [
        json.dumps(one["payload"], ensure_ascii=False)
        for one in facts.outbox
        if one["practice_id"] == operation["practice_id"]
    ]
    for text in [*letters, *(one.text for one in facts.shown)]:
        for invoice in operation["shown"]["invoices"]:
            if invoice in text and any(word in _told(text) for word in PAID):
                yield f"I6: {invoice} is called paid, and is not: {text[:300]}"


def _told(text: str) -> str:
    """But for what can be pressed."""
    for offered in OFFERED:
        text = text.replace(offered, "")
    return text


def _others_paid(facts: Facts, operation: Row) -> bool:
    """Whether another operation has brought money for one of its invoices."""
    mine = {one["invoice_id"] for one in facts.parts_of[operation["id"]]}
    return any(
        mine & {part["invoice_id"] for part in facts.parts_of[line["operation_id"]]}
        for line in facts.ledger
        if line["kind"] in (CHARGE, ELSEWHERE)
    )


def _posted_twice(facts: Facts) -> Iterator[str]:
    """Of what was shown to one reader, no more is unmarked than there are messages for them."""
    reader_of = {str(one["id"]): one["recipient"] for one in facts.cards}
    wanted: Counter[str] = Counter()
    for row in facts.outbox:
        if row["kind"] in (KIND, POST):
            wanted[row["recipient"]] += 1
        elif row["kind"] == LINE:
            wanted[reader_of[row["recipient"]]] += 1
    shown = Counter(one.channel for one in facts.shown if one.new and REPEAT not in one.text)
    for channel, times in shown.items():
        # The reader of a direct message is the person, the place Slack's channel with them.
        reader = channel if channel in wanted else channel.removeprefix("D")
        if times > wanted[reader]:
            yield f"I7: {channel} got {times} messages, {wanted[reader]} were written"


def _canaries(facts: Facts, canaries: tuple[str, ...]) -> Iterator[str]:
    places = {
        "Stripe": json.dumps([one.params for one in facts.sent], ensure_ascii=False),
        "Slack": "\n".join(one.text for one in facts.shown),
        "the audit log": json.dumps([one["detail"] for one in facts.audit], ensure_ascii=False),
        "the inbox": json.dumps([one["body"] for one in facts.inbox], ensure_ascii=False),
        "the outbox": json.dumps([one["payload"] for one in facts.outbox], ensure_ascii=False),
        "the attempts": json.dumps([one["body"] for one in facts.attempts], ensure_ascii=False),
    }
    for canary in canaries:
        yield from (
            f"I11: {canary!r} is in {place}" for place, all_ in places.items() if canary in all_
        )
