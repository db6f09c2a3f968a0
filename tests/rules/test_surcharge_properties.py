"""What holds of the guard whatever is asked: nothing is ever passed on that could be wrong."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.fees import FeeRow, fee
from rules.places import Place, parse_place
from rules.surcharge import Decision, decide, quote
from rules.surcharge_matching import RULES, Question, matching, unchanged_since
from rules.surcharge_rules import BRANDS, FUNDINGS, Verdict

PLACES = [
    *map(parse_place, ("US-TX", "US-FL", "US-CT", "US-NY", "US-CO", "US-OK", "US-CA", "PR", "US")),
    *map(parse_place, ("CA-ON", "CA-QC", "CA", "GB", "DE", "FR", "NO", "AU", "NZ", "BR", "CH")),
]
METHODS = ["card", "us_bank_account", "sepa_debit", "bacs_debit", "au_becs_debit"]
TURNING_DAYS = sorted({day for rule in RULES for day in (rule.since, rule.until) if day})
"""The first day of rules that begin, and the last of those that end."""
STRICTNESS = [Verdict.ALLOWED, Verdict.CONFIRM, Verdict.BANNED]

days = st.one_of(
    st.sampled_from(TURNING_DAYS),
    st.dates(date(2015, 1, 1), date(2030, 1, 1)),
)
questions = st.builds(
    Question,
    practice=st.sampled_from(PLACES),
    client=st.none() | st.sampled_from(PLACES),
    method=st.just("card") | st.sampled_from(METHODS),
    brand=st.none() | st.sampled_from(sorted(BRANDS)),
    funding=st.sampled_from([None, "credit", "credit", "debit", "prepaid"]),
    consumer=st.none() | st.booleans(),
    on=days,
)
rows = st.builds(
    FeeRow,
    region=st.just("own"),
    method=st.just("card"),
    currency=st.sampled_from(["usd", "jpy"]),
    percent=st.decimals(0, 12, places=3),
    fixed=st.integers(0, 100),
    cap=st.none() | st.integers(0, 1_000),
)
published = st.just(FeeRow("us", "card", "usd", Decimal("2.9"), 30))
bills = st.integers(1, 20_000) | st.integers(1, 99_999_999)
steadily = settings(derandomize=True, deadline=None)


def is_stricter_or_same(decision: Decision, other: Decision) -> bool:
    """Whether `decision` lets pass no more than `other`, now or once it is confirmed."""
    assert decision.cap is not None
    assert other.cap is not None
    strictness, others = STRICTNESS.index(decision.verdict), STRICTNESS.index(other.verdict)
    return strictness >= others and decision.cap <= other.cap


@steadily
@given(questions, bills, published | rows)
def test_a_surcharge_never_exceeds_any_cap_and_the_quote_adds_up(
    question: Question, bill: int, row: FeeRow
) -> None:
    answer = quote(question, bill, row, client_pays=True)
    assert 0 <= answer.surcharge <= fee(answer.charge, row)
    for match in matching(question):
        if match.rule.at_most is not None:
            assert answer.surcharge * 100 <= match.rule.at_most.value * bill
        if match.rule.verdict is not Verdict.ALLOWED:
            assert answer.surcharge == 0
    assert answer.charge == bill + answer.surcharge
    assert answer.practice_receives == answer.charge - answer.fee
    assert answer.practice_absorbs == bill - answer.practice_receives >= 0


@steadily
@given(questions, bills, published | rows)
def test_only_what_is_allowed_is_passed_on_and_then_up_to_the_cap(
    question: Question, bill: int, row: FeeRow
) -> None:
    answer = quote(question, bill, row, client_pays=True)
    allowed = answer.decision.verdict is Verdict.ALLOWED
    assert answer.surcharge == (answer.decision.cap if allowed else 0)
    assert (answer.decision.verdict is Verdict.BANNED) <= (answer.decision.cap == 0)


@steadily
@given(bills, published | rows)
def test_where_nothing_but_the_cost_caps_it_the_practice_receives_the_bill_exactly(
    bill: int, row: FeeRow
) -> None:
    question = Question(Place("US", "TX"), None, "card", "amex", "credit", True, date(2026, 11, 23))
    answer = quote(question, bill, row, client_pays=True)
    assert (answer.practice_receives, answer.practice_absorbs) == (bill, 0)


@steadily
@given(questions, bills, st.sampled_from(PLACES))
def test_a_clients_place_never_loosens_the_answer(
    question: Question, bill: int, place: Place
) -> None:
    row = FeeRow("us", "card", "usd", Decimal("2.9"), 30)
    without = decide(replace(question, client=None), bill, row)
    assert is_stricter_or_same(decide(replace(question, client=place), bill, row), without)


@steadily
@given(
    questions,
    bills,
    st.sets(st.sampled_from(["brand", "funding", "consumer", "practice", "client"]), min_size=1),
)
def test_knowing_less_never_loosens_the_answer(
    question: Question, bill: int, forgotten: set[str]
) -> None:
    row = FeeRow("us", "card", "usd", Decimal("2.9"), 30)
    less = question
    for key in forgotten & {"brand", "funding", "consumer"}:
        less = replace(less, **{key: None})
    if "practice" in forgotten:
        less = replace(less, practice=Place(question.practice.country))
    if "client" in forgotten and question.client is not None:
        less = replace(less, client=Place(question.client.country))
    assert is_stricter_or_same(decide(less, bill, row), decide(question, bill, row))


@steadily
@given(questions, bills)
def test_what_is_not_known_is_exactly_as_strict_as_the_strictest_it_could_be(
    question: Question, bill: int
) -> None:
    row = FeeRow("us", "card", "usd", Decimal("2.9"), 30)
    possible = [
        decide(replace(question, brand=brand, funding=funding, consumer=consumer), bill, row)
        for brand, funding, consumer in product(
            [question.brand] if question.brand else sorted(BRANDS),
            [question.funding] if question.funding else sorted(FUNDINGS),
            [True, False] if question.consumer is None else [question.consumer],
        )
    ]
    decision = decide(question, bill, row)
    assert decision.verdict == max((each.verdict for each in possible), key=STRICTNESS.index)
    assert decision.cap == min(each.cap for each in possible if each.cap is not None)


@steadily
@given(questions, bills)
def test_between_the_days_on_which_a_rule_changes_all_days_are_alike(
    question: Question, bill: int
) -> None:
    row = FeeRow("us", "card", "usd", Decimal("2.9"), 30)
    since = unchanged_since(question.on)
    assert since <= question.on
    assert decide(replace(question, on=since), bill, row) == decide(question, bill, row)
