"""Sends the clients' mails: each is looked at once more, gets its payment link, and goes out.

What one payer is to be reminded of at one time goes in one mail. Nothing here talks to anybody:
what is decided is written down together with the mail that the outbox sends, so that a reminder
that went out once can't go out again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from desk.context import Desk
from desk.invoice_parties import language_of_payer
from desk.links import LinkView
from desk.looks import HOUR
from desk.mail import can_send, send
from desk.reminders.apart import apart
from desk.reminders.mails import Wanted, reminder_mail
from desk.reminders.paying import MOST_IN_A_MAIL, link_in_making, link_to_come, open_link
from desk.reminders.ways_out import way_out
from desk.settings import PracticeSettings, practice_settings, today_at
from rules.calendar import QuietHours, when_loud
from rules.reminder_state import CLIENT, COUNTED, Limits, Reason, State, why_not
from storage import (
    clients,
    invoices,
    operations,
    outbox,
    payment_links,
    practices,
    reminder_facts,
    reminder_mails,
    reminder_rules,
    reminders,
)
from storage.practices import Practice
from storage.reminder_facts import About
from storage.reminder_rules import Rule
from storage.reminders import Reminder

TOO_LATE_AFTER = 48 * HOUR
"""A mail that is later than that is missed."""
_AT_ONCE = 20
ENDS = {
    Reason.TOO_LATE: State.MISSED,
    Reason.NO_ADDRESS: State.FAILED,
    Reason.NO_SERVER: State.FAILED,
    Reason.REFUSED: State.FAILED,
    Reason.BROKEN: State.FAILED,
}
"""How it ends for such a reason; for others it is skipped."""


@dataclass(frozen=True)
class Terms:
    """By which rule a practice writes to its clients."""

    practice: Practice
    settings: PracticeSettings
    rule: Rule

    def loud_at(self, now: int) -> int:
        """Now, or when the quiet hours are over."""
        quiet = QuietHours(self.rule.quiet_begins, self.rule.quiet_ends)
        return when_loud(now, quiet, self.settings.time_zone)


def send_due(desk: Desk) -> int:
    """Do what can be done now; for how many reminders that was."""
    found = reminders.due_to_go_on(desk.store, CLIENT, desk.clock(), _AT_ONCE)
    return sum(
        apart(partial(_see_to, desk, one), partial(again_later, desk, one, HOUR, TOO_LATE_AFTER))
        for one in found
    )


def _see_to(desk: Desk, one: Reminder) -> bool:
    """Whether nobody else does."""
    with desk.store.transaction():
        together = _taken(desk, one)
        making = link_in_making(desk, together)
        if making is not None:
            # One for which that mail has no room comes after it.
            mine = reminders.take(desk.store, one.practice_id, one.id, desk.clock())
            wait_for(desk, [*together, *([mine] if mine else [])], making)
        elif together:
            _go_on(desk, together)
        return bool(together)


def _taken(desk: Desk, one: Reminder) -> list[Reminder]:
    """It, with all that its payer is to be reminded of now. Whoever has the first of them has them
    all; none: somebody else does."""
    first, *_ = _due_with(desk, one) or [one]
    taken = reminders.take(desk.store, first.practice_id, first.id, desk.clock())
    if taken is None:
        return []
    together = _due_with(desk, taken) or [taken]
    return together if together[0].id == first.id else []


def _due_with(desk: Desk, one: Reminder) -> list[Reminder]:
    """All of those in a mail with it, or in one before; none where the invoice isn't open."""
    invoice = invoices.get(desk.store, one.practice_id, one.subject_id)
    if invoice is None or invoice.state != invoices.OPEN:
        return []
    payer, currency = invoice.payer_id, invoice.currency
    return reminder_mails.due_of_payer(
        desk.store, one.practice_id, CLIENT, payer, currency, desk.clock(), MOST_IN_A_MAIL
    )


def _go_on(desk: Desk, together: Sequence[Reminder]) -> None:
    mine, now = together[0].practice_id, desk.clock()
    terms = terms_of(desk, mine)
    # Nobody else begins to collect them now.
    operations.lock_invoices(desk.store, mine, [one.subject_id for one in together])
    going = []
    for one, about, reason in judged(desk, terms, together):
        if reason is not None:
            end(desk, one, reason)
        else:
            going.append((one, about))
    loud = terms.loud_at(now)
    if loud > now:
        for one, _ in going:
            put_off(desk, one, loud)
    elif going:
        payer = going[0][1].payer_id  # Somebody may have made another one pay meanwhile.
        mine_now = [(one, about) for one, about in going if about.payer_id == payer]
        together, owed = zip(*mine_now, strict=True)
        _send_or_wait(desk, terms, together, owed)


def terms_of(desk: Desk, practice_id: int, kind: str = CLIENT) -> Terms:
    practice = practices.get(desk.store, practice_id)
    rule = reminder_rules.find(desk.store, practice_id, kind)
    if practice is None or rule is None:
        raise LookupError(f"Practice {practice_id} has no reminders.")
    return Terms(practice, practice_settings(desk, practice), rule)


