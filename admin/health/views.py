"""Whether all goes well: a line for each thing that could not, in words and in colour."""

from dataclasses import dataclass

from flask.typing import ResponseReturnValue

from admin import words
from admin.here import here, show
from admin.page import Page, Route
from desk.admin.health import COUNTED_TO, Health, look
from desk.settings import practice_settings
from rules.roles import Action
from rules.words import sentence
from storage.health import Held, Queue

GOOD, WARN, BAD = "good", "warn", "bad"


@dataclass(frozen=True)
class Line:
    """`state` says in a word what `tone` shows."""

    label: str
    state: str
    tone: str
    told: str


@dataclass(frozen=True)
class Teller:
    """Puts what was found into words; moments in the practice's time zone."""

    zone: str

    def lines(self, found: Health) -> list[Line]:
        say = here().say
        return [
            self._queue(say("What came in and is to be done"), found, found.incoming),
            self._queue(say("Messages and mails on their way"), found, found.outgoing),
            self._held(say("Sent to Stripe, with an unknown outcome"), found.unknown, WARN),
            self._held(say("Waits for a person’s decision"), found.review, BAD),
            *self._stripe(found),
        ]

    def _queue(self, label: str, found: Health, queue: Queue) -> Line:
        say = here().say
        told = [say.plural("{n} waits", "{n} wait", queue.waiting)]
        if queue.waiting >= COUNTED_TO:
            told = [say("{n} wait or more", n=COUNTED_TO)]
        if queue.since is not None:
            told.append(say("since {moment}", moment=self.moment(queue.since)))
        if queue.lost:
            told.append(say.plural("{n} was given up", "{n} were given up", queue.lost))
        late = found.is_late(queue.since)
        tone = BAD if late else WARN if queue.lost else GOOD
        return Line(label, self._word(tone), tone, " · ".join(told))

    def _held(self, label: str, held: Held, tone: str) -> Line:
        say = here().say
        if held.since is None:
            return Line(label, self._word(GOOD), GOOD, say("None."))
        told = say("{n}, the oldest since {moment}", n=held.many, moment=self.moment(held.since))
        return Line(label, self._word(tone), tone, told)

    def _stripe(self, found: Health) -> list[Line]:
        say, silent = here().say, BAD if found.is_silent else GOOD
        compared = found.comparison.compared_at if found.comparison else None
        late = WARN if found.is_uncompared else GOOD
        heard = say(
            "Last event: {event}. Last asked for events: {asked}.",
            event=self.moment(found.event_at),
            asked=self.moment(found.asked_at),
        )
        lines = [
            Line(say("News from Stripe"), self._word(silent), silent, heard),
            Line(say("Compared with Stripe"), self._word(late), late, self.moment(compared)),
        ]
        if found.restored_at is not None:
            told = say(
                "A backup was restored. Nothing is charged until all is compared with Stripe."
            )
            lines.append(Line(say("Restored backup"), self._word(BAD), BAD, told))
        return lines

    def moment(self, at: int | None) -> str:
        return here().say("never") if at is None else words.moment(at, self.zone)

    def _word(self, tone: str) -> str:
        say = here().say
        return {GOOD: say("fine"), WARN: say("look at it"), BAD: say("not well")}[tone]


def show_health() -> ResponseReturnValue:
    at = here()
    found = look(at.desk, at.person)
    teller = Teller(practice_settings(at.desk, at.practice).time_zone)
    return show("health/health.html", lines=teller.lines(found), found=found)


PAGE = Page(
    name="health",
    title=sentence("Health"),
    action=Action.SEE_HEALTH,
    routes=(Route("look", "/", show_health),),
)
