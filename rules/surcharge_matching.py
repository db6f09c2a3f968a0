"""Which rules apply to a payment, or could as far as it is known."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from rules import surcharge_rules_cards, surcharge_rules_debits, surcharge_rules_us
from rules.places import Place
from rules.surcharge_rules import BRANDS, FUNDINGS, Rule
from rules.words import Sentence, sentence

RULES: tuple[Rule, ...] = (
    *surcharge_rules_cards.RULES,
    *surcharge_rules_us.RULES,
    *surcharge_rules_debits.RULES,
)


@dataclass(frozen=True)
class Question:
    """A payment as the rules see it.

    `brand`, `funding` and `consumer` None, or a country without its part: not known, so that every
    rule counts that could apply. `client` None: the client's place is left out.
    """

    practice: Place
    client: Place | None
    method: str
    brand: str | None
    funding: str | None
    consumer: bool | None
    on: date


@dataclass(frozen=True)
class Match:
    """A rule that applies to a payment, or could, and what brought it in."""

    rule: Rule
    of_client: bool
    """By the client's place, not the practice's."""
    part_assumed: bool
    """It is a rule of one state or province, and none is named."""
    payment_assumed: bool
    """It is a rule for some brands, fundings or payers, and the payment's isn't known."""

    @property
    def assumed(self) -> bool:
        return self.part_assumed or self.payment_assumed

    @property
    def reason(self) -> Sentence:
        reason = self.rule.reason
        if self.of_client:
            reason = sentence("{reason} This is the rule where the client is.", reason=reason)
        if self.part_assumed:
            reason = sentence(
                "{reason} The state or province is not named, so the strictest one counts.",
                reason=reason,
            )
        if self.payment_assumed:
            reason = sentence(
                "{reason} Not everything about this payment is known, so the strictest rule that"
                " could apply counts.",
                reason=reason,
            )
        return reason


def matching(question: Question) -> tuple[Match, ...]:
    """All rules that apply or could, of the practice's place and the client's; never none.

    Those that need the fewest assumptions come first, then the practice's, in the tables' order.
    """
    matches = _matching_at(question.practice, question, of_client=False)
    if question.client not in (None, question.practice):
        matches += _matching_at(question.client, question, of_client=True)
    return tuple(sorted(matches, key=lambda match: match.assumed))


def _matching_at(place: Place, question: Question, *, of_client: bool) -> list[Match]:
    return [
        _match(rule, of_client, not _is_named(place, rule), _is_assumed(question, rule))
        for rule in rules_at(place, question.method)
        if _could_fit(question, rule)
    ]


_match = lru_cache(maxsize=1024)(Match)


_DAYS_OF_CHANGE = sorted(
    {date.min}
    | {rule.since for rule in RULES if rule.since}
    | {rule.until + timedelta(days=1) for rule in RULES if rule.until}
)


def unchanged_since(day: date) -> date:
    """The last day, up to `day`, on which a rule began or ended: both days have the same rules.

    With it, answers for many days can be remembered as one.
    """
    return _DAYS_OF_CHANGE[bisect_right(_DAYS_OF_CHANGE, day) - 1]


@lru_cache(maxsize=4096)
def rules_at(place: Place, method: str) -> tuple[Rule, ...]:
    """The rules of all days for `method` at `place`: those of every part, where none is named."""
    return tuple(
        rule
        for rule in RULES
        if method in rule.methods and (_is_named(place, rule) or _could_be_in(place, rule))
    )


def _is_named(place: Place, rule: Rule) -> bool:
    return place.country in rule.places or str(place) in rule.places


def _could_be_in(place: Place, rule: Rule) -> bool:
    parts = f"{place.country}-"
    return place.part is None and any(code.startswith(parts) for code in rule.places)


def _could_fit(question: Question, rule: Rule) -> bool:
    return (
        (question.brand is None or question.brand in rule.brands)
        and (question.funding is None or question.funding in rule.fundings)
        and (None in (question.consumer, rule.consumer) or question.consumer is rule.consumer)
        and (rule.since is None or rule.since <= question.on)
        and (rule.until is None or question.on <= rule.until)
    )


def _is_assumed(question: Question, rule: Rule) -> bool:
    return (
        (question.brand is None and rule.brands != BRANDS)
        or (question.funding is None and rule.fundings != FUNDINGS)
        or (question.consumer is None and rule.consumer is not None)
    )
