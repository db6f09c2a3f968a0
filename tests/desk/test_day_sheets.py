"""The day adds up: by way, by person, in each currency, on the practice's own calendar."""

from datetime import date
from decimal import Decimal

import pytest

from desk.book_files import DAY, day_file_for, send_day
from desk.books import begins
from desk.day_files import day_rows
from desk.day_sheets import DaySheet, Sums, day_sheet, lines_of, takers
from desk.documents import RightLost
from desk.export_files import drawn_file
from desk.language import language_of
from desk.settings import practice_settings
from rules.words import Refusal
from storage import ledger, members, settings
from storage.ledger import Line
from storage.models import Outbox
from tests.desk.test_elsewhere import notes, undoes, writes_off
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER, T0
from tests.support.register import Register

TODAY = date(2026, 11, 23)


def sheet(register: Register, day: date | None = None, user: str = FLORENCE) -> DaySheet:
    return day_sheet(register.desk, register.cast.practice, register.person(user), day)


def said(sums: Sums) -> dict[str, tuple[int, int]]:
    return {name.text: (one.amount, one.number) for name, one in lines_of(sums)}


def test_a_day_of_cards_debits_cash_and_transfers_adds_up(register: Register) -> None:
    ada = register.payer()
    register.done(register.charges(OLIVIA, register.invoice(ada, 4_000)))
    register.done(register.charges(BEN, register.invoice(ada, 2_500)))
    sepa = register.payer("pm_sepaDebit_success_at")
    register.done(register.charges(OLIVIA, register.invoice(sepa, 9_000, "eur")))
    notes(register, register.invoice(ada, 3_000), amount="30")
    notes(register, register.invoice(ada, 2_000), amount="20", method="transfer", user=BEN)
    wrong = notes(register, register.invoice(ada, 1_000), amount="10", method="insurer")
    undoes(register, wrong)
    writes_off(register, register.invoice(ada, 700), amount="7")
    dollars, euros = sheet(register).sums
    assert said(dollars) == {
        "Card": (6_500, 2),
        "Cash": (3_000, 1),
        "Bank transfer": (2_000, 1),
        "Insurer": (0, 0),
    }
    assert dollars.total == dollars.total_came == 11_500
    people = {who: (one.amount, one.number) for who, one in takers(dollars)}
    assert people == {BEN: (4_500, 2), OLIVIA: (4_000, 1), FLORENCE: (3_000, 1)}
    assert (dollars.written_off.amount, dollars.written_off.number) == (700, 1)
    assert (euros.currency, euros.total, euros.on_its_way.amount) == ("eur", 0, 9_000)
    moved = ledger.all_lines(register.store, register.mine)
    fees = ("fee", "write_off")
    assert dollars.total == sum(one.amount for one in moved if one.kind not in fees)


def test_what_goes_back_stands_beside_what_came(register: Register) -> None:
    ada = register.payer()
    paid = register.done(register.charges(OLIVIA, register.invoice(ada)))
    for kind, amount in (("refund", -3_000), ("dispute", -5_000), ("new_kind", -100), ("fee", -9)):
        line = Line(paid.id, kind, f"{kind}_{paid.id}", amount, "usd", register.clock())
        ledger.add(register.store, register.mine, line)
    [sums] = sheet(register).sums
    assert said(sums) == {
        "Card": (10_000, 1),
        "Refunds": (-3_000, 1),
        "Disputed": (-5_000, 1),
        "Other": (-100, 1),
    }
    assert (sums.total_came, sums.total_back, sums.total) == (10_000, -8_100, 1_900)
    assert (sums.fees.amount, sums.fees.number) == (-9, 1)


@pytest.mark.parametrize("zone", ["America/Chicago", "Pacific/Auckland", "UTC"])
def test_the_day_is_the_practices_own(register: Register, zone: str) -> None:
    settings.put(register.store, register.mine, "time_zone", zone)
    paid = register.done(register.charges(OLIVIA, register.invoice(register.payer())))
    day, after = date(2026, 11, 10), date(2026, 11, 11)
    moments = {begins(day, zone): 1, begins(after, zone) - 1: 2, begins(after, zone): 4}
    for at, amount in moments.items():
        line = Line(paid.id, "refund", f"re_{paid.id}_{at}", amount, "usd", at)
        ledger.add(register.store, register.mine, line)
    [sums] = sheet(register, day).sums
    assert sums.total == 3
    [sums] = sheet(register, after).sums
    assert sums.total == 4


def test_what_is_noted_later_counts_on_the_day_for_which_it_is_noted(register: Register) -> None:
    noted = notes(register, register.invoice(register.payer()), day="2026-11-20")
    assert sheet(register).sums == ()
    [sums] = sheet(register, date(2026, 11, 20)).sums
    assert sums.total == 10_000
    register.passes(days=1)
    undoes(register, noted)
    [sums] = sheet(register, date(2026, 11, 20)).sums
    assert sums.total == 0


def test_many_lines_come_page_by_page_and_add_up(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.books.PAGE", 3)
    paid = register.done(register.charges(OLIVIA, register.invoice(register.payer())))
    for number in range(20):
        day = "2026-11-23" if number % 2 else None
        line = Line(paid.id, "refund", f"re_{paid.id}_{number}", -(2**number), "usd", T0, day)
        ledger.add(register.store, register.mine, line)
    [sums] = sheet(register).sums
    assert sums.total_back == -(2**20 - 1)


def test_who_sees_the_day(register: Register) -> None:
    for user in (OLIVIA, BEN, FLORENCE):
        assert sheet(register, user=user).day == TODAY
    for user in (SAM, NOAH, STRANGER):
        with pytest.raises(Refusal):
            sheet(register, user=user)
    with pytest.raises(Refusal, match="not come yet"):
        sheet(register, date(2026, 11, 24))


def test_the_file_says_the_same_and_its_amounts_add_up(register: Register) -> None:
    ada = register.payer()
    notes(register, register.invoice(ada, 3_000), amount="30")
    register.done(register.charges(OLIVIA, register.invoice(ada, 2_000)))
    of_practice = practice_settings(register.desk, register.cast.practice)
    rows = list(day_rows(language_of("fr"), sheet(register), of_practice))
    assert rows[1] == ("Quoi", "Combien", "Devise", "Montant")
    amounts = {str(row[0]): row[3] for row in rows[2:]}
    assert amounts["Carte"] + amounts["Espèces"] == amounts["Total"] == Decimal("50.00")


def test_it_is_sent_as_a_file_while_the_person_may_see_it(register: Register) -> None:
    practice, store = register.cast.practice, register.store
    send_day(register.desk, practice, register.person(FLORENCE), TODAY)
    query = Outbox.select(Outbox.recipient, Outbox.payload).where(Outbox.kind == "slack_file")
    [row] = store.select(query)
    assert (row["recipient"], row["payload"]) == (FLORENCE, f'{{"{DAY}": "2026-11-23"}}')
    name, content = drawn_file(day_file_for(register.desk, practice.id, FLORENCE, "2026-11-23"))
    assert (name, content[:2]) == ("jour-2026-11-23.xlsx", b"PK")
    with store.transaction():
        members.set_disabled(store, practice.id, FLORENCE, register.clock())
    with pytest.raises(RightLost):
        day_file_for(register.desk, practice.id, FLORENCE, "2026-11-23")
