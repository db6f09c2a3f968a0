"""Who bears the processor's fees: what the law lets the practice pass on, and what it does."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from desk.access import Person, authorize
from desk.confirmations import confirm, withdraw
from desk.context import Desk
from desk.fees import home_currency, home_region
from desk.fields import Fields
from desk.home_news import show_owners_too
from desk.privacy import plain
from desk.settings import (
    CLIENT,
    PRACTICE,
    Change,
    Confirmation,
    PracticeSettings,
    change,
    locked,
    practice_settings,
    today_at,
)
from rules.fees import CURRENCY_OF_REGION, METHOD_OF_REGION, FeeRow, row_for
from rules.places import parse_place
from rules.roles import Action
from rules.surcharge import Decision, Quote, decide, quote, waits_for
from rules.surcharge_matching import Question
from rules.surcharge_rules import Rule
from rules.words import Sentence, refuse, sentence
from storage import fee_rows, practices
from storage.practices import Practice

REASON = "reason"
SAMPLE = 10_000
"""The law is shown for a bill of 100.00."""
SHORTEST_REASON, LONGEST_REASON = 10, 300


@dataclass(frozen=True)
class Kind:
    """A kind of payment as the rules tell them apart. None: not known, or all the same."""

    name: Sentence
    method: str
    brand: str | None = None
    funding: str | None = None
    consumer: bool | None = None


CARDS: tuple[Kind, ...] = (
    Kind(sentence("personal Visa credit"), "card", "visa", "credit", True),
    Kind(sentence("business Visa credit"), "card", "visa", "credit", False),
    Kind(sentence("personal Mastercard credit"), "card", "mastercard", "credit", True),
    Kind(sentence("business Mastercard credit"), "card", "mastercard", "credit", False),
    Kind(sentence("personal American Express"), "card", "amex", "credit", True),
    Kind(sentence("business American Express"), "card", "amex", "credit", False),
    Kind(sentence("personal debit or prepaid (Visa, Mastercard)"), "card", "visa", "debit", True),
    Kind(sentence("business debit or prepaid (Visa, Mastercard)"), "card", "visa", "debit", False),
    Kind(sentence("a card that isn’t known yet, as on a payment link"), "card"),
)
_DEBITS = (
    (sentence("personal bank debit"), True),
    (sentence("business bank debit"), False),
)


@dataclass(frozen=True)
class Ruling:
    """What the law says for `kinds` of payment, and what is passed on of a bill of SAMPLE today.

    `waits_for`: the ids of the rules that still want an owner's word; `confirmed`: those that
    have it.
    """

    kinds: tuple[Sentence, ...]
    decision: Decision
    today: Quote
    waits_for: tuple[str, ...]
    confirmed: tuple[str, ...]


@dataclass(frozen=True)
class FeePayerPage:
    """`own`: the practice's own rows that hold today, confirmed by an owner. `rules`: those that
    want an owner's word, by id."""

    settings: PracticeSettings
    currency: str
    rulings: tuple[Ruling, ...]
    own: tuple[FeeRow, ...]
    rules: Mapping[str, Rule]

    @property
    def waiting(self) -> list[str]:
        return list(dict.fromkeys(rule for one in self.rulings for rule in one.waits_for))


def fee_payer_page(desk: Desk, practice: Practice, person: Person) -> FeePayerPage:
    """For an owner. Refusal while the practice's place isn't known."""
    authorize(person, Action.DECIDE_FEE_PAYER)
    practice = practices.get(desk.store, practice.id) or practice
    if practice.place is None:
        raise refuse("The practice’s place isn’t set yet, and the law depends on it.")
    settings = practice_settings(desk, practice)
    own, today = fee_rows.rows(desk.store, practice.id), today_at(desk, settings)
    kinds = [(kind, _row(own, practice, kind, today)) for kind in _kinds(practice)]
    rulings = [_ruling(settings, kind, row, today) for kind, row in kinds]
    return FeePayerPage(
        settings=settings,
        currency=home_currency(practice),
        rulings=tuple(_grouped(rulings)),
        own=tuple(dict.fromkeys(row for _, row in kinds if row.own)),
        rules={
            match.rule.id: match.rule
            for one in rulings
            for match in one.decision.matches
            if match.rule.id in (*one.waits_for, *one.confirmed)
        },
    )


