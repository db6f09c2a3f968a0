"""What the rows of the morning digest have in common: how they stand, and what can be done."""

from commands.blocks import option
from commands.replies import Option
from desk.language import Language
from rules.reminder_state import Reason
from rules.words import Sentence, sentence

MORE = "reminders:row"
"""Its value: what to do, the invoice's id (of WHY: the reminder's, of CALL_OFF: the
link's uid), and the digest's day."""
CASH, SNOOZE, STOP, WHY, CALL_OFF = "cash", "snooze", "stop", "why", "calloff"
NOW: dict[Reason, Sentence] = {
    Reason.PAID: sentence("✅ paid"),
    Reason.VOID: sentence("void"),
    Reason.ON_ITS_WAY: sentence("⏳ its payment is on its way"),
    Reason.DISPUTED: sentence("a payment of it is disputed"),
    Reason.PAUSED: sentence("💤 put off"),
    Reason.CLOSED: sentence("the payment link is closed"),
}


def cash_option(say: Language, invoice_id: int, day: str) -> Option:
    return option(say("Paid elsewhere"), f"{CASH} {invoice_id} {day}")


def why_option(say: Language, reminder_id: int, day: str) -> Option:
    return option(say("Why does it stand here?"), f"{WHY} {reminder_id} {day}")
