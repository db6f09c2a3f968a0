"""Places are ISO 3166 codes, each place has one, and each has its region of the fee table."""

import pytest

from rules.places import COUNTRIES, EEA, EU, US_PARTS, Place, fee_region, parse_place
from rules.words import Refusal


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("US-TX", "US-TX"),
        ("us-tx", "US-TX"),
        ("  us-tx\n", "US-TX"),
        ("US", "US"),
        ("US-DC", "US-DC"),
        ("gb", "GB"),
        ("GB-SCT", "GB-SCT"),
        ("CA-QC", "CA-QC"),
        ("AU-NSW", "AU-NSW"),
        ("FR-75", "FR-75"),
        ("UK", "GB"),
        ("uk-sct", "GB-SCT"),
        ("EL", "GR"),
    ],
)
def test_a_place_is_read_as_people_write_it(written: str, place: str) -> None:
    assert str(parse_place(written)) == place


@pytest.mark.parametrize(
    ("country", "part"),
    [
        *((code, f"US-{code}") for code in ("PR", "GU", "VI", "AS", "MP", "UM")),
        ("AX", "FI-01"),
        ("GF", "FR-973"),
        ("GP", "FR-971"),
        ("MF", "FR-MF"),
        ("MQ", "FR-972"),
        ("RE", "FR-974"),
        ("YT", "FR-976"),
    ],
)
def test_a_place_with_two_codes_is_one_place(country: str, part: str) -> None:
    assert parse_place(country) == parse_place(part)
    assert str(parse_place(country)) == part


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "-",
        "U",
        "USA",
        "Texas",
        "US TX",
        "US_TX",
        "US-",
        "US-TEXAS",
        "US-XX",
        "US-TX-1",
        "CA-XX",
        "CA-TX",
        "PR-1",
        "UK-",
        "XX",
        "ZZ",
        "EU",
        "XK-1",
        "ß",
        "ＵＳ",
        "US-ＴＸ",
        "🇺🇸",
        "4242424242424242",
        "U" * 10_000,
    ],
)
def test_what_is_no_place_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_place(written)
    assert refused.value.sentence.values["example"] in {"US-TX", "CA-ON"}
    assert len(str(refused.value.sentence.values.get("place", ""))) <= 6


def test_every_country_of_iso_3166_is_a_place() -> None:
    assert len(COUNTRIES) == 249
    for code in COUNTRIES:
        parse_place(code)


def test_every_state_and_territory_of_the_united_states_is_a_place() -> None:
    assert len(US_PARTS) == 50 + 1 + 6
    for part in US_PARTS:
        assert parse_place(f"US-{part}") == Place("US", part)


def test_the_eea_is_the_27_of_the_union_and_three_more() -> None:
    assert len(EU) == 27
    assert EU | {"IS", "LI", "NO"} == EEA
    assert EEA <= COUNTRIES


@pytest.mark.parametrize(
    ("written", "region"),
    [
        ("US", "us"),
        ("US-TX", "us"),
        ("PR", "us"),
        ("GU", "us"),
        ("GB", "gb"),
        ("GB-NIR", "gb"),
        ("DE", "eu"),
        ("RE", "eu"),
        ("AX", "eu"),
        ("HR", "eu"),
        ("AU-NSW", "au"),
        ("NO", "other"),
        ("CH", "other"),
        ("CA-ON", "other"),
        ("NZ", "other"),
        ("JE", "other"),
    ],
)
def test_the_fee_region_of_a_place(written: str, region: str) -> None:
    assert fee_region(parse_place(written)) == region
