"""Who may pass a fee on: all rules on record, what the practice has chosen, and what would come of
a payment, by the function by which charges are made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from desk.access import Person, authorize
from desk.context import Desk
from desk.fee_payers import quote_for
from desk.fees import home_currency
from desk.fields import Fields
from desk.forms import WrongFields
from desk.place_texts import read_place
from desk.settings import (
    CLIENT,
    PRACTICE,
    Confirmation,
    PracticeSettings,
    practice_settings,
    today_at,
)
from rules.amount_text import read_amount
from rules.currencies import largest
from rules.fees import METHODS, FeeRow, row_for
from rules.money import Money
from rules.places import Place, fee_region, parse_place
from rules.roles import Action
from rules.surcharge import Decision, Quote, decide, once_confirmed
from rules.surcharge_matching import RULES, Question, rules_at
from rules.surcharge_rules import BRANDS, FUNDINGS, Rule
from rules.words import Refusal, refuse
from storage import fee_rows
from storage.practices import Practice

AMOUNT, WHERE, CLIENT_PLACE = "amount", "where", "client_place"
METHOD, BRAND, FUNDING, CONSUMER, PAYER = "method", "brand", "funding", "consumer", "payer"
"""The fields of "what if"."""
YES, NO = "yes", "no"


@dataclass(frozen=True)
class RuleRow:
    """`here`: it is one for the practice's place. `in_force`: today is within its days."""

    rule: Rule
    here: bool
    in_force: bool


@dataclass(frozen=True)
class SurchargePage:
    """`confirmed`: the rules for which an owner has given their word, with it. `own`: the practice
    has fees of its own, without which nothing is passed on."""

    place: Place | None
    settings: PracticeSettings
    rules: Sequence[RuleRow]
    confirmed: Sequence[tuple[Rule, Confirmation]]
    own: bool


@dataclass(frozen=True)
class WhatIf:
    """What comes of a payment of `bill`. `law`: what may be passed on, whoever bears the fee; it
    counts with `row`. `asked`: the client is to bear it. Where `row` is no row of the practice's
    own, what arrives is an estimate and nothing is passed on."""

    bill: Money
    law: Decision
    quote: Quote
    row: FeeRow
    asked: bool


def surcharge_page(desk: Desk, practice: Practice, person: Person) -> SurchargePage:
    authorize(person, Action.SEE_FEES)
    authorize(person, Action.SEE_SETTINGS)
    settings = practice_settings(desk, practice)
    today = today_at(desk, settings)
    place = parse_place(settings.place) if settings.place else None
    known = {rule.id: rule for rule in RULES}
    return SurchargePage(
        place,
        settings,
        _rules(place, today),
        [(known[rule], word) for rule, word in settings.confirmations.items() if rule in known],
        bool(fee_rows.rows(desk.store, practice.id)),
    )


def what_if(
    desk: Desk, practice: Practice, person: Person, form: Mapping[str, str], language: str
) -> WhatIf:
    """By what holds today. Nothing is written. Raises WrongFields."""
    authorize(person, Action.SEE_FEES)
    settings = practice_settings(desk, practice)
    today = today_at(desk, settings)
    bill, question, payer = _read(form, language, home_currency(practice), today)
    own = fee_rows.rows(desk.store, practice.id)
    try:
        row = row_for(own, fee_region(question.practice), bill.currency, question.method, today)
    except Refusal as refusal:
        raise WrongFields({METHOD: refusal.sentence}) from refusal
    if str(question.practice) != settings.place:
        settings = replace(settings, confirmations={})  # They were given for the practice's place.
    law = once_confirmed(decide(question, bill.amount, row), settings.confirmations)
    made = quote_for(settings, question, bill.amount, row, payer)
    if made.charge > largest(bill.currency):
        raise WrongFields({AMOUNT: refuse("That is more than one charge can be.").sentence})
    return WhatIf(bill, law, made, row, payer == CLIENT)


def _rules(place: Place | None, today: date) -> list[RuleRow]:
    """Those for the practice's place first, otherwise in the order of the tables."""
    here = {rule for method in METHODS for rule in rules_at(place, method)} if place else set()
    rows = [
        RuleRow(
            rule,
            rule in here,
            (rule.since or date.min) <= today <= (rule.until or date.max),
        )
        for rule in RULES
    ]
    return sorted(rows, key=lambda one: not one.here)


def _read(
    form: Mapping[str, str], language: str, currency: str, today: date
) -> tuple[Money, Question, str]:
    fields = Fields(form)
    bill = fields.read(AMOUNT, lambda text: read_amount(text, language, currency))
    place = fields.read(WHERE, read_place)
    client = fields.read(CLIENT_PLACE, lambda text: read_place(text) if text else None)
    method = fields.read(METHOD, _method)
    brand = fields.read(BRAND, lambda text: _known(text, BRANDS))
    funding = fields.read(FUNDING, lambda text: _known(text, FUNDINGS))
    consumer = fields.read(CONSUMER, lambda text: _known(text, frozenset({YES, NO})))
    payer = fields.read(PAYER, _payer)
    fields.refuse_if_wrong()
    if bill is None or place is None or method is None or payer is None:
        raise AssertionError("A form without wrong fields has all of them.")
    by_card = method == "card"
    question = Question(
        practice=place,
        client=client,
        method=method,
        brand=brand if by_card else None,
        funding=funding if by_card else None,
        consumer=None if consumer is None else consumer == YES,
        on=today,
    )
    return bill, question, payer


def _method(text: str) -> str:
    if text not in METHODS:
        raise refuse("Choose how the client pays.")
    return text


def _known(text: str, values: frozenset[str]) -> str | None:
    """None: it isn't known."""
    if text and text not in values:
        raise refuse("Choose one of the list.")
    return text or None


def _payer(text: str) -> str:
    if text not in (CLIENT, PRACTICE):
        raise refuse("Choose who bears the fees.")
    return text
