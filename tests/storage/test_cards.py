"""Cards in the store: of the versions that are asked for, the latest is wanted."""

from storage import cards
from storage.cards import Card
from storage.database import Store
from tests.support.cast import OLIVIA, T0, Cast


def test_only_a_later_version_is_wanted(store: Store, cast: Cast) -> None:
    mine = cast.practice.id
    assert cards.add(store, mine, Card(0, mine, "charge", "a", OLIVIA, 2), T0) is not None
    for older in (1, 2):
        assert cards.want(store, mine, "charge", "a", OLIVIA, older) is None
    found = cards.find(store, mine, "charge", "a", OLIVIA)
    assert found is not None
    assert found.version == 2
    later = cards.want(store, mine, "charge", "a", OLIVIA, 3)
    assert later is not None
    assert later.version == 3


def test_another_practices_card_is_not_wanted(store: Store, cast: Cast) -> None:
    mine = cast.practice.id
    cards.add(store, mine, Card(0, mine, "charge", "a", OLIVIA, 1), T0)
    assert cards.want(store, cast.other.id, "charge", "a", OLIVIA, 2) is None
    assert cards.find(store, cast.other.id, "charge", "a", OLIVIA) is None
