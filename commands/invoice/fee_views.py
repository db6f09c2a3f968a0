"""What may be passed on of an invoice's fee: the verdict, the most, the reason and its source."""

from commands.blocks import context, mention, section
from commands.replies import Block
from desk.days import day_in
from desk.fee_words import fee_words
from desk.invoice_fees import PassingOn
from desk.language import Language
from desk.privacy import escape
from rules.money import Money
from rules.surcharge import Decision
from rules.surcharge_rules import Verdict
from rules.words import Sentence


def passing_on_blocks(
    say: Language, answer: PassingOn, currency: str, time_zone: str
) -> list[Block]:
    """In mrkdwn, for a card that isn't known yet; days are those of the practice's time zone."""
    if answer.decision is None:
        missing = say.sentence(answer.missing) if answer.missing else ""
        return [section(say("*The client is to bear the fee.* {why}", why=escape(missing, 500)))]
    decision = answer.decision
    words = [
        say("*The client is to bear the fee*"),
        _verdict(say, answer, decision, currency, time_zone),
        escape(say.sentence(decision.reason), 600),
    ]
    return [section("\n".join(words)), context(*_sources(say, answer, decision))]


def _verdict(
    say: Language, answer: PassingOn, decision: Decision, currency: str, time_zone: str
) -> str:
    most, at_best = Money(answer.most, currency), Money(decision.cap or 0, currency)
    if decision.verdict is Verdict.BANNED:
        return say(":no_entry: Nothing is passed on while the card is not known.")
    if answer.row and not answer.row.own:
        return say(
            ":warning: Nothing is passed on: the fee is an estimate from the published list until "
            "an owner enters the practice’s own under /fees. It would be {most} at most.",
            most=at_best,
        )
    if answer.confirmed:
        return say(
            ":white_check_mark: {most} at most: {person} confirmed it on {day}, “{reason}”.",
            most=most,
            person=mention(answer.confirmed.by),
            day=day_in(answer.confirmed.at, time_zone),
            reason=escape(answer.confirmed.reason),
        )
    if decision.verdict is Verdict.CONFIRM:
        return say(
            ":warning: Nothing is passed on until an owner confirms it under /billing. Then it "
            "would be {most} at most.",
            most=at_best,
        )
    return say(":white_check_mark: {most} at most.", most=most)


def _sources(say: Language, answer: PassingOn, decision: Decision) -> list[str]:
    source = decision.source
    told = say.sentence(source) if isinstance(source, Sentence) else str(source or "–")
    lines = [
        say(
            "Source: {source}, checked on {day}. This is not legal advice.",
            source=escape(told, 300),
            day=decision.checked_on or "–",
        )
    ]
    if answer.row:
        lines.append(say("The fee that it counts with: {fee}.", fee=fee_words(say, answer.row)))
    return lines
