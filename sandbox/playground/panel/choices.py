"""What can be chosen on the panel: steps of time, declines, faults, ways of webhooks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sandbox.stripe.fault_kinds import Fault
from sandbox.stripe.switches import LATE, LOST, TWICE, Switch

HOUR, DAY = 3_600, 86_400
STEPS: Mapping[str, int] = {"+1 hour": HOUR, "+1 day": DAY, "+3 days": 3 * DAY, "+7 days": 7 * DAY}
UNITS: Mapping[str, int] = {"minutes": 60, "hours": HOUR, "days": DAY}
FARTHEST = 366 * DAY
"""Seconds that one step may take; a year of payouts is done in it."""

DECLINES: Mapping[str, str] = {
    "insufficient_funds": "not enough money in the account",
    "generic_decline": "no reason given",
    "expired_card": "the card has expired",
    "lost_card": "the card was reported lost",
    "stolen_card": "the card was reported stolen",
    "incorrect_cvc": "the security code is wrong",
    "authentication_required": "the cardholder must confirm (3-D Secure)",
    "processing_error": "the bank’s own system failed",
}
"""By Stripe's decline codes."""


@dataclass(frozen=True)
class Choice:
    """`asked` is what the control API is told."""

    key: str
    words: str
    asked: Mapping[str, Any]


FAULTS: Sequence[Choice] = (
    Choice("slow", "takes 5 seconds", {"fault": "slow", "seconds": 5.0}),
    Choice("silent", "works, but no answer comes", {"fault": "hang", "when": "after"}),
    Choice("cut", "works, but the answer breaks off", {"fault": "truncated"}),
    Choice("broken", "fails with an error of Stripe’s own (500)", {"fault": "error"}),
    Choice("busy", "is refused: too many requests (429)", {"fault": "rate_limit"}),
)
WEBHOOKS: Sequence[Choice] = (
    Choice("normal", "Normally", {}),
    Choice(TWICE, "Each one twice", {"way": TWICE, "times": None}),
    Choice(LATE, "An hour late", {"way": LATE, "times": None, "seconds": float(HOUR)}),
    Choice(LOST, "Lose the next one", {"way": LOST}),
)


def chosen(choices: Sequence[Choice], key: str) -> Choice | None:
    return next((one for one in choices if one.key == key), None)


def fault_words(fault: Fault) -> str:
    """Of one that was asked for elsewhere, its name."""
    alike = (one.words for one in FAULTS if Fault.read(one.asked).name == fault.name)
    return next(alike, fault.name)


def way_now(switches: Sequence[Switch]) -> str:
    """The key of what goes on with webhooks; "" for what is no choice of this panel."""
    if not switches:
        return "normal"
    found = chosen(WEBHOOKS, switches[0].way)
    return found.key if found and len(switches) == 1 else ""
