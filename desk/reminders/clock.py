"""The rounds of the reminders: whoever looks writes down what has become due, and sends it."""

from desk.context import Desk
from desk.reminders import digest, sending
from desk.reminders.planning import plan_due


def do_due(desk: Desk) -> int:
    """Of all practices; how much was done."""
    return plan_due(desk) + sending.send_due(desk) + digest.send_due(desk)
