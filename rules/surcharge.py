"""Who may pass the fee on, how much of it, and why: the one function that decides it.

It isn't legal advice, and whoever shows an answer says so.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from rules.currencies import step
from rules.fees import HUNDRED, FeeRow, charge_to_receive, fee
from rules.surcharge_matching import Match, Question, matching
from rules.surcharge_rules import GENERAL_DUTIES, Rule, Verdict
from rules.words import Sentence, sentence

_STRICTNESS = {Verdict.ALLOWED: 0, Verdict.CONFIRM: 1, Verdict.BANNED: 2}


_NOT_ASKED = sentence("The practice bears the fee, so nothing is passed on.")


@dataclass(frozen=True)
class Decision:
    """The answer: the verdict, and the rule that binds among all that apply or could.

    `cap`: the most that may be passed on, in minor units; with CONFIRM, once it is confirmed. It
    is None only where nothing was asked, and then no rule binds.
    """

    verdict: Verdict
    cap: int | None = None
    binding: Match | None = None
    matches: tuple[Match, ...] = ()

    @property
    def rule(self) -> Rule | None:
        return self.binding.rule if self.binding else None

    @property
    def reason(self) -> Sentence:
        return self.binding.reason if self.binding else _NOT_ASKED

    @property
    def source(self) -> Sentence | str | None:
        return self.rule.source if self.rule else None

    @property
    def checked_on(self) -> date | None:
        return self.rule.checked_on if self.rule else None

    @property
    def disclosures(self) -> tuple[Sentence, ...]:
        """What has to be told or done where the fee is passed on; nothing where it may not be."""
        if self.verdict not in (Verdict.ALLOWED, Verdict.CONFIRM):
            return ()
        special = {
            match.rule.id: match.rule.disclosure for match in self.matches if match.rule.disclosure
        }
        return (*GENERAL_DUTIES, *special.values())


NOT_ASKED = Decision(Verdict.NOT_ASKED)


@dataclass(frozen=True)
class Quote:
    """What the client pays and the practice receives, in minor units of the bill's currency.

    Raises ValueError where it does not add up or passes on what may not be.
    """

    bill: int
    surcharge: int
    decision: Decision
    row: FeeRow
    fee: int = field(init=False)
    """What the processor keeps of the charge."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "fee", fee(self.charge, self.row))
        if not 0 <= self.surcharge <= self.fee:
            raise ValueError(f"A surcharge of {self.surcharge} is not within the fee {self.fee}")
        if self.surcharge and self.decision.verdict is not Verdict.ALLOWED:
            raise ValueError(f"A surcharge of {self.surcharge} is {self.decision.verdict}")
        if self.surcharge > (self.decision.cap or 0):
            raise ValueError(f"A surcharge of {self.surcharge} is above {self.decision.cap}")

    @property
    def charge(self) -> int:
        """What the client pays."""
        return self.bill + self.surcharge

    @property
    def practice_receives(self) -> int:
        """Negative where the fee is more than the whole charge."""
        return self.charge - self.fee

    @property
    def practice_absorbs(self) -> int:
        """The part of the fee that the practice bears."""
        return self.bill - self.practice_receives


def quote(
    question: Question,
    bill: int,
    row: FeeRow,
    *,
    client_pays: bool,
    confirmed: Collection[str] = (),
) -> Quote:
    """The quote for `bill` with the fee row that holds for it.

    The whole fee is passed on up to the cap, where the client pays and it is allowed; else none.
    `confirmed`: ids of the rules that an owner has confirmed.
    """
    decision = decide(question, bill, row) if client_pays else NOT_ASKED
    decision = once_confirmed(decision, confirmed)
    surcharge = (decision.cap or 0) if decision.verdict is Verdict.ALLOWED else 0
    return Quote(bill, surcharge, decision, row)


def decide(question: Question, bill: int, row: FeeRow) -> Decision:
    """The strictest of all rules that apply or could apply, and the lowest of all their caps.

    The rule that binds is of the strictest verdict, then of the lowest cap, then the one that
    needs the fewest assumptions, then the practice's before the client's, in the tables' order.
    """
    matches, verdict, strictest = _ruling(question)
    if verdict is Verdict.BANNED:
        return Decision(verdict, 0, strictest[0], matches)
    cost = _cost(bill, row)
    caps = {match.rule: _cap(match.rule, bill, row, cost) for match in matches}
    binding = min(strictest, key=lambda match: caps[match.rule])
    return Decision(verdict, min(caps.values()), binding, matches)


def once_confirmed(decision: Decision, rule_ids: Collection[str]) -> Decision:
    """The decision, allowed where it only waited for rules that an owner has confirmed."""
    if decision.verdict is Verdict.CONFIRM and waits_for(decision) <= set(rule_ids):
        return replace(decision, verdict=Verdict.ALLOWED)
    return decision


def waits_for(decision: Decision) -> set[str]:
    """The ids of the rules that an owner has to confirm before the fee is passed on."""
    if decision.verdict is not Verdict.CONFIRM:
        return set()
    waiting = (match.rule for match in decision.matches if match.rule.verdict is Verdict.CONFIRM)
    return {rule.id for rule in waiting}


@lru_cache(maxsize=4096)
def _ruling(question: Question) -> tuple[tuple[Match, ...], Verdict, tuple[Match, ...]]:
    """The rules that match, the strictest of their verdicts, and the rules that give it."""
    matches = matching(question)
    verdict = max((match.rule.verdict for match in matches), key=_STRICTNESS.__getitem__)
    return matches, verdict, tuple(match for match in matches if match.rule.verdict is verdict)


def _cost(bill: int, row: FeeRow) -> int:
    """The surcharge that passes the whole fee on, and no more than the fee of that very charge."""
    surcharge = charge_to_receive(bill, row) - bill
    smallest = _step(row)
    if smallest > 1 and surcharge > fee(bill + surcharge, row):
        return max(surcharge - smallest, 0)
    return surcharge


def _cap(rule: Rule, bill: int, row: FeeRow, cost: int) -> int:
    """The most that `rule` lets pass, never above the cost: a rule without a cap adds none."""
    if rule.at_most is None:
        return cost
    # The share is of the bill before the surcharge, rounded down to what can be charged.
    share = int(bill * rule.at_most.value // HUNDRED)
    return min(cost, share - share % _step(row))


def _step(row: FeeRow) -> int:
    """In a few currencies, only every tenth minor unit can be charged."""
    return step(row.currency) if row.currency else 1
