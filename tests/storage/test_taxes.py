"""Tax rates: an edit is a new version, and exactly one version holds."""

from decimal import Decimal

from storage import taxes
from storage.database import Store
from storage.taxes import TaxTerms
from tests.support.cast import OLIVIA, T0, Cast

VAT = TaxTerms("VAT", Decimal(20), inclusive=False, place="GB")


def made(store: Store, practice_id: int, terms: TaxTerms = VAT) -> tuple[int, int]:
    with store.transaction():
        rate = taxes.add(store, practice_id, terms.name, terms.name.casefold(), T0)
        assert rate is not None
        return rate, taxes.add_version(store, practice_id, rate, terms, OLIVIA, T0)


def test_the_newest_version_holds_and_older_ones_stay(store: Store, cast: Cast) -> None:
    mine = cast.practice.id
    rate, first = made(store, mine)
    less = TaxTerms("VAT", Decimal("17.5"), inclusive=True)
    second = taxes.add_version(store, mine, rate, less, OLIVIA, T0 + 1)
    [holds] = taxes.rates(store, mine)
    assert (holds.version_id, holds.percent, holds.inclusive) == (second, Decimal("17.5"), True)
    older = taxes.versions(store, mine, [first])[first]
    assert (older.id, older.percent, older.inclusive, older.place) == (rate, 20, False, "GB")
    assert [one.version_id for one in taxes.history(store, mine, rate)] == [second, first]


def test_a_name_in_use_is_taken_and_free_again_once_archived(store: Store, cast: Cast) -> None:
    mine = cast.practice.id
    rate, _ = made(store, mine)
    assert taxes.add(store, mine, "vat", "vat", T0) is None
    assert taxes.archive(store, mine, rate, T0)
    assert not taxes.archive(store, mine, rate, T0)
    assert taxes.rates(store, mine) == []
    assert made(store, mine)[0] != rate


def test_a_rate_takes_no_other_rates_name(store: Store, cast: Cast) -> None:
    mine = cast.practice.id
    rate, _ = made(store, mine)
    other, _ = made(store, mine, TaxTerms("GST", Decimal(5), inclusive=False))
    assert not taxes.rename(store, mine, other, "Vat", "vat")
    assert taxes.rename(store, mine, rate, "Vat", "vat")
    assert taxes.rename(store, mine, other, "GST 2", "gst 2")


def test_another_practices_rates_are_never_seen(store: Store, cast: Cast) -> None:
    rate, version = made(store, cast.other.id)
    mine = cast.practice.id
    assert taxes.rates(store, mine) == []
    assert taxes.get(store, mine, rate) is None
    assert taxes.versions(store, mine, [version]) == {}
    assert not taxes.archive(store, mine, rate, T0)
    assert not taxes.rename(store, mine, rate, "Mine", "mine")
