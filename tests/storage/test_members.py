"""People and their roles: one row each, an owner always, and nothing across practices."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from rules.words import Refusal
from storage import members, practices
from storage.database import Store
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, STRANGER, T0, Cast


def role(store: Store, practice_id: int, user: str) -> str | None:
    member = members.find(store, practice_id, user)
    return member.role if member else None


def test_everybody_with_a_role_is_listed_by_role_and_user(store: Store, cast: Cast) -> None:
    listed = members.list_members(store, cast.practice.id)
    assert [(member.role, member.slack_user) for member in listed] == [
        ("biller", BEN),
        ("front_desk", FLORENCE),
        ("owner", OLIVIA),
        ("support", SAM),
    ]


def test_who_has_no_role_is_known_by_their_locale_alone(store: Store, cast: Cast) -> None:
    noah = members.find(store, cast.practice.id, NOAH)
    assert noah is not None
    assert (noah.role, noah.locale, noah.language) == ("none", "en-US", None)
    assert members.find(store, cast.practice.id, "U0NOBODY") is None


def test_a_stranger_is_nobody_at_this_practice(store: Store, cast: Cast) -> None:
    assert members.find(store, cast.practice.id, STRANGER) is None
    members.set_role(store, cast.other.id, BEN, "support", T0)
    assert role(store, cast.practice.id, BEN) == "biller"
    assert role(store, cast.other.id, BEN) == "support"


def test_taking_a_role_away_keeps_the_language(store: Store, cast: Cast) -> None:
    members.set_language(store, cast.practice.id, FLORENCE, "fr", T0)
    members.set_role(store, cast.practice.id, FLORENCE, "none", T0)
    florence = members.find(store, cast.practice.id, FLORENCE)
    assert florence is not None
    assert (florence.role, florence.language, florence.locale) == ("none", "fr", "fr-FR")
    assert FLORENCE not in [one.slack_user for one in members.list_members(store, cast.practice.id)]


@pytest.mark.parametrize("lesser", ["biller", "none"])
def test_the_last_owner_stays_owner(store: Store, cast: Cast, lesser: str) -> None:
    with pytest.raises(Refusal, match="needs an owner"):
        members.set_role(store, cast.practice.id, OLIVIA, lesser, T0)
    assert role(store, cast.practice.id, OLIVIA) == "owner"


def test_an_owner_can_step_down_for_another(store: Store, cast: Cast) -> None:
    members.set_role(store, cast.practice.id, BEN, "owner", T0)
    members.set_role(store, cast.practice.id, OLIVIA, "biller", T0)
    assert [owner.slack_user for owner in members.owners(store, cast.practice.id)] == [BEN]


def test_two_owners_who_demote_each_other_leave_one(store: Store, cast: Cast) -> None:
    members.set_role(store, cast.practice.id, BEN, "owner", T0)

    def demote(user: str) -> str:
        try:
            members.set_role(store, cast.practice.id, user, "biller", T0)
        except Refusal as refusal:
            return refusal.sentence.text
        return "demoted"

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(demote, [OLIVIA, BEN]))
    assert outcomes == [
        "A practice needs an owner. Make someone else an owner first.",
        "demoted",
    ]
    assert members.count_owners(store, cast.practice.id) == 1


def test_of_many_who_claim_at_once_one_becomes_the_owner(store: Store) -> None:
    practice = practices.ensure(store, "T9", "nine", T0)
    users = [f"U{number}" for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        won = list(
            pool.map(lambda user: members.become_first_owner(store, practice.id, user, T0), users)
        )
    assert won.count(True) == 1
    assert [owner.slack_user for owner in members.owners(store, practice.id)] == [
        users[won.index(True)]
    ]


def test_an_owner_who_left_leaves_the_practice_to_be_claimed_again(
    store: Store, cast: Cast
) -> None:
    members.set_disabled(store, cast.practice.id, OLIVIA, T0)
    assert members.count_owners(store, cast.practice.id) == 0
    assert members.become_first_owner(store, cast.practice.id, BEN, T0)
    members.set_disabled(store, cast.practice.id, OLIVIA, None)
    assert members.count_owners(store, cast.practice.id) == 2


def test_a_new_role_brings_back_who_had_left(store: Store, cast: Cast) -> None:
    members.set_disabled(store, cast.practice.id, SAM, T0)
    members.set_role(store, cast.practice.id, SAM, "biller", T0)
    sam = members.find(store, cast.practice.id, SAM)
    assert sam is not None
    assert (sam.role, sam.disabled_at) == ("biller", None)
