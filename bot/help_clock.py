"""What is due in the help channel by the clock, whoever does or doesn't write there."""

from commands.help.summary_views import week_writer
from desk.context import Desk
from desk.help.summaries import send_due
from desk.help.waiting import tell_due
from storage import help_questions, outbox

FORGET_EVERY_MS = 60 * 60 * 1_000
SUM_UP_EVERY_MS = 10 * 60 * 1_000
KEPT_MS = 400 * 24 * 60 * 60 * 1_000
"""How long a question is kept."""


class HelpClock:
    """One of the worker's rounds."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._forget_at = self._sum_up_at = 0

    def look(self) -> int:
        """Do what is due; how much that was."""
        self._forget_old()
        return tell_due(self._desk) + self._sum_up()

    def _sum_up(self) -> int:
        now = self._desk.clock()
        if now < self._sum_up_at:
            return 0
        self._sum_up_at = now + SUM_UP_EVERY_MS
        return send_due(self._desk, week_writer)

    def _forget_old(self) -> None:
        now = self._desk.clock()
        if now >= self._forget_at:
            self._forget_at = now + FORGET_EVERY_MS
            help_questions.forget_before(self._desk.store, now - KEPT_MS)
            outbox.forget_of_questions(self._desk.store, now - KEPT_MS)
