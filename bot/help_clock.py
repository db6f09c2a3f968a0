"""What is due in the help channel by the clock, whoever does or doesn't write there."""

from bot.references import report_failure
from commands.help.reply_views import reminder_letter
from commands.help.summary_views import week_writer
from desk.context import Desk
from desk.help.summaries import send_due
from desk.help.waiting import due, put_off, tell
from storage import help_questions, outbox
from storage.failures import StoreDown

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
        return tell_due_questions(self._desk) + self._sum_up()

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


def tell_due_questions(desk: Desk) -> int:
    """Tell whoever is due to be told of a question; how many questions. One that can't be told of
    holds up no other."""
    found = due(desk)
    for question in found:
        try:
            tell(desk, question, reminder_letter)
        except StoreDown:
            raise
        except Exception as error:  # noqa: BLE001 - the others must not wait for it
            report_failure(error, "what is due of a question")
            put_off(desk, question)
    return len(found)
