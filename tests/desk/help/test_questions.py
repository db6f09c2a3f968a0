"""Questions as people type them, by somebody who had seen neither articles nor vocabulary.

tests/data/questions/README.md says how they were made and what came of them.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from desk.help.articles import NAMES
from desk.help.languages import FALLBACK, language_written
from desk.help.shelf import shipped_library

FIRST_ONES = NAMES[:14]
"""Those that there were when figure.jsonl was written."""
QUESTIONS = Path(__file__).parents[2] / "data" / "questions"


@pytest.fixture(scope="module", params=["tuning", "figure"])
def found(request: pytest.FixtureRequest) -> list[tuple[dict[str, Any], list[str]]]:
    """Each question with the names that were found for it."""
    library = shipped_library()
    lines = (QUESTIONS / f"{request.param}.jsonl").read_text().splitlines()
    asked = [json.loads(line) for line in lines]
    return [(one, [hit.name for hit in library.search(*_read(one))]) for one in asked]


def _read(one: dict[str, Any]) -> tuple[str, str]:
    return one["question"], language_written(one["question"]) or FALLBACK


def share(whether: list[bool]) -> float:
    assert whether
    return sum(whether) / len(whether)


def test_there_are_questions_about_every_article_in_both_languages(found) -> None:
    about = {(one["article"], one["language"]) for one, _ in found}
    assert {(name, code) for name in FIRST_ONES for code in ("en", "fr")} <= about
    assert len(found) >= 150


def test_articles_that_came_later_are_asked_about_in_tuning() -> None:
    lines = (QUESTIONS / "tuning.jsonl").read_text().splitlines()
    about = {(one["article"], one["language"]) for one in map(json.loads, lines)}
    assert {(name, code) for name in NAMES for code in ("en", "fr")} <= about


def test_the_right_article_is_first_in_90_percent_and_among_three_in_97(found) -> None:
    ours = [(one["article"], names) for one, names in found if one["article"]]
    assert share([names[:1] == [right] for right, names in ours]) >= 0.90
    assert share([right in names[:3] for right, names in ours]) >= 0.97


def test_what_is_none_of_ours_is_declined_in_90_percent(found) -> None:
    assert share([not names for one, names in found if one["article"] is None]) >= 0.90


def test_the_language_is_seen_in_99_percent(found) -> None:
    assert share([_read(one)[1] == one["language"] for one, _ in found]) >= 0.99
