"""Reads a form field by field, and collects what is wrong instead of stopping at it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from desk.forms import WrongFields
from desk.privacy import refuse_card_numbers
from rules.words import Refusal, Sentence

T = TypeVar("T")


@dataclass
class Fields:
    """`form`: what was typed, by field; what is missing counts as empty."""

    form: Mapping[str, str]

    def __post_init__(self) -> None:
        self.wrong: dict[str, Sentence] = {}

    def read(self, name: str, reader: Callable[[str], T]) -> T | None:
        """What `reader` makes of the field; None where it refuses, which is then `wrong`."""
        text = self.form.get(name, "").strip()
        try:
            refuse_card_numbers(text)
            return reader(text)
        except Refusal as refusal:
            self.wrong[name] = refusal.sentence
            return None

    def check(self, name: str, reason: Sentence | None) -> None:
        if reason:
            self.wrong[name] = reason

    def refuse_if_wrong(self) -> None:
        """Raises WrongFields."""
        if self.wrong:
            raise WrongFields(self.wrong)
