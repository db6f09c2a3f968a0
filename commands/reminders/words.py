"""How reminders are written: their days, times, and why one did not go out."""

from collections.abc import Mapping

from desk.language import Language
from rules.reminder_state import Reason, State
from rules.words import Sentence, sentence

REASONS: Mapping[Reason, Sentence] = {
    Reason.OFF: sentence("reminders were switched off"),
    Reason.PAID: sentence("it was paid"),
    Reason.VOID: sentence("it was void"),
    Reason.ON_ITS_WAY: sentence("its payment was on its way"),
    Reason.DISPUTED: sentence("a payment of it was disputed"),
    Reason.PAUSED: sentence("reminders were paused"),
    Reason.NO_ADDRESS: sentence("whoever pays has no e-mail address"),
    Reason.ENOUGH: sentence("as many had gone out as the rule allows"),
    Reason.ENDED: sentence("the rule’s last day was over"),
    Reason.LATER: sentence("a later reminder took its place"),
    Reason.NOTHING: sentence("there was nothing to tell"),
    Reason.TOO_LATE: sentence("Paydesk was away, and then it was too late"),
    Reason.NO_SERVER: sentence("Paydesk has no mail server"),
}
STATES: Mapping[State, Sentence] = {
    State.PLANNED: sentence("about to go out"),
    State.WAITING: sentence("waits for its payment link"),
    State.SENDING: sentence("on its way"),
    State.SENT: sentence("sent"),
    State.SKIPPED: sentence("not sent"),
    State.MISSED: sentence("missed"),
    State.FAILED: sentence("failed"),
}


def offset_words(say: Language, days: int) -> str:
    """ "3 days before it is due", "on the day it is due", "7 days after it was due"."""
    if days == 0:
        return say("on the day it is due")
    if days < 0:
        return say.plural("{n} day before it is due", "{n} days before it is due", -days)
    return say.plural("{n} day after it was due", "{n} days after it was due", days)


def time_words(minutes: int) -> str:
    """ "8:30"."""
    return f"{minutes // 60}:{minutes % 60:02}"
