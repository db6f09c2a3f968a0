"""Sends the clients' mails: each is looked at once more, gets its payment link, and goes out.

Nothing here talks to anybody: what is decided is written down together with the mail that the
outbox sends, so that a reminder that went out once can't go out again.
"""

from dataclasses import replace

from desk.access import SystemActor
from desk.charge_parts import Wish
from desk.context import Desk
from desk.invoice_parties import language_of_payer
from desk.link_plans import CARD, plan
from desk.links import LinkRequest, LinkView, link_view, submit
from desk.looks import HOUR
from desk.mail import can_send, send
from desk.reminders.mails import Wanted, reminder_mail
from desk.reminders.ways_out import way_out
from desk.settings import PracticeSettings, practice_settings, today_at
from rules.calendar import QuietHours, when_loud
from rules.payment_state import State as OperationState
from rules.reminder_state import CLIENT, COUNTED, Limits, Reason, State, why_not
from rules.systems import System
from rules.words import Refusal
from storage import (
    clients,
    operations,
    payment_links,
    practices,
    reminder_facts,
    reminder_rules,
    reminders,
)
from storage.operations import Operation
from storage.practices import Practice
from storage.reminder_facts import About
from storage.reminder_rules import Rule
from storage.reminders import Reminder

TOO_LATE_AFTER = 48 * HOUR
"""A mail that is later than that is missed."""
_AT_ONCE = 20


def send_due(desk: Desk) -> int:
    """Do what can be done now; for how many reminders that was."""
    found = reminders.due_to_go_on(desk.store, CLIENT, desk.clock(), _AT_ONCE)
    for one in found:
        with desk.store.transaction():
            taken = reminders.take(desk.store, one.practice_id, one.id, desk.clock())
            if taken is not None:
                _go_on(desk, taken)
    return len(found)


def _go_on(desk: Desk, one: Reminder) -> None:
    store, mine, now = desk.store, one.practice_id, desk.clock()
    practice, rule = practices.get(store, mine), reminder_rules.find(store, mine, CLIENT)
    if practice is None or rule is None:
        raise LookupError(f"Whose reminder {one.id} is, isn't known.")
    settings = practice_settings(desk, practice)
    operations.lock_invoices(store, mine, [one.subject_id])  # Nobody else begins to collect it now.
    about = reminder_facts.of_invoices(store, mine, CLIENT, [one.subject_id], now)[one.subject_id]
    reason = why_not_now(desk, one, rule, settings, about)
    loud = when_loud(now, QuietHours(rule.quiet_begins, rule.quiet_ends), settings.time_zone)
    if reason is not None:
        _end(desk, one, _ENDS.get(reason, State.SKIPPED), reason)
    elif loud > now:
        reminders.change(store, mine, one.id, due_at=loud)
    else:
        _send_or_wait(desk, practice, settings, rule, one, about)


_ENDS = {
    Reason.TOO_LATE: State.MISSED,
    Reason.NO_ADDRESS: State.FAILED,
    Reason.NO_SERVER: State.FAILED,
    Reason.REFUSED: State.FAILED,
}


def why_not_now(
    desk: Desk, one: Reminder, rule: Rule, settings: PracticeSettings, about: About
) -> Reason | None:
    """Asked at the moment of sending, whatever was planned."""
    if not rule.active:
        return Reason.OFF
    facts = about.facts_for(one.id)
    counted = facts.sent - (one.state in COUNTED)
    reason = why_not(replace(facts, sent=counted), limits_of(rule), today_at(desk, settings))
    if reason is None and desk.clock() - one.due_at > TOO_LATE_AFTER:
        return Reason.TOO_LATE
    return reason or no_way(desk, about.email)


def limits_of(rule: Rule) -> Limits:
    return Limits(rule.most, rule.ends_after, needs_address=rule.kind == CLIENT)


def no_way(desk: Desk, address: str | None) -> Reason | None:
    """Why no mail can be sent to that address; None: it can."""
    if can_send(desk, address):
        return None
    return Reason.NO_ADDRESS if desk.sends_mail else Reason.NO_SERVER


def _send_or_wait(
    desk: Desk,
    practice: Practice,
    settings: PracticeSettings,
    rule: Rule,
    one: Reminder,
    about: About,
) -> None:
    shown = _open_link(desk, practice, about)
    if shown is None and (asked := _link_to_come(desk, practice, one)) is not None:
        reminders.change(desk.store, practice.id, one.id, state=State.WAITING, link=asked.uid)
        return
    payer = clients.get(desk.store, practice.id, about.payer_id)
    if payer is None:
        raise LookupError(f"There is no client {about.payer_id}.")
    mail = reminder_mail(
        Wanted(
            settings=settings,
            about=about,
            payer=payer,
            today=today_at(desk, settings),
            shown=shown,
            reply_to=rule.options.get("reply_to") or None,
            test=practice.livemode is not True,
            way_out=way_out(desk, practice, language_of_payer(payer, settings), payer),
        )
    )
    uid = f"{reminders.UID}{one.id}"
    send(desk, practice.id, mail, uid)
    if shown is not None:
        payment_links.set_sent(desk.store, practice.id, shown.operation.id, desk.clock())
    reminders.change(
        desk.store,
        practice.id,
        one.id,
        state=State.SENDING,
        uid=uid,
        link=shown.operation.uid if shown else one.link,
        ended_at=desk.clock(),
    )


def _open_link(desk: Desk, practice: Practice, about: About) -> LinkView | None:
    """The newest by which all that is due of the invoice can be paid."""
    waiting = payment_links.open_of(desk.store, practice.id, [about.invoice_id])
    for operation in reversed(waiting):
        shown = link_view(desk, practice, operation)
        parts = {invoice.id: amount for invoice, amount in shown.parts}
        if shown.url is not None and parts.get(about.invoice_id) == about.due:
            return shown
    return None


def _link_to_come(desk: Desk, practice: Practice, one: Reminder) -> Operation | None:
    """The one that another reminder of the invoice waits for, or a new one. None: there will be
    none, and the mail goes out without."""
    busy = operations.collecting(desk.store, practice.id, [one.subject_id])
    being_made = operations.by_ids(desk.store, practice.id, busy.values())
    return being_made[0] if being_made else _ask_for_link(desk, practice, one)


def _ask_for_link(desk: Desk, practice: Practice, one: Reminder) -> Operation | None:
    """If something has changed since it was asked for, it is asked for anew."""
    before = operations.by_uid(desk.store, practice.id, one.link) if one.link else None
    if before is not None and before.state == OperationState.FAILED:
        return None
    actor = SystemActor(practice.id, System.REMINDERS)
    wish = Wish((one.subject_id,))
    request = f"{reminders.UID}{one.id}:{before.uid if before else ''}"
    try:
        seen = plan(desk, practice, actor, wish).hash()
        made = submit(desk, practice, actor, LinkRequest(request, wish, CARD, seen, anew=True))
    except Refusal:
        return None
    return made if isinstance(made, Operation) else None


def _end(desk: Desk, one: Reminder, state: State, reason: Reason) -> None:
    reminders.change(
        desk.store, one.practice_id, one.id, state=state, reason=reason, ended_at=desk.clock()
    )
