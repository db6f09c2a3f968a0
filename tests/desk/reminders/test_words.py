"""Whatever a reminder may be, and why it may not go out, is said in words."""

import pytest

from desk.access import Person
from desk.context import Desk
from desk.language import Language, language_of
from desk.reminders.preview import PREVIEWED
from desk.reminders.rules import rules_of
from desk.reminders.words import KINDS, REASONS, STATES, kind_name
from rules.reminder_state import CARD_MAIL, VISITED, Reason, State
from rules.roles import Role
from tests.support.cast import OLIVIA, Cast
from tests.support.stores import ON_SQLITE

EN, FR = language_of("en"), language_of("fr")


def test_every_reason_and_every_state_has_words() -> None:
    assert set(REASONS) == set(Reason)
    assert set(STATES) == set(State)


@ON_SQLITE
def test_every_kind_has_a_name(desk: Desk, cast: Cast) -> None:
    olivia = Person(cast.practice.id, OLIVIA, Role.OWNER)
    kinds = {*rules_of(desk, cast.practice, olivia), *PREVIEWED, CARD_MAIL, VISITED}
    assert kinds == set(KINDS)
    assert [one for one in kinds if kind_name(EN, one) == kind_name(FR, one)] == []


@pytest.mark.parametrize("say", [EN, FR], ids=["en", "fr"])
def test_no_two_of_them_are_said_alike(say: Language) -> None:
    for words in (REASONS, STATES, KINDS):
        said = [say.sentence(one) for one in words.values()]
        assert len(set(said)) == len(said)
