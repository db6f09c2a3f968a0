"""Practices are found by their workspace and keep what was said about them."""

from storage import practices
from storage.database import Store
from tests.support.cast import NAME, OTHER_TEAM, T0, TEAM, Cast


def test_a_workspace_is_one_practice_however_often_it_is_met(store: Store) -> None:
    first = practices.ensure(store, TEAM, NAME, T0)
    again = practices.ensure(store, TEAM, NAME, T0 + 5)
    assert again == first
    assert first.created_at == T0
    assert practices.all_practices(store) == [first]


def test_a_new_practice_speaks_english_and_has_no_place_yet(store: Store) -> None:
    practice = practices.ensure(store, TEAM, NAME, T0)
    assert (practice.language, practice.place, practice.currency) == ("en", None, None)
    assert practice.livemode is None


def test_a_renamed_workspace_renames_its_practice_alone(store: Store, cast: Cast) -> None:
    assert practices.ensure(store, TEAM, "Northside Clinic", T0).name == "Northside Clinic"
    assert practices.by_team(store, OTHER_TEAM) == cast.other


def test_an_unknown_name_does_not_erase_the_known_one(store: Store, cast: Cast) -> None:
    assert practices.ensure(store, TEAM, "", T0) == cast.practice


def test_a_practice_keeps_its_place_language_and_mode(store: Store, cast: Cast) -> None:
    practices.set_place(store, cast.practice.id, "FR", "eur")
    practices.set_language(store, cast.practice.id, "fr")
    practices.set_livemode(store, cast.practice.id, False)
    practice = practices.get(store, cast.practice.id)
    assert practice is not None
    assert (practice.place, practice.currency, practice.language) == ("FR", "eur", "fr")
    assert practice.livemode is False
    assert practices.by_team(store, TEAM) == practice
    assert practices.get(store, cast.other.id) == cast.other


def test_an_unknown_workspace_has_no_practice(store: Store, cast: Cast) -> None:
    assert practices.by_team(store, "T0NOBODY") is None
    assert practices.get(store, 999_999) is None
