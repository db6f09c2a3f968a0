"""Invoices in the store: numbers without gaps, lists by what is due, changes that don't collide."""

from dataclasses import replace
from decimal import Decimal

import pytest

from storage import clients, counters, invoice_contents, invoices, settings, taxes
from storage.clients import Client
from storage.database import Store
from storage.invoice_contents import Content, Line, TaxLine
from storage.invoices import Invoice
from storage.taxes import TaxTerms
from tests.support.cast import OLIVIA, T0, Cast


@pytest.fixture
def ada(store: Store, cast: Cast) -> Client:
    who = Client(0, "NP-0001", "Ada Lovelace", "ada lovelace", created_at=T0, changed_at=T0)
    return clients.add(store, cast.practice.id, who, [])


@pytest.fixture
def vat(store: Store, cast: Cast) -> int:
    mine, terms = cast.practice.id, TaxTerms("VAT", Decimal(20), inclusive=False)
    with store.transaction():
        rate = taxes.add(store, mine, "VAT", "vat", T0)
        assert rate is not None
        return taxes.add_version(store, mine, rate, terms, OLIVIA, T0)


def invoice(number: int, client: Client, **more: object) -> Invoice:
    plain: dict[str, object] = {
        "id": 0,
        "number": number,
        "reference": f"INV-{number}",
        "client_id": client.id,
        "payer_id": client.id,
        "state": invoices.OPEN,
        "currency": "usd",
        "language": "en",
        "issued_on": "2026-11-23",
        "due_on": "2026-12-23",
        "note": "",
        "rounding": "line",
        "fee_payer": None,
        "net": 10_000,
        "total": 12_000,
        "paid": 0,
        "seller": {"name": "Northside Physio"},
        "buyer": {"name": client.name},
        "version": 1,
        "external_id": None,
        "created_by": OLIVIA,
        "created_at": T0,
        "changed_at": T0,
    }
    return Invoice(**{**plain, **more})  # type: ignore[arg-type]


def content(vat: int) -> Content:
    lines = (
        Line("Session", "1.5", 6_000, 9_000, taxes=(vat,)),
        Line("Tape", "2", 500, 1_000),
    )
    return Content(lines, (TaxLine(vat, 10_000, 2_000),))


def test_an_invoice_comes_back_with_what_stands_on_it(
    store: Store, cast: Cast, ada: Client, vat: int
) -> None:
    mine = cast.practice.id
    kept = invoices.add(store, mine, invoice(1, ada), content(vat))
    assert invoices.get(store, mine, kept.id) == kept
    assert invoices.first_of_references(store, mine, ["INV-1"]) == kept
    assert invoice_contents.content(store, mine, kept.id) == content(vat)


def test_a_change_counts_once_and_the_second_of_two_is_told(
    store: Store, cast: Cast, ada: Client, vat: int
) -> None:
    mine = cast.practice.id
    kept = invoices.add(store, mine, invoice(1, ada), content(vat))
    less = Content((Line("Session", "1", 6_000, 6_000),), ())
    assert invoices.change(store, mine, replace(kept, net=6_000, total=6_000), less)
    assert not invoices.change(store, mine, replace(kept, note="too late"), None)
    now = invoices.get(store, mine, kept.id)
    assert now is not None
    assert (now.total, now.note, now.version) == (6_000, "", 2)
    assert invoice_contents.content(store, mine, kept.id) == less


def test_lists_go_on_where_the_page_before_ended(store: Store, cast: Cast, ada: Client) -> None:
    mine = cast.practice.id
    days = ["2026-12-03", "2026-12-01", "2026-12-02", "2026-12-01", "2026-12-01"]
    for number, day in enumerate(days, 1):
        invoices.add(store, mine, invoice(number, ada, due_on=day), Content((), ()))
    paid = invoice(6, ada, state=invoices.PAID, due_on="2026-12-01")
    invoices.add(store, mine, paid, Content((), ()))
    first = invoices.page(store, mine, invoices.OPEN, limit=2)
    assert [one.number for one in first] == [2, 4]
    rest = invoices.page(store, mine, invoices.OPEN, after=(first[-1].due_on, first[-1].id))
    assert [one.number for one in rest] == [5, 3, 1]
    last = invoices.page(store, mine, invoices.OPEN, newest=True, limit=2)
    assert [one.number for one in last] == [1, 3]
    before = invoices.page(
        store, mine, invoices.OPEN, newest=True, after=(last[-1].due_on, last[-1].id)
    )
    assert [one.number for one in before] == [5, 4, 2]
    overdue = invoices.page(store, mine, invoices.OPEN, due_before="2026-12-02")
    assert [one.number for one in overdue] == [2, 4, 5]


def test_what_a_client_owes_is_summed_by_currency(store: Store, cast: Cast, ada: Client) -> None:
    mine = cast.practice.id
    for number, more in enumerate(
        [{"paid": 2_000}, {}, {"currency": "eur"}, {"state": "void"}, {"state": "paid"}], 1
    ):
        invoices.add(store, mine, invoice(number, ada, **more), Content((), ()))
    assert invoices.open_balance(store, mine, ada.id) == {"usd": 22_000, "eur": 12_000}
    newest = invoices.of_client(store, mine, ada.id, invoices.OPEN, 2)
    assert [one.number for one in newest] == [3, 2]


def test_another_practices_invoices_are_never_seen(store: Store, cast: Cast, ada: Client) -> None:
    kept = invoices.add(store, cast.practice.id, invoice(1, ada, external_id="x"), Content((), ()))
    theirs = cast.other.id
    assert invoices.get(store, theirs, kept.id) is None
    assert invoices.first_of_references(store, theirs, ["INV-1"]) is None
    assert invoices.page(store, theirs, invoices.OPEN) == []
    assert invoices.open_balance(store, theirs, ada.id) == {}
    assert not invoices.change(store, theirs, replace(kept, note="mine"), None)
    assert invoices.by_external_ids(store, theirs, ["x"]) == {}


def test_numbers_have_no_gaps_even_where_a_transaction_fails(store: Store, cast: Cast) -> None:
    mine = cast.practice.id

    def taken(count: int = 1) -> int:
        with store.transaction():
            return counters.take(store, mine, counters.INVOICES, count)

    assert (taken(), taken(3)) == (1_001, 1_002)
    with pytest.raises(ZeroDivisionError), store.transaction():
        assert counters.take(store, mine, counters.INVOICES) / 0
    assert taken() == 1_005
    counters.raise_to(store, mine, counters.INVOICES, 1_041)
    counters.raise_to(store, mine, counters.INVOICES, 10)
    assert taken() == 1_042
    with store.transaction():
        assert counters.take(store, cast.other.id, counters.INVOICES) == 1_001
    with pytest.raises(RuntimeError, match="together with"):
        counters.take(store, mine, counters.INVOICES)


def test_a_setting_is_what_was_put_last(store: Store, cast: Cast) -> None:
    settings.put(store, cast.practice.id, "fee_payer", "client")
    settings.put(store, cast.practice.id, "fee_payer", "practice")
    settings.put(store, cast.other.id, "fee_payer", {"a": [1]})
    assert settings.stored(store, cast.practice.id) == {"fee_payer": "practice"}
    assert settings.stored(store, cast.other.id) == {"fee_payer": {"a": [1]}}