def decide_payer(desk: Desk, practice: Practice, person: Person, payer: str) -> list[Change]:
    """From now on, unless an invoice says otherwise. Refusal where nothing could be passed on,
    because no owner has confirmed what the practice itself pays."""
    authorize(person, Action.DECIDE_FEE_PAYER)
    if payer not in (CLIENT, PRACTICE):
        raise refuse("Choose who bears the fees.")
    with desk.store.transaction():
        practice = locked(desk, practice)
        if payer == CLIENT and not fee_payer_page(desk, practice, person).own:
            raise refuse(
                "Enter the practice’s own fees first. Nobody may be charged more than a payment"
                " really costs, and only your contract says what that is."
            )
        made = change(desk, person, practice, "fee_payer", payer)
        show_owners_too(desk, practice.id, person.slack_user)
    return made


def confirm_rule(
    desk: Desk, practice: Practice, person: Person, rule_id: str, form: Mapping[str, str]
) -> Confirmation:
    """An owner's word, for a rule that waits for it. Raises WrongFields."""
    authorize(person, Action.DECIDE_FEE_PAYER)
    fields = Fields(form)
    reason = fields.read(REASON, _reason)
    fields.refuse_if_wrong()
    with desk.store.transaction():
        practice = locked(desk, practice)
        if rule_id not in fee_payer_page(desk, practice, person).waiting:
            raise refuse("This needs no confirmation any more.")
        return confirm(desk, person, practice, rule_id, reason or "")


def withdraw_rule(desk: Desk, practice: Practice, person: Person, rule_id: str) -> None:
    """Nothing is passed on by this rule until an owner confirms it again."""
    if not withdraw(desk, person, practice, rule_id):
        raise refuse("This confirmation was withdrawn already.")


def quote_for(
    settings: PracticeSettings, question: Question, bill: int, row: FeeRow, payer: str
) -> Quote:
    """What the client pays of `bill` where `payer` bears the fee. Nothing is passed on by a fee
    row that no owner has confirmed."""
    return quote(
        question,
        bill,
        row,
        client_pays=payer == CLIENT and row.own,
        confirmed=settings.confirmations,
    )


def _kinds(practice: Practice) -> list[Kind]:
    """Cards, and the bank debit of the practice's region where it collects their currency."""
    region = home_region(practice) or ""
    method = METHOD_OF_REGION.get(region)
    if method is None or CURRENCY_OF_REGION[region] != home_currency(practice):
        return [*CARDS]
    return [*CARDS, *(Kind(name, method, consumer=consumer) for name, consumer in _DEBITS)]


def _row(own: list[FeeRow], practice: Practice, kind: Kind, today: date) -> FeeRow:
    region = home_region(practice) or "other"
    return row_for(own, region, home_currency(practice), kind.method, today)


def _ruling(settings: PracticeSettings, kind: Kind, row: FeeRow, today: date) -> Ruling:
    question = Question(
        practice=parse_place(settings.place or ""),
        client=None,
        method=kind.method,
        brand=kind.brand,
        funding=kind.funding,
        consumer=kind.consumer,
        on=today,
    )
    decision, words = decide(question, SAMPLE, row), settings.confirmations
    wanted = sorted(waits_for(decision))
    return Ruling(
        kinds=(kind.name,),
        decision=decision,
        today=quote_for(settings, question, SAMPLE, row, settings.fee_payer),
        waits_for=tuple(rule for rule in wanted if rule not in words),
        confirmed=tuple(rule for rule in wanted if rule in words),
    )


def _grouped(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Kinds of payment for which the same rule says the same stand together."""
    groups: dict[object, Ruling] = {}
    for one in rulings:
        key = (one.decision.rule, one.decision.reason.text, one.decision.cap, one.waits_for)
        known = groups.get(key)
        groups[key] = replace(known, kinds=(*known.kinds, *one.kinds)) if known else one
    return list(groups.values())


def _reason(text: str) -> str:
    reason = plain(text, LONGEST_REASON)
    if len(reason) < SHORTEST_REASON:
        raise refuse("Say in a few words why it may be passed on, for example who advised you.")
    return reason
