"""After Paydesk was away: what happened at Stripe meanwhile is caught up on at once, and the owners
are told once what that was. Where nothing happened, nothing is said."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from desk.context import Desk
from desk.language import Language
from desk.letters import Letter, send
from desk.looks import MINUTE
from desk.settings import practice_settings
from rules.dispute_state import DISPUTE
from rules.payment_state import CHARGE, REVERSAL
from storage import comparisons, ledger, members, operations, outages, practices
from storage.outages import Outage
from storage.practices import Practice

WORTH_TELLING_MS = 5 * MINUTE
"""A restart takes less."""
REFUND = "refund"
_KINDS = (CHARGE, REFUND, REVERSAL, DISPUTE)


def was_away(desk: Desk, began_at: int, ended_at: int) -> None:
    """Nobody heard of Stripe in between (epoch ms): have every practice compared at once."""
    if ended_at - began_at < WORTH_TELLING_MS:
        return
    for practice in practices.all_practices(desk.store):
        with desk.store.transaction():
            outages.add(desk.store, practice.id, began_at, ended_at)
            comparisons.ask(desk.store, practice.id, desk.clock())


def tell_caught_up(desk: Desk, practice: Practice) -> None:
    """In the transaction in which a comparison of the practice is done."""
    store, now = desk.store, desk.clock()
    for outage in outages.untold(store, practice.id):
        if not outages.told(store, practice.id, outage.id, now):
            continue
        found = _caught_up(desk, practice.id, outage)
        if not found:
            continue
        zone = practice_settings(desk, practice).time_zone
        for owner in members.owners(store, practice.id):
            uid = f"away:{outage.id}:{owner.slack_user}"
            send(
                desk,
                practice,
                owner.slack_user,
                uid,
                lambda say: _letter(say, outage, zone, found),  # noqa: B023 - written at once
            )


def _caught_up(desk: Desk, practice_id: int, outage: Outage) -> Mapping[str, int]:
    """How many of each kind were written down since then, of what had been begun before."""
    lines = [
        one
        for one in ledger.all_lines(desk.store, practice_id, outage.ended_at)
        if one.kind in _KINDS and one.operation_id is not None
    ]
    ids = [one.operation_id for one in lines if one.operation_id is not None]
    begun = {one.id: one.asked_at for one in operations.by_ids(desk.store, practice_id, ids)}
    before = [one for one in lines if begun[one.operation_id or 0] < outage.ended_at]
    return Counter(one.kind for one in before)


def _letter(say: Language, outage: Outage, zone: str, found: Mapping[str, int]) -> Letter:
    text = say(
        "Paydesk was away {time}, and has caught up: {what}.",
        time=_span(say, outage, zone),
        what=", ".join(_counted(say, kind, found[kind]) for kind in _KINDS if found.get(kind)),
    )
    return {"text": text, "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]}


def _counted(say: Language, kind: str, n: int) -> str:
    match kind:
        case "charge":
            return say.plural("{n} payment", "{n} payments", n)
        case "refund":
            return say.plural("{n} refund", "{n} refunds", n)
        case "reversal":
            return say.plural("{n} payment that came back", "{n} payments that came back", n)
    return say.plural("{n} dispute", "{n} disputes", n)


def _span(say: Language, outage: Outage, zone: str) -> str:
    began, ended = (
        datetime.fromtimestamp(at / 1_000, ZoneInfo(zone))
        for at in (outage.began_at, outage.ended_at)
    )
    if began.date() == ended.date():
        return f"{say.time(began)}–{say.time(ended)}"
    return " – ".join(f"{say.date(one.date())}, {say.time(one)}" for one in (began, ended))
