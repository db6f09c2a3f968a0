"""Answers questions that come as lines, with the names of the articles that fit."""

import json

from desk.help.languages import FALLBACK, language_written
from desk.help.shelf import Library


def answer_line(library: Library, question: str, language: str | None) -> str:
    """A JSON object. `language`: what the question is written in; None: found out."""
    code = language or language_written(question) or FALLBACK
    found = library.search(question, code)
    articles = [{"name": one.name, "score": round(one.score, 3)} for one in found]
    answered = {"question": question, "language": code, "articles": articles}
    return json.dumps(answered, ensure_ascii=False)
