"""The first owner, roles and requests, below the chat: what races and limits may not break."""

import re
from collections.abc import Callable
from threading import Barrier, Thread

import pytest

from desk import access_requests, people
from desk.access import Person
from desk.claims import TRIES_PER_PERSON, TRIES_PER_PRACTICE, claim, claim_code
from desk.context import Desk
from desk.forms import WrongFields
from desk.language import Language
from desk.letters import Letter
from rules.roles import Role
from rules.words import Refusal
from storage import audit, members, practices
from storage.database import Store
from storage.models import Audit, Outbox
from storage.practices import Practice
from tests.support.cast import BEN, FLORENCE, NOAH, OLIVIA, SAM, Cast, FrozenClock

HOUR_MS = 60 * 60 * 1000


def letter(say: Language, *_: object) -> Letter:
    return {"text": say.code, "blocks": []}


@pytest.fixture
def desk(store: Store, clock: FrozenClock) -> Desk:
    return Desk(store, clock, claim_secret=b"of the tests")


@pytest.fixture
def new(store: Store, clock: FrozenClock) -> Practice:
    """A practice without an owner."""
    return practices.ensure(store, "T0NEW", "New", clock())


def nobody(practice: Practice, user: str = NOAH) -> Person:
    return Person(practice.id, user, Role.NONE)


def tries(desk: Desk, practice: Practice, code: str, user: str = NOAH) -> str:
    """The sentence at the code's field; "" if the code made the person the owner."""
    try:
        claim(desk, practice, nobody(practice, user), code, "GB", "en")
    except WrongFields as refusal:
        return refusal.by_field["code"].text
    return ""


