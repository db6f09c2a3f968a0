"""The articles: what they say, since when, what can be pressed there, and which others go with
them. Those that are shipped stand beside this file, in Markdown with a head in YAML."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent / "articles"
HEARD = Path(__file__).parent / "heard.jsonl"
"""Questions of somebody who had seen neither articles nor vocabulary, a JSON object a line:
question, language, article (null: it isn't about billing), and the intent, which a question has in
common with the same one in the other language."""
NAMES = (
    "stripe-account",
    "fees",
    "payment-methods",
    "charge",
    "payment-links",
    "tax-rates",
    "who-pays-fees",
    "refunds",
    "declines",
    "bank-debits",
    "disputes",
    "reminders",
    "receipts",
    "privacy",
    "invoices",
    "paid-elsewhere",
    "access",
)
"""Those that are shipped, in their order."""

_FENCE = "---\n"


@dataclass(frozen=True)
class Article:
    """In one language. `text` is Markdown. `since`: the day from which on it holds. `actions`: what
    its buttons do, by name. `related`: names of others. `asked`: questions that it answers, in
    the words of people; they are searched and not shown. `own`: the practice wrote it. `of_parts`:
    by its heading, what the buttons of a part do instead, where that is shown alone."""

    name: str
    language: str
    title: str
    text: str
    since: date
    actions: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    own: bool = False
    of_parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def sections(self) -> list[str]:
        """Its parts, each with its heading, where it has headings."""
        parts = self.text.split("\n## ")
        return [parts[0], *(f"## {part}" for part in parts[1:])]

    def actions_of(self, passage: str) -> tuple[str, ...]:
        """What the buttons do beside that part of it."""
        heading = passage.partition("\n")[0].removeprefix("## ")
        return self.of_parts.get(heading, self.actions)


@cache
def shipped(language: str) -> dict[str, Article]:
    """Those that come with Paydesk, by name."""
    return {name: _read(language, name) for name in NAMES}


@cache
def asked_elsewhere(language: str) -> tuple[str, ...]:
    """What people at a practice write that isn't about billing."""
    return (*_questions(language)["elsewhere"], *_heard(language)[""])


def _read(language: str, name: str) -> Article:
    written = (FOLDER / language / f"{name}.md").read_text(encoding="utf-8")
    _, head, text = written.split(_FENCE, 2)
    known = yaml.safe_load(head)
    return Article(
        name,
        language,
        title=known["title"],
        text=text.strip(),
        since=known["since"],
        actions=tuple(known.get("actions", ())),
        of_parts={head: tuple(names) for head, names in known.get("of_parts", {}).items()},
        related=tuple(known.get("related", ())),
        asked=(*_questions(language)[name], *_heard(language)[name]),
    )


@cache
def _questions(language: str) -> dict[str, list[str]]:
    written = (FOLDER / language / "questions.yaml").read_text(encoding="utf-8")
    questions: dict[str, list[str]] = yaml.safe_load(written)
    return questions


@cache
def _heard(language: str) -> dict[str, list[str]]:
    """By article; "" of what isn't about billing."""
    heard = defaultdict(list)
    for line in HEARD.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        if one["language"] == language:
            heard[one["article"] or ""].append(one["question"])
    return heard
