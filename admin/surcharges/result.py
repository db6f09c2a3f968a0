"""What comes of a payment, in words: who may bear what, why, and the amounts."""

from collections.abc import Sequence
from dataclasses import dataclass

from admin.here import here
from desk.admin.surcharges import WhatIf
from desk.fee_words import fee_words
from desk.rule_words import source_words
from rules.money import Money
from rules.surcharge import Decision
from rules.surcharge_rules import Verdict

TONES = {Verdict.BANNED: "bad", Verdict.CONFIRM: "warn", Verdict.ALLOWED: "good"}


@dataclass(frozen=True)
class Result:
    """`amounts`: labels with their values; `duties`: what has to be told where a fee is passed
    on; `notes`: what makes it less than certain."""

    verdict: str
    tone: str
    reason: str
    source: str
    amounts: Sequence[tuple[str, str]]
    duties: Sequence[str]
    notes: Sequence[str]


def result(shown: WhatIf) -> Result:
    say, law = here().say, shown.law
    return Result(
        verdict=_verdict(law, shown.bill.currency),
        tone=TONES[law.verdict],
        reason=say.sentence(law.reason),
        source=source_words(say, law.rule) if law.rule else "",
        amounts=_amounts(shown),
        duties=[say.sentence(one) for one in law.disclosures] if shown.quote.surcharge else [],
        notes=_notes(shown),
    )


def _verdict(law: Decision, currency: str) -> str:
    say, most = here().say, Money(law.cap or 0, currency)
    if law.verdict is Verdict.BANNED:
        return say("The fee may not be passed on: the practice bears it.")
    if law.verdict is Verdict.CONFIRM:
        return say(
            "Nothing is passed on until an owner confirms it, then at most {most}.", most=most
        )
    return say("The client may bear at most {most} of the fee.", most=most)


def _amounts(shown: WhatIf) -> list[tuple[str, str]]:
    say, made = here().say, shown.quote

    def money(amount: int) -> str:
        return say.money(Money(amount, shown.bill.currency))

    own = shown.row.own
    arrives = say("The practice receives") if own else say("The practice receives (estimate)")
    fee = say("{amount} ({fee})", amount=money(made.fee), fee=fee_words(say, shown.row))
    return [
        (say("Bill"), money(made.bill)),
        (say("Surcharge"), money(made.surcharge)),
        (say("The client pays"), money(made.charge)),
        (say("The processor keeps"), fee),
        (arrives, money(made.practice_receives)),
        (say("The practice bears of the fee"), money(made.practice_absorbs)),
    ]


def _notes(shown: WhatIf) -> list[str]:
    say, notes = here().say, []
    if not shown.row.own:
        notes.append(
            say(
                "This counts with the published price list. Nothing is passed on until an owner has"
                " entered the practice’s own fees."
            )
        )
    if not shown.asked:
        notes.append(say("The practice bears the fee, so nothing is passed on."))
    notes.append(say("This is not legal advice. Ask a lawyer before you rely on it."))
    return notes
