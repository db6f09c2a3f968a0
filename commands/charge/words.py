"""How charges and payment methods are written, the same in windows, cards and lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from desk.charge_reasons import REASONS
from desk.charge_states import ENDED, state_words
from desk.decline_words import decline_of
from desk.language import Language
from desk.method_names import brand_name
from rules.money import Money
from rules.payment_state import State
from rules.words import sentence
from storage.operations import Operation

FUNDINGS = {
    "credit": sentence("credit"),
    "debit": sentence("debit"),
    "prepaid": sentence("prepaid"),
}
SETTLES_IN = {"us_bank_account": 4, "bacs_debit": 4, "sepa_debit": 5, "au_becs_debit": 3}
"""Business days, about, until a bank debit is paid."""


@dataclass(frozen=True)
class Told:
    """A charge's state for people. `headline` with its sign is mrkdwn, `why` and `then` are plain
    sentences: what is behind it, and the one thing to do next."""

    headline: str
    why: str = ""
    then: str = ""


def told(say: Language, operation: Operation) -> Told:
    """What has become of it, with the amount and nobody's name."""
    amount = Money(operation.amount, operation.currency)
    match operation.state:
        case State.SUCCEEDED:
            return Told(say(":white_check_mark: *Paid: {amount}*", amount=amount))
        case State.PROCESSING:
            return _on_its_way(say, operation, amount)
        case State.DECLINED | State.NEEDS_CUSTOMER | State.FAILED:
            return _not_paid(say, operation, amount)
        case State.UNKNOWN:
            return Told(
                say(":grey_question: *Not known yet: {amount}*", amount=amount),
                say("Paydesk is asking Stripe. Nobody is charged twice."),
                say("Don’t charge it in another way meanwhile."),
            )
        case State.REVIEW:
            return Told(
                say(":eyes: *Somebody has to look at this: {amount}*", amount=amount),
                _reason(say, operation),
            )
        case State.CANCELLED:
            return Told(_over(say, operation, amount), _reason(say, operation))
        case State.DRAFT:
            return Told(
                say(":raised_hand: *Waits for approval: {amount}*", amount=amount),
                say("Nothing is charged until somebody else has approved it."),
            )
    return Told(
        say(":hourglass_flowing_sand: *Charging {amount}…*", amount=amount),
        _reason(say, operation),
    )


def why_words(say: Language, operation: Operation) -> str:
    """Plain: why it stands as it does, and what to do next; empty where there is nothing to say."""
    words = told(say, operation)
    return " ".join(filter(None, [words.why, words.then]))


def _decline_words(say: Language, operation: Operation) -> tuple[str, str]:
    """Of one that was declined or failed: why, and what to do next."""
    if operation.reason in REASONS:
        return _reason(say, operation), ""
    decline = decline_of(operation.reason)
    return say.sentence(decline.why), say.sentence(decline.then)


def method_words(say: Language, method: Mapping[str, Any]) -> str:
    """Plain: "Visa ••4242, 04/27, credit", "SEPA ••3000". `method`: as an operation keeps it, or
    the vars() of a saved one."""
    name = brand_name(say, method)
    number = f"{name} ••{method['last4']}" if method.get("last4") else name
    funding = FUNDINGS.get(method.get("funding") or "")
    parts = [number, _expiry(method), say.sentence(funding) if funding else ""]
    return ", ".join(filter(None, parts))


def expiry_words(say: Language, method: Mapping[str, Any], today: date) -> str:
    """Plain; empty where the card is good for another month."""
    month, year = method.get("exp_month"), method.get("exp_year")
    if not month or not year:
        return ""
    left = (year - today.year) * 12 + month - today.month
    if left < 0:
        return say("This card has expired.")
    if left == 0:
        return say("This card expires at the end of the month.")
    return say("This card expires next month.") if left == 1 else ""


def _expiry(method: Mapping[str, Any]) -> str:
    month, year = method.get("exp_month"), method.get("exp_year")
    return f"{month:02}/{year % 100:02}" if month and year else ""


def _on_its_way(say: Language, operation: Operation, amount: Money) -> Told:
    days = SETTLES_IN.get(operation.method["type"])
    if days is None:
        why = say("It settles in a few days.")
    else:
        why = say.plural(
            "It settles in about {n} business day.", "It settles in about {n} business days.", days
        )
    return Told(
        say(":hourglass_flowing_sand: *Not paid yet: {amount} is on its way*", amount=amount),
        why,
        say("You are told if it fails."),
    )


def _not_paid(say: Language, operation: Operation, amount: Money) -> Told:
    why, then = _decline_words(say, operation)
    if operation.state == State.FAILED:
        return Told(say(":x: *It came back: {amount} is not paid*", amount=amount), why, then)
    return Told(say(":x: *Declined: {amount} was not charged*", amount=amount), why, then)


def _over(say: Language, operation: Operation, amount: Money) -> str:
    if operation.reason in ENDED:
        state = say.sentence(state_words(operation))
        return say(":ballot_box_with_check: *{state}: {amount}*", state=state, amount=amount)
    return say(":no_entry_sign: *Called off: {amount}*", amount=amount)


def _reason(say: Language, operation: Operation) -> str:
    found = REASONS.get(operation.reason or "")
    return say.sentence(found) if found else ""
