"""A place as people type it: by its code, or by its name in English or French."""

import pytest

from desk.place_texts import read_place
from rules.words import Refusal


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        *(("us-tx", "US-TX"), ("Texas", "US-TX"), ("texas, United States", "US-TX")),
        *(("Québec", "CA-QC"), ("quebec", "CA-QC"), ("Colombie-Britannique, Canada", "CA-BC")),
        *(("France", "FR"), ("Royaume-Uni", "GB"), ("UK", "GB"), ("Allemagne", "DE")),
        *(("Puerto Rico", "US-PR"), ("Georgia, United States", "US-GA"), ("GE", "GE")),
        *(("USA", "US"), ("New Jersey", "US-NJ"), ("Jersey", "JE")),
    ],
)
def test_codes_and_names_are_understood(typed: str, place: str) -> None:
    assert str(read_place(typed)) == place


@pytest.mark.parametrize("typed", ["", "Georgia", "Géorgie", "Atlantis", "Texas, France"])
def test_what_could_be_two_places_or_none_is_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        read_place(typed)
