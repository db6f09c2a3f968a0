"""What the panel's buttons do, by the same functions as the control API."""

from collections.abc import Callable, Mapping

from sandbox.playground.panel.choices import DECLINES, FARTHEST, FAULTS, UNITS, WEBHOOKS, chosen
from sandbox.stripe import control, control_money
from sandbox.stripe.service import Service

Sent = Mapping[str, str]
NO_STEP = "Please enter a whole number, for a year at most."


class WrongInput(Exception):
    """Its text can be shown."""


def clock(service: Service, sent: Sent) -> str:
    """`seconds`, or `count` and `unit`. Whole seconds: that is what the program beside is told."""
    control.clock(service, {"advance": _seconds(sent)})
    return "The time has moved."


def _seconds(sent: Sent) -> int:
    count, unit = sent.get("seconds") or sent.get("count", ""), sent.get("unit", "")
    size = 1 if sent.get("seconds") else UNITS.get(unit, 0)
    seconds = int(count) * size if count.isascii() and count.isdecimal() and len(count) < 12 else 0
    if not 0 < seconds <= FARTHEST:
        raise WrongInput(NO_STEP)
    return seconds


def decline(service: Service, sent: Sent) -> str:
    """`code`; "" takes it back."""
    code = sent.get("code", "")
    if code and code not in DECLINES:
        raise WrongInput(code)
    control_money.next_charge(service, {"decline_code": code})
    if code:
        return "The next charge of a card will decline."
    return "The next charge of a card goes its own way again."


def fault(service: Service, sent: Sent) -> str:
    """Of requests that only read, none is struck: a look at Stripe uses no failure up."""
    if (choice := chosen(FAULTS, sent.get("fault", ""))) is None:
        raise WrongInput(sent.get("fault", ""))
    control.faults(service, {"verb": "POST", **choice.asked})
    return "The failure is queued."


def clear(service: Service, _: Sent) -> str:
    control.faults(service, {"clear": True})
    return "All failures are cleared."


def webhooks(service: Service, sent: Sent) -> str:
    if (choice := chosen(WEBHOOKS, sent.get("way", ""))) is None:
        raise WrongInput(sent.get("way", ""))
    control.webhooks(service, {"clear": True, **choice.asked})
    return "Webhooks go this way from now on."


def debits(service: Service, _: Sent) -> str:
    control_money.end_debits(service, {})
    return "The banks have answered."


ACTS: Mapping[str, Callable[[Service, Sent], str]] = {
    "clock": clock,
    "decline": decline,
    "fault": fault,
    "clear": clear,
    "webhooks": webhooks,
    "debits": debits,
}
"""Each gives the sentence that says what was done. WrongInput for what can't be done."""
