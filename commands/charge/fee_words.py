"""Who bears the fee of a charge, why, and what to say to the client about it."""

from typing import Protocol

from commands.blocks import context, section
from commands.replies import Block
from desk.charge_fees import Fees
from desk.charge_plans import Plan
from desk.language import Language, language_of
from desk.privacy import escape
from rules.money import Money
from rules.surcharge import Decision
from rules.surcharge_rules import Verdict
from rules.words import Sentence, sentence


class Priced(Protocol):
    """What is to be paid, and what that costs: by a card that is charged, or by a link."""

    @property
    def fees(self) -> Fees: ...

    @property
    def currency(self) -> str: ...


def fee_blocks(say: Language, plan: Priced) -> list[Block]:
    """In mrkdwn: who bears it, with the rule's reason and source where it was asked for."""
    fees, made = plan.fees, plan.fees.quote
    if made is None:
        missing = say.sentence(fees.missing) if fees.missing else ""
        return [context(escape(missing, 500))] if missing else []
    fee = Money(made.fee, plan.currency)
    if not fees.asked:
        return [context(say("The practice bears the fee, {fee}.", fee=fee))]
    decision = made.decision
    words = _verdict(say, plan, decision)
    if decision.rule is None:
        return [context(words)]
    reason = escape(say.sentence(decision.reason), 600)
    return [section(f"{words}\n{reason}"), context(_source(say, decision))]


def read_aloud(say: Language, plan: Plan) -> str:
    """In mrkdwn, for the telephone: in the client's own language where that is known."""
    theirs = language_of(plan.payer.language) if plan.payer.language else say
    words = theirs.sentence(
        sentence(
            "There is a surcharge of {surcharge} for paying this way, so the total is {total}. You"
            " can also pay in another way. Is that all right?",
            surcharge=Money(plan.fees.surcharge, plan.currency),
            total=Money(plan.charge, plan.currency),
        )
    )
    return say("*Say to the client:* “{words}”", words=words)


def _verdict(say: Language, plan: Priced, decision: Decision) -> str:
    fees = plan.fees
    if fees.surcharge:
        return say(
            "*The client bears {surcharge} of the fee,* as a surcharge.",
            surcharge=Money(fees.surcharge, plan.currency),
        )
    if fees.estimate:
        return say(
            "*The practice bears the fee.* It is an estimate until an owner has entered the"
            " practice’s own under /fees, and nothing is passed on before."
        )
    if decision.verdict is Verdict.CONFIRM:
        return say("*The practice bears the fee,* until an owner confirms it under /billing.")
    return say("*The practice bears the fee:* nothing may be passed on.")


def _source(say: Language, decision: Decision) -> str:
    source = decision.source
    told = say.sentence(source) if isinstance(source, Sentence) else str(source or "–")
    return say(
        "Source: {source}, checked on {day}. This is not legal advice.",
        source=escape(told, 300),
        day=decision.checked_on or "–",
    )
