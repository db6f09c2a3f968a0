"""Sentences for people, before they are translated, and the refusals that carry them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Sentence:
    """What is to be said, in English, and the values that go into it.

    `text` is the key of the translation and names its values in braces: "At most {limit}."
    `values` may hold text, numbers, dates, `rules.money.Money`, `rules.fees.Percent` or another
    Sentence; `desk.language` writes each the way the reader's language does.
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)


def sentence(text: str, **values: object) -> Sentence:
    """A sentence with its values. The name marks `text` for the translators."""
    return Sentence(text, values)


class Refusal(Exception):
    """An expected failure. Its sentence, once translated, is shown to the person as it is."""

    def __init__(self, reason: Sentence) -> None:
        super().__init__(reason.text)
        self.sentence = reason

    def __str__(self) -> str:
        """In English, for logs."""
        if not self.sentence.values:
            return self.sentence.text
        return self.sentence.text.format_map({k: str(v) for k, v in self.sentence.values.items()})


def refuse(text: str, **values: object) -> Refusal:
    """A refusal to raise: `raise refuse("Name an amount, for example {example}.", example=…)`."""
    return Refusal(sentence(text, **values))