def judged(
    desk: Desk, terms: Terms, together: Sequence[Reminder]
) -> list[tuple[Reminder, About, Reason | None]]:
    """Each with why it doesn't go out at this moment; None: it does."""
    ids = {one.subject_id for one in together}
    now, mine = desk.clock(), terms.practice.id
    about = reminder_facts.of_invoices(desk.store, mine, CLIENT, ids, now)
    return [
        (one, about[one.subject_id], why_not_now(desk, one, terms, about[one.subject_id]))
        for one in together
    ]


def why_not_now(desk: Desk, one: Reminder, terms: Terms, about: About) -> Reason | None:
    """Asked at the moment of sending, whatever was planned."""
    rule = terms.rule
    if not rule.active:
        return Reason.OFF
    facts = about.facts_for(one.id)
    counted = facts.sent - (one.state in COUNTED)
    limits, today = limits_of(rule), today_at(desk, terms.settings)
    reason = why_not(replace(facts, sent=counted), limits, today)
    if reason is None and desk.clock() - one.was_due_at > TOO_LATE_AFTER:
        return Reason.TOO_LATE
    return reason or no_way(desk, about.email)


def limits_of(rule: Rule) -> Limits:
    return Limits(rule.most, rule.ends_after, needs_address=rule.kind == CLIENT)


def no_way(desk: Desk, address: str | None) -> Reason | None:
    """Why no mail can be sent to that address; None: it can."""
    if can_send(desk, address):
        return None
    return Reason.NO_ADDRESS if desk.sends_mail else Reason.NO_SERVER


def put_off(desk: Desk, one: Reminder, until: int) -> None:
    """In the transaction in which it was taken."""
    reminders.change(desk.store, one.practice_id, one.id, due_at=until, first_due_at=one.was_due_at)


def taken(desk: Desk, one: Reminder, go_on: Callable[[Desk, Reminder], None]) -> int:
    """Go on with it, unless another process does."""
    with desk.store.transaction():
        found = reminders.take(desk.store, one.practice_id, one.id, desk.clock())
        if found is not None:
            go_on(desk, found)
    return 1


def again_later(desk: Desk, one: Reminder, pause: int, too_late_after: int | None = None) -> None:
    """Something is wrong with it: again after the pause, as long as it isn't too late then."""
    again = desk.clock() + pause
    with desk.store.transaction():
        if reminders.take(desk.store, one.practice_id, one.id, desk.clock()) is None:
            return
        if too_late_after is not None and again - one.was_due_at > too_late_after:
            end(desk, one, Reason.BROKEN)
        else:
            put_off(desk, one, again)


def end(desk: Desk, one: Reminder, reason: Reason, said: str | None = None) -> None:
    """It doesn't go out; `said`: what the mail server did."""
    reminders.change(
        desk.store,
        one.practice_id,
        one.id,
        state=ENDS.get(reason, State.SKIPPED),
        reason=reason,
        said=said,
        ended_at=desk.clock(),
    )


def _send_or_wait(
    desk: Desk, terms: Terms, together: Sequence[Reminder], owed: Sequence[About]
) -> None:
    practice, store = terms.practice, desk.store
    shown = open_link(desk, practice, owed)
    asked = link_to_come(desk, practice, together[0], owed) if shown is None else None
    if asked is not None:
        wait_for(desk, together, asked.uid)
        return
    uid = uid_of(desk, together[0])
    send(desk, practice.id, reminder_mail(_wanted(desk, terms, owed, shown)), uid)
    if shown is not None:
        payment_links.set_sent(store, practice.id, shown.operation.id, desk.clock())
    for one in together:
        reminders.change(
            store,
            practice.id,
            one.id,
            state=State.SENDING,
            uid=uid,
            link=shown.operation.uid if shown else one.link,
            ended_at=desk.clock(),
        )


def wait_for(desk: Desk, together: Sequence[Reminder], link: str) -> None:
    """Until that link is made."""
    for one in together:
        reminders.change(desk.store, one.practice_id, one.id, state=State.WAITING, link=link)


def _wanted(desk: Desk, terms: Terms, owed: Sequence[About], shown: LinkView | None) -> Wanted:
    payer = clients.get(desk.store, terms.practice.id, owed[0].payer_id)
    if payer is None:
        raise LookupError(f"There is no client {owed[0].payer_id}.")
    say = language_of_payer(payer, terms.settings)
    return Wanted(
        settings=terms.settings,
        owed=tuple(owed),
        payer=payer,
        today=today_at(desk, terms.settings),
        shown=shown,
        reply_to=terms.rule.options.get("reply_to") or None,
        test=terms.practice.livemode is not True,
        way_out=way_out(desk, terms.practice, say, payer),
    )


def uid_of(desk: Desk, first: Reminder) -> str:
    """Of the mail; another one where a mail of that reminder was called back."""
    plain = f"{reminders.UID}{first.id}"
    known = outbox.find(desk.store, first.practice_id, plain)
    return plain if known is None else f"{plain}:{desk.clock()}"
