"""Every patch of `make guards` still fits the tree, and the tests that it names are there."""

import ast
from pathlib import Path

import pytest

from tests.guards.guard import Guard, Moved, without
from tests.guards.list import GUARDS

ROOT = Path(__file__).resolve().parents[2]
FEWEST = 20


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_a_guard_can_be_taken_away(guard: Guard) -> None:
    whole = (ROOT / guard.file).read_text()
    taken = without(guard, ROOT)
    assert ast.dump(ast.parse(taken)) != ast.dump(ast.parse(whole))


def test_a_guard_that_moved_is_noticed() -> None:
    gone = Guard("gone", "", "rules/ids.py", "this is nowhere in it", "", ())
    with pytest.raises(Moved, match="stands 0 times"):
        without(gone, ROOT)


def test_there_are_enough_and_each_has_a_name_and_a_reason() -> None:
    assert len({one.name for one in GUARDS}) == len(GUARDS) >= FEWEST
    assert all(one.why.endswith(".") for one in GUARDS)


def test_the_tests_that_catch_are_there() -> None:
    for test in {test for one in GUARDS for test in one.tests}:
        path, _, function = test.partition("::")
        assert f"def {function}" in (ROOT / path).read_text(), test
