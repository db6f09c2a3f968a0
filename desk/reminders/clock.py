"""The rounds of the reminders: whoever looks writes down what has become due, and sends it."""

from desk.context import Desk
from desk.reminders import bulletin_sending, card_mails, digest, sending
from desk.reminders.planning import plan_due


def do_due(desk: Desk) -> int:
    """Of all practices; how much was done."""
    planned = plan_due(desk)
    mails = sending.send_due(desk) + card_mails.send_due(desk)
    return planned + mails + digest.send_due(desk) + bulletin_sending.send_due(desk)