def at_once(*actions: Callable[[], object]) -> list[object]:
    """What each returned or refused, all started at the same moment in threads of their own."""
    results: list[object] = [None] * len(actions)
    start = Barrier(len(actions))

    def run(number: int, action: Callable[[], object]) -> None:
        start.wait()
        try:
            results[number] = action()
        except Refusal as refusal:
            results[number] = refusal

    threads = [Thread(target=run, args=pair) for pair in enumerate(actions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# The claim code


def test_the_code_is_ten_characters_that_cannot_be_misread(desk: Desk, new: Practice) -> None:
    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}", claim_code(desk, new))
    assert people.claim_code(desk, new) == claim_code(desk, new)


def test_the_code_depends_on_the_workspace_and_on_the_secret(
    desk: Desk, new: Practice, cast: Cast
) -> None:
    other_secret = Desk(desk.store, desk.clock, claim_secret=b"another")
    codes = [claim_code(desk, new), claim_code(desk, cast.practice), claim_code(other_secret, new)]
    assert len(set(codes)) == 3


def test_reading_the_code_forgives_case_spaces_dashes_and_look_alikes(
    desk: Desk, store: Store
) -> None:
    written = (
        lambda code: code.lower(),
        lambda code: f"  {code.replace('-', '')} ",
        lambda code: " ".join(code),
        lambda code: code.replace("0", "O").replace("1", "l"),
        lambda code: code.replace("0", "o").replace("1", "I").replace("-", "–"),
    )
    for number, write in enumerate(written):
        for team in range(5):
            practice = practices.ensure(store, f"T{number}x{team}", "", desk.clock())
            assert tries(desk, practice, write(claim_code(desk, practice))) == ""


def test_a_claim_sets_place_currency_language_and_is_recorded(
    desk: Desk, store: Store, new: Practice
) -> None:
    placed = claim(desk, new, nobody(new), claim_code(desk, new), "us-ny", "fr")
    assert (placed.place, placed.currency, placed.language) == ("US-NY", "usd", "fr")
    assert [owner.slack_user for owner in members.owners(store, new.id)] == [NOAH]
    rows = store.select(Audit.select().where(Audit.practice_id == new.id).order_by(Audit.seq))
    assert [row["action"] for row in rows] == [
        "owner.claim_tried",
        "owner.claimed",
        "practice.place_set",
    ]
    assert audit.verify(store, new.id) == []


def test_of_two_who_claim_at_once_one_becomes_the_owner(desk: Desk, new: Practice) -> None:
    code = claim_code(desk, new)
    results = at_once(
        lambda: claim(desk, new, nobody(new, NOAH), code, "GB", "en"),
        lambda: claim(desk, new, nobody(new, BEN), code, "GB", "en"),
    )
    assert sum(isinstance(result, Practice) for result in results) == 1
    assert sum(isinstance(result, Refusal) for result in results) == 1
    assert members.count_owners(desk.store, new.id) == 1


def test_after_five_wrong_codes_even_the_right_one_waits_an_hour(
    desk: Desk, clock: FrozenClock, new: Practice
) -> None:
    code = claim_code(desk, new)
    for _ in range(TRIES_PER_PERSON):
        assert "not the code" in tries(desk, new, "AAAAA-AAAAA")
        clock.advance(1000)
    assert "Too many codes" in tries(desk, new, "AAAAA-AAAAA")
    assert "Too many codes" in tries(desk, new, code)
    assert audit.head(desk.store, new.id).seq == TRIES_PER_PERSON
    clock.advance(HOUR_MS)
    assert tries(desk, new, code) == ""


def test_another_person_is_not_held_back_until_the_practices_own_limit(
    desk: Desk, new: Practice
) -> None:
    for number in range(TRIES_PER_PRACTICE):
        assert "not the code" in tries(desk, new, "AAAAA-AAAAA", f"U{number % 10}")
    assert "Too many codes" in tries(desk, new, claim_code(desk, new), "U0FRESH")


def test_many_wrong_codes_at_once_are_counted_one_by_one(desk: Desk, new: Practice) -> None:
    answers = at_once(*[lambda: tries(desk, new, "AAAAA-AAAAA")] * 8)
    assert sum("not the code" in str(answer) for answer in answers) == TRIES_PER_PERSON
    assert audit.head(desk.store, new.id).seq == TRIES_PER_PERSON


def test_one_practices_tries_do_not_count_for_another(
    desk: Desk, store: Store, new: Practice
) -> None:
    for _ in range(TRIES_PER_PERSON):
        tries(desk, new, "AAAAA-AAAAA")
    other = practices.ensure(store, "T0THIRD", "Third", desk.clock())
    assert tries(desk, other, claim_code(desk, other)) == ""


def test_a_claim_closes_the_owners_own_request(desk: Desk, new: Practice, store: Store) -> None:
    members.set_role(store, new.id, BEN, "owner", desk.clock())
    access_requests.ask(desk, new, nobody(new), letter)
    members.set_disabled(store, new.id, BEN, desk.clock())
    claim(desk, new, nobody(new), claim_code(desk, new), "GB", "en")
    owner = Person(new.id, NOAH, Role.OWNER)
    assert people.people_page(desk, new, owner, 1).requests == ()


# Roles and requests


def owner(cast: Cast, user: str = OLIVIA) -> Person:
    return Person(cast.practice.id, user, Role.OWNER)


def test_two_owners_who_demote_each_other_at_once_leave_one(
    desk: Desk, store: Store, cast: Cast
) -> None:
    members.set_role(store, cast.practice.id, BEN, "owner", desk.clock())

    def demote(by: str, whom: str) -> Callable[[], object]:
        return lambda: people.give_role(
            desk, cast.practice, owner(cast, by), whom, Role.BILLER, letter
        )

    results = at_once(demote(OLIVIA, BEN), demote(BEN, OLIVIA))
    assert sum(isinstance(result, Refusal) for result in results) == 1
    assert members.count_owners(store, cast.practice.id) == 1
    assert audit.verify(store, cast.practice.id) == []


def test_of_two_owners_who_decide_at_once_one_does_and_the_person_hears_once(
    desk: Desk, store: Store, cast: Cast
) -> None:
    members.set_role(store, cast.practice.id, BEN, "owner", desk.clock())
    request, _ = access_requests.ask(desk, cast.practice, nobody(cast.practice), letter)

    def decide(by: str, role: Role) -> Callable[[], object]:
        return lambda: access_requests.decide(
            desk, cast.practice, owner(cast, by), request.id, role, letter
        )

    results = at_once(decide(OLIVIA, Role.BILLER), decide(BEN, Role.NONE))
    decisions = [one for one in results if isinstance(one, access_requests.Decision)]
    assert sorted(one.first for one in decisions) == [False, True]
    first = next(one for one in decisions if one.first)
    assert {one.request.decided_by for one in decisions} == {first.request.decided_by}
    assert len(letters(store, cast, NOAH)) == 1
    assert access_requests.role_of(desk, cast.practice.id, NOAH) is first.role


def test_of_two_clicks_at_once_one_request_comes(desk: Desk, store: Store, cast: Cast) -> None:
    def ask() -> object:
        return access_requests.ask(desk, cast.practice, nobody(cast.practice), letter)

    at_once(ask, ask, ask)
    assert len(letters(store, cast, OLIVIA)) == 1
    rows = store.select(Audit.select().where(Audit.practice_id == cast.practice.id))
    assert [row["action"] for row in rows] == ["access.asked"]


def test_letters_are_in_the_language_chosen_or_slacks_or_the_practices(
    desk: Desk, store: Store, cast: Cast
) -> None:
    practice_id, now = cast.practice.id, desk.clock()
    members.set_language(store, practice_id, BEN, "fr", now)
    practices.set_language(store, practice_id, "fr")
    practice = practices.get(store, practice_id)
    assert practice is not None
    for user in (BEN, FLORENCE, SAM, "U0NEWCOMER"):
        people.give_role(desk, practice, owner(cast), user, Role.OWNER, letter)
    written = [letters(store, cast, user) for user in (BEN, FLORENCE, SAM, "U0NEWCOMER")]
    assert [one[0]["payload"] for one in written] == [
        f'{{"text": "{code}", "blocks": []}}' for code in ("fr", "fr", "en", "fr")
    ]


def test_a_refused_change_leaves_neither_audit_row_nor_letter(
    desk: Desk, store: Store, cast: Cast
) -> None:
    with pytest.raises(Refusal):
        people.give_role(desk, cast.practice, owner(cast), OLIVIA, Role.NONE, letter)
    assert audit.head(store, cast.practice.id).seq == 0
    assert store.select(Outbox.select()) == []


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.OWNER])
def test_only_owners_manage_people(desk: Desk, cast: Cast, role: Role) -> None:
    person = Person(cast.practice.id, OLIVIA, role)
    request, _ = access_requests.ask(desk, cast.practice, nobody(cast.practice), letter)
    attempts: list[Callable[[], object]] = [
        lambda: people.people_page(desk, cast.practice, person, 1),
        lambda: people.give_role(desk, cast.practice, person, SAM, Role.OWNER, letter),
        lambda: access_requests.decide(
            desk, cast.practice, person, request.id, Role.BILLER, letter
        ),
    ]
    for attempt in attempts:
        with pytest.raises(Refusal):
            attempt()


def letters(store: Store, cast: Cast, user: str) -> list[dict[str, object]]:
    of_practice = Outbox.practice_id == cast.practice.id
    theirs = of_practice & (Outbox.recipient == user) & (Outbox.kind == "slack_post")
    return store.select(Outbox.select().where(theirs))
