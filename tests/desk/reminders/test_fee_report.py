"""The fees of a month: what was kept, passed on and absorbed, by method and against the rows."""

import io
import itertools
from datetime import date
from decimal import Decimal

import pytest
from PIL import Image

from desk.context import Desk
from desk.language import language_of
from desk.reminders.clock import do_due
from desk.reminders.fee_picture import FEE_REPORT, picture, picture_for
from desk.reminders.fee_report import FeeReport, fee_report
from rules.bulletin_days import day_of_month, month_before
from rules.fees import FeeRow
from rules.reminder_state import FEES
from storage import cards, fee_rows, ledger, operations, reminders, stripe_fees
from storage.ledger import Line
from storage.models import Outbox
from storage.new_operations import blank
from storage.operations import Operation
from storage.stripe_fees import StripeFee
from tests.support.cast import OLIVIA, Cast, FrozenClock
from tests.support.reminding import Office
from tests.support.stores import ON_SQLITE

NOVEMBER = date(2026, 11, 1)
NUMBERS = itertools.count(1)


@pytest.fixture
def office(desk: Desk, cast: Cast, clock: FrozenClock) -> Office:
    return Office(desk, cast, clock)


def moved(office: Office, operation: Operation, kind: str, amount: int) -> None:
    line = Line(operation.id, kind, f"ch_{next(NUMBERS)}", amount, "usd", office.clock())
    assert ledger.add(office.desk.store, office.mine, line)


def paid(
    office: Office,
    amount: int,
    fee: int,
    method: str = "card",
    surcharge: int = 0,
    *,
    converted: bool = False,
) -> Operation:
    """A charge that Stripe has settled, with its fee."""
    store, mine = office.desk.store, office.mine
    plain = vars(blank(mine, "charge", office.client().id, OLIVIA, office.clock()))
    more = {"state": "succeeded", "amount": amount, "surcharge": surcharge, "currency": "usd"}
    new = Operation(**{**plain, **more, "method": {"type": method}})
    made = operations.add(store, mine, new, [], live=False)
    assert made is not None
    moved(office, made, "charge", amount)
    moved(office, made, "fee", -fee)
    taken = StripeFee(
        made.id, f"txn_{next(NUMBERS)}", amount, fee, 0, 0, "usd", converted, office.clock()
    )
    stripe_fees.add(store, mine, taken)
    return made


def report(office: Office, month: date = NOVEMBER) -> FeeReport:
    return fee_report(office.desk, office.cast.practice, month)


def test_fees_are_told_by_method_and_against_the_rows(office: Office) -> None:
    """The published rows: 2.9 % and 30 cents for cards, 1.9 % and 50 cents for the debit."""
    paid(office, 10_000, 320)
    paid(office, 10_300, 350, surcharge=300)
    paid(office, 10_000, 240, "us_bank_account")
    card, debit = report(office).lines
    assert (card.method, card.payments, card.came, card.kept) == ("card", 2, 20_300, 670)
    assert (card.passed_on, card.absorbed) == (300, 370)
    assert (card.compared, card.took, card.expected, card.more) == (2, 670, 320 + 329, 21)
    assert (debit.method, debit.kept, debit.absorbed, debit.more) == (
        "us_bank_account",
        240,
        240,
        0,
    )
    total = report(office).total("usd")
    assert (total.payments, total.came, total.kept, total.absorbed) == (3, 30_300, 910, 610)


@ON_SQLITE
def test_what_went_back_and_fees_of_disputes_count_in_their_month(office: Office) -> None:
    charge = paid(office, 10_300, 350, surcharge=300)
    office.goes_to("2026-12-02")
    moved(office, charge, "reversal", -10_300)
    moved(office, charge, "dispute_fee", -1_500)
    [line] = report(office, date(2026, 12, 1)).lines
    assert (line.payments, line.kept, line.passed_on, line.absorbed) == (0, 1_500, -300, 1_800)
    [line] = report(office).lines
    assert (line.kept, line.passed_on) == (350, 300)


@ON_SQLITE
def test_the_row_of_the_day_counts_and_what_was_converted_is_not_compared(office: Office) -> None:
    row = FeeRow("own", "card", "usd", Decimal("2.5"), 0, since=date(2026, 11, 24), own=True)
    fee_rows.add(office.desk.store, office.mine, row, OLIVIA, office.clock())
    paid(office, 10_000, 320)
    office.goes_to("2026-11-24")
    paid(office, 10_000, 320)
    paid(office, 10_000, 420, converted=True)
    [line] = report(office).lines
    assert (line.payments, line.kept, line.compared, line.expected) == (3, 1_060, 2, 320 + 250)


@ON_SQLITE
def test_another_practices_fees_are_its_own(office: Office, cast: Cast) -> None:
    paid(Office(office.desk, Cast(cast.other, cast.practice), office.clock), 10_000, 320)
    assert report(office).lines == ()


def test_it_comes_once_in_the_month_with_its_picture(office: Office) -> None:
    office.rule(FEES)
    paid(office, 10_000, 320)
    for day in ("2026-12-01", "2026-12-02", "2026-12-31"):
        office.goes_to(day, "09:00")
        while do_due(office.desk):
            pass
    store, mine = office.desk.store, office.mine
    assert [one.recipient for one in cards.of_key(store, mine, FEES, "2026-11")] == [OLIVIA]
    files = Outbox.select(Outbox.uid, Outbox.payload).where(Outbox.kind == "slack_file")
    [file] = [row for row in store.select(files) if FEE_REPORT in row["payload"]]
    assert file["uid"] == f"fees:2026-11:{OLIVIA}"
    office.goes_to("2027-01-04", "09:00")
    while do_due(office.desk):
        pass
    found = reminders.of_subject(store, mine, "practice", mine, 9)
    assert [(one.occurrence, one.state, one.reason) for one in found] == [
        ("2026-12", "skipped", "nothing"),
        ("2026-11", "sent", None),
    ]


@pytest.mark.parametrize("code", ["en", "fr"])
@ON_SQLITE
def test_the_picture_is_one_and_the_library_is_loaded_then(office: Office, code: str) -> None:
    paid(office, 10_300, 350, surcharge=300)
    paid(office, 10_000, 240, "us_bank_account")
    name, content = picture_for(office.desk, office.mine, "2026-11")
    assert name == "fees-2026-11.png"
    drawn = Image.open(io.BytesIO(picture(language_of(code), report(office))))
    assert (drawn.format, drawn.size) == ("PNG", (960, 258))
    colours = {colour for _, colour in drawn.getcolors(1_000_000)}
    assert {(0x2F, 0x6F, 0x9F), (0xD9, 0x8C, 0x3F)} <= colours
    assert len(content) > 1_000


@pytest.mark.parametrize(
    ("days", "number", "found"),
    [
        (["2026-12-01"], 1, "2026-12-01"),
        (["2026-11-29", "2026-11-30"], 31, "2026-11-30"),
        (["2027-02-27", "2027-02-28", "2027-03-01"], 29, "2027-02-28"),
        (["2026-12-02"], 1, None),
    ],
)
def test_a_day_of_the_month_is_its_last_where_it_is_shorter(
    days: list[str], number: int, found: str | None
) -> None:
    day = day_of_month([date.fromisoformat(one) for one in days], number)
    assert day == (date.fromisoformat(found) if found else None)
    assert day is None or month_before(day).month == (day.month - 2) % 12 + 1
