"""What Stripe really takes against the practice's fee row: the owners are asked once whether the
real fee is to be used, where several payments agree on what it is."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from desk.access import Person, authorize
from desk.cards import show_card
from desk.context import Desk
from desk.days import day_in
from desk.home_news import show_anew
from desk.own_fees import SAVED
from desk.settings import PracticeSettings, practice_settings, today_at
from rules.fee_fit import PAYMENTS_NEEDED, Rule, rule_of
from rules.fees import METHODS, FeeRow, fee, row_for
from rules.places import fee_region, parse_place
from rules.roles import Action
from rules.words import Refusal, refuse
from storage import audit, fee_offers, fee_rows, members, stripe_fees
from storage.fee_offers import ASKED, KEPT, TAKEN, FeeOffer
from storage.practices import Practice
from storage.stripe_fees import StripeFee

KIND = "fee_offer"
"""Of cards; their key is the offer's id."""
_LOOKED_AT = 200
_NEWEST = 10
"""Payments of one method and currency."""
_SOURCE = "Stripe’s balance transactions"


@dataclass(frozen=True)
class _Group:
    """The newest payments of a method and currency since the row holds. Cards from abroad, which
    cost more, and what was converted are left out."""

    method: str
    currency: str
    payments: tuple[StripeFee, ...]


def compare_fees(desk: Desk, practice: Practice) -> list[FeeOffer]:
    """Tell the owners what they have not been told. Returns what is new."""
    settings = practice_settings(desk, practice)
    if settings.place is None:
        return []
    own = fee_rows.rows(desk.store, practice.id)
    made = [
        offer
        for group in _groups(desk, practice, settings)
        if (offer := _offer(desk, settings, own, group)) is not None
    ]
    with desk.store.transaction():
        told = [_told(desk, practice, one) for one in made]
    return [one for one in told if one is not None]


def use_real_fee(desk: Desk, practice: Practice, person: Person, offer_id: int) -> FeeOffer:
    """It holds from today on; what was quoted or paid before keeps the fees it had."""
    return _decided(desk, practice, person, offer_id, TAKEN)


def keep_own_fee(desk: Desk, practice: Practice, person: Person, offer_id: int) -> FeeOffer:
    return _decided(desk, practice, person, offer_id, KEPT)


def row_of(offer: FeeOffer, since: date | None = None) -> FeeRow:
    """As the practice's own row."""
    return FeeRow(
        region="own",
        method=offer.method,
        currency=offer.currency,
        percent=Decimal(offer.percent or "0"),
        fixed=offer.fixed,
        cap=offer.cap,
        since=since,
        own=True,
        source=_SOURCE,
        checked_on=since,
    )


def _decided(desk: Desk, practice: Practice, person: Person, offer_id: int, state: str) -> FeeOffer:
    authorize(person, Action.EDIT_FEE_ROWS)
    store = desk.store
    offer = fee_offers.get(store, practice.id, offer_id)
    if offer is None or not offer.percent:
        raise refuse("There is no such question.")
    with store.transaction():
        if fee_offers.decide(store, practice.id, offer_id, state, person.slack_user):
            if state == TAKEN:
                _use(desk, practice, person, offer)
            for owner in members.owners(store, practice.id):
                show_card(desk, practice.id, KIND, str(offer.id), 2, owner.slack_user)
    decided = fee_offers.get(store, practice.id, offer_id)
    if decided is None:
        raise LookupError(f"Offer {offer_id} is gone.")
    return decided


def _use(desk: Desk, practice: Practice, person: Person, offer: FeeOffer) -> None:
    now = desk.clock()
    row = row_of(offer, today_at(desk, practice_settings(desk, practice)))
    fee_rows.add(desk.store, practice.id, row, person.slack_user, now)
    detail = {
        "percent": offer.percent,
        "fixed": offer.fixed,
        "cap": offer.cap,
        "since": str(row.since),
        "source": _SOURCE,
    }
    target = f"{row.method} {row.currency}"
    audit.record(desk.store, practice.id, person.slack_user, SAVED, target, detail, now)
    show_anew(desk, practice.id, person.slack_user)


def _told(desk: Desk, practice: Practice, offer: FeeOffer) -> FeeOffer | None:
    added = fee_offers.add(desk.store, practice.id, offer)
    if added is not None:
        for owner in members.owners(desk.store, practice.id):
            show_card(desk, practice.id, KIND, str(added.id), 1, owner.slack_user)
    return added


def _groups(desk: Desk, practice: Practice, settings: PracticeSettings) -> list[_Group]:
    home = parse_place(settings.place or "").country
    found: dict[tuple[str, str], list[StripeFee]] = {}
    for taken, method in stripe_fees.newest(desk.store, practice.id, _LOOKED_AT):
        kind, country = method.get("type"), method.get("country")
        abroad = kind == "card" and country != home
        if kind in METHODS and not (abroad or taken.converted or taken.platform):
            found.setdefault((kind, taken.currency), []).append(taken)
    return [_Group(*key, tuple(payments)) for key, payments in found.items()]


def _offer(
    desk: Desk, settings: PracticeSettings, own: list[FeeRow], group: _Group
) -> FeeOffer | None:
    """None: the row says what Stripe takes, or too few payments say otherwise."""
    region = fee_region(parse_place(settings.place or ""))
    today = today_at(desk, settings)
    try:
        row = row_for(own, region, group.currency, group.method, today)
    except Refusal:
        return None
    since = [
        one
        for one in group.payments
        if row.since is None or day_in(one.at, settings.time_zone) >= row.since
    ][:_NEWEST]
    pairs = [(one.settled, one.fee) for one in since]
    differ = [one for one in since if fee(one.settled, row) != one.fee]
    if len({amount for amount, _ in pairs}) < PAYMENTS_NEEDED or (row.own and not differ):
        return None
    rule = rule_of(pairs)
    if rule is None and not differ:
        return None
    return _as_offer(group, row, rule, since, differ or since, desk.clock())


def _as_offer(
    group: _Group,
    row: FeeRow,
    rule: Rule | None,
    payments: list[StripeFee],
    differ: list[StripeFee],
    now: int,
) -> FeeOffer:
    example = differ[0]
    return FeeOffer(
        id=0,
        method=group.method,
        currency=group.currency,
        percent=_written(rule.percent) if rule else "",
        fixed=rule.fixed if rule else 0,
        cap=rule.cap if rule else None,
        known=_row_text(row),
        payments=len(payments),
        amount=example.settled,
        took=example.fee,
        expected=fee(example.settled, row),
        state=ASKED,
        asked_at=now,
        by=None,
    )


def row_compared_with(offer: FeeOffer) -> FeeRow:
    """The row that was compared with Stripe's fees."""
    percent, fixed, cap, own = offer.known.split(" ")
    row = row_of(offer)
    limit = int(cap) if cap else None
    return replace(row, percent=Decimal(percent), fixed=int(fixed), cap=limit, own=own == "own")


def _row_text(row: FeeRow) -> str:
    cap = "" if row.cap is None else row.cap
    return f"{_written(row.percent)} {row.fixed} {cap} {'own' if row.own else 'published'}"


def _written(percent: Decimal) -> str:
    """Without zeros at the end."""
    return f"{percent.normalize():f}"
