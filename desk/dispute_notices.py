"""Reminders to answer a dispute: a week and two days before the answer is due, once each.

What is due stands in rows. Whoever is late tells it once, as long as it can still be answered; of
several that are late only the last is told.
"""

from dataclasses import dataclass

from desk import dispute_news
from desk.context import Desk
from desk.looks import DAY
from rules.dispute_state import wants_an_answer
from storage import dispute_notices, disputes, operations
from storage.dispute_notices import MISSED, TOLD, Notice

DAYS_BEFORE = (7, 2)
_AT_ONCE = 20


def plan_notices(desk: Desk, practice_id: int, dispute_id: int, due_at: int | None) -> None:
    """`due_at` (epoch ms) None: there is nothing to answer any more. What would be due by now is
    left out: people hear of the dispute itself at this moment."""
    now = desk.clock()
    if due_at is None:
        dispute_notices.end_all(desk.store, practice_id, dispute_id, now)
        return
    due = {days: due_at - days * DAY for days in DAYS_BEFORE}
    ahead = {days: at for days, at in due.items() if at > now}
    dispute_notices.plan(desk.store, practice_id, dispute_id, ahead)


@dataclass(frozen=True)
class DisputeNotices:
    """The reminders of all practices."""

    desk: Desk

    def do_due(self) -> int:
        """Tell what is due now; how many rows that were."""
        due = dispute_notices.due(self.desk.store, self.desk.clock(), _AT_ONCE)
        for one in due:
            with self.desk.store.transaction():
                self._end(one)
        return len(due)

    def _end(self, notice: Notice) -> None:
        store, now = self.desk.store, self.desk.clock()
        dispute = disputes.get(store, notice.practice_id, notice.dispute_id)
        due_at = dispute.evidence_due_at if dispute else None
        in_time = dispute is not None and due_at is not None and now < due_at
        last = due_at is None or not any(
            due_at - days * DAY <= now for days in DAYS_BEFORE if days < notice.days
        )
        told = in_time and last and dispute is not None and wants_an_answer(dispute.status)
        state = TOLD if told else MISSED
        if not dispute_notices.end(store, notice.practice_id, notice.id, state, now):
            return
        if told and dispute is not None:
            [payment] = operations.by_ids(store, notice.practice_id, [dispute.operation_id])
            dispute_news.remind(self.desk, payment, dispute, notice.days)
