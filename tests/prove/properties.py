"""What holds whatever is asked: the properties that the tests try, each with many more examples."""

import importlib
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

from hypothesis import settings

from tests.rules import test_amount_text, test_card_numbers, test_fees, test_surcharge_properties

NAME = "examples of what holds whatever is asked"
FULL = 15_000
MODULES = (test_amount_text, test_card_numbers, test_fees, test_surcharge_properties)


def run(count: int) -> int:
    """How many examples were tried. A property that doesn't hold raises what its test raises."""
    each = -(-count // sum(len(list(_properties(module))) for module in MODULES))
    before = settings.default
    settings.register_profile("full", max_examples=each, deadline=None)
    settings.load_profile("full")
    try:
        again = [importlib.reload(module) for module in MODULES]  # theirs is the profile's count
    finally:
        settings.register_profile("before", before)
        settings.load_profile("before")
    return sum(_tried(test) for module in again for test in _properties(module))


def _properties(module: ModuleType) -> Iterator[Any]:
    return (value for value in vars(module).values() if hasattr(value, "hypothesis"))


def _tried(test: Any) -> int:
    inner: Callable[..., None] = test.hypothesis.inner_test
    ran = 0

    def counted(*values: Any, **named: Any) -> None:
        nonlocal ran
        ran += 1
        inner(*values, **named)

    test.hypothesis.inner_test = counted
    test()
    return ran
