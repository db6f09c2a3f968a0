"""The daily comparison of a practice with Stripe: what was missed is taken over, what nobody will
pay is cancelled, and the owners are told once of what doesn't agree."""

from dataclasses import dataclass

from desk.abandoned import Abandoned
from desk.context import Desk
from desk.differences import WHAT_TO_DO, WORDS, Differences
from desk.language import Language
from desk.letters import Letter, send
from desk.looks import DAY, MINUTE
from desk.outages import tell_caught_up
from desk.real_fees import compare_fees
from desk.reconciling import ACTOR, Reconciler
from processor.client import Client
from rules.money import Money
from storage import audit, comparisons, differences, members
from storage.differences import Difference
from storage.practices import Practice

REACHES_BACK_MS = 35 * DAY
"""Longer than Stripe keeps its events."""
LEASE_MS = 15 * MINUTE
"""And the pause after Stripe didn't answer."""
_TOLD_AT_ONCE = 10


@dataclass(frozen=True)
class Outcome:
    """`since` (epoch ms): as far back as it reached. `listed` is a number of payments, `cancelled`
    of payments and links, `taken_over` of payments, refunds and disputes; `differences` are all
    that there are now."""

    since: int
    listed: int
    taken_over: int
    cancelled: int
    differences: list[Difference]


@dataclass(frozen=True)
class Comparison:
    desk: Desk
    client: Client

    def if_due(self, practice: Practice) -> Outcome | None:
        """Once a day. Raises NotDone, Unknown or Refused where Stripe doesn't answer; then it is
        due again after a while."""
        store, now = self.desk.store, self.desk.clock()
        known = comparisons.find(store, practice.id)
        if known is None:
            comparisons.ask(store, practice.id, now + DAY)
            return None
        if not comparisons.claim(store, practice.id, now, LEASE_MS):
            return None
        return self.now(practice, known.since)

    def now(self, practice: Practice, since: int | None = None) -> Outcome:
        """At once. `since`: further back than usual."""
        desk, client = self.desk, self.client
        usual = desk.clock() - REACHES_BACK_MS
        back_to = usual if since is None else min(usual, since)
        reconciler = Reconciler(desk, client)
        read = reconciler.compare if since is None else reconciler.catch_up
        found = read(practice, back_to)
        abandoned = Abandoned(desk, client)
        cancelled = sum(abandoned.cancel(practice, one) for one in found.idle) + found.closed
        differ = Differences(desk, client).of(practice, back_to, found)
        self._keep(practice, differ)
        compare_fees(desk, practice)
        behind = (found.changed, found.adopted, found.refunded, found.disputed.changed)
        taken_over = sum(map(len, behind)) + len(found.booked.changed)
        return Outcome(back_to, found.listed, taken_over, cancelled, differ)

    def _keep(self, practice: Practice, found: list[Difference]) -> None:
        store, now = self.desk.store, self.desk.clock()
        with store.transaction():
            new = differences.keep(store, practice.id, found, now)
            comparisons.done(store, practice.id, now, now + DAY)
            tell_caught_up(self.desk, practice)
            if not new:
                return
            for one in new:
                detail = {"amount": one.amount, "currency": one.currency, "why": one.kind}
                audit.record(
                    store, practice.id, ACTOR, "stripe.differs", one.stripe_object, detail, now
                )
            for owner in members.owners(store, practice.id):
                uid = f"differences:{now}:{owner.slack_user}"
                send(self.desk, practice, owner.slack_user, uid, lambda say: _letter(say, new))


def line(say: Language, one: Difference) -> str:
    """A difference, and what to do about it. Ids of Stripe's are letters, digits and "_"."""
    what = say(WORDS[one.kind].text, amount=Money(one.amount, one.currency), id=one.stripe_object)
    return f"{what} {say.sentence(WHAT_TO_DO[one.kind])}"


def _letter(say: Language, new: list[Difference]) -> Letter:
    lines = [
        say("Paydesk and Stripe don’t agree. Look at this in Stripe’s dashboard:"),
        *(f"• {line(say, one)}" for one in new[:_TOLD_AT_ONCE]),
    ]
    if len(new) > _TOLD_AT_ONCE:
        more = len(new) - _TOLD_AT_ONCE
        lines.append(say("And {n} more: `paydesk reconcile` shows them all.", n=str(more)))
    text = "\n".join(lines)
    return {"text": text, "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]}
