"""Whether questions get the right article: those that were heard, each answered by an index that
has learnt nothing of its intent; and those of any file.

`python -m tests.prove.questions FILE…` prints a table: files have a JSON object a line, with
question, language and article (null: it isn't about billing).
"""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from desk.help.articles import HEARD, Article, asked_elsewhere, shipped
from desk.help.index import Index
from desk.help.languages import FALLBACK, language_written
from desk.help.shelf import shipped_library
from desk.language import LANGUAGES

NAME = "questions answered by an index that has not met them"
FULL = 806
FOLDS = 5
FIRST, IN_THREE, DECLINED = 0.72, 0.87, 0.75
"""What at least comes of the questions that were heard, which are harder than most."""


@dataclass(frozen=True)
class Asked:
    """`article` "": it isn't about billing."""

    text: str
    article: str
    fold: int = 0


@dataclass(frozen=True)
class Figures:
    """Shares of the questions that have an article; `declined` is of those that have none."""

    questions: int
    first: float
    in_three: float
    wrongly_declined: float
    declined: float


def run(count: int) -> int:
    """Answer the questions that were heard; how many those were."""
    answered = list(_left_out())[:count]
    figures = figures_of(answered)
    assert figures.first >= FIRST, figures
    assert figures.in_three >= IN_THREE, figures
    assert figures.declined >= DECLINED, figures
    return len(answered)


def figures_of(answered: Iterable[tuple[Asked, list[str]]]) -> Figures:
    """Of questions with the names that were found for them."""
    all_of_them = list(answered)
    ours = [(one.article, names) for one, names in all_of_them if one.article]
    others = [names for one, names in all_of_them if not one.article]
    return Figures(
        len(all_of_them),
        first=_share(names[:1] == [right] for right, names in ours),
        in_three=_share(right in names[:3] for right, names in ours),
        wrongly_declined=_share(not names for _, names in ours),
        declined=_share(not names for names in others),
    )


def of_file(path: Path) -> Figures:
    """As they are answered now."""
    index = shipped_library()
    return figures_of(
        (one, [hit.name for hit in index.search(one.text, _language(one.text))])
        for one in _read(path)
    )


def _left_out() -> Iterator[tuple[Asked, list[str]]]:
    heard = list(_read(HEARD))
    for fold in range(FOLDS):
        held = [one for one in heard if one.fold == fold]
        index = _index_without({one.text for one in held})
        for one in held:
            yield one, [hit.name for hit in index.search(one.text, _language(one.text))]


def _index_without(held: set[str]) -> Index:
    articles = [_without(one, held) for code in LANGUAGES for one in shipped(code).values()]
    elsewhere = [(code, text) for code in LANGUAGES for text in asked_elsewhere(code)]
    return Index(articles, [one for one in elsewhere if one[1] not in held])


def _without(article: Article, held: set[str]) -> Article:
    return replace(article, asked=tuple(one for one in article.asked if one not in held))


def _read(path: Path) -> Iterator[Asked]:
    """The same intent, in whichever language, is in one fold."""
    for line in path.read_text(encoding="utf-8").splitlines():
        one = json.loads(line)
        number = int(one.get("intent", "0").rpartition(" ")[2])
        yield Asked(one["question"], one["article"] or "", number % FOLDS)


def _language(text: str) -> str:
    return language_written(text) or FALLBACK


def _share(whether: Iterable[bool]) -> float:
    counted = list(whether)
    return sum(counted) / len(counted) if counted else 0.0


def main(paths: list[str]) -> None:
    print(f"{'questions':<44}{'asked':>7}{'first':>8}{'three':>8}{'lost':>8}{'declined':>10}")
    _print("heard, each intent left out", figures_of(_left_out()))
    for path in paths:
        _print(Path(path).name, of_file(Path(path)))


def _print(name: str, one: Figures) -> None:
    shares = (one.first, one.in_three, one.wrongly_declined)
    columns = "".join(f"{share:>8.1%}" for share in shares)
    print(f"{name:<44}{one.questions:>7}{columns}{one.declined:>10.1%}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
