"""How long an answer takes among five hundred articles, and how large their index is."""

import gc
import random
import time
import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass, replace

from desk.help.articles import Article, shipped
from desk.help.languages import language_written
from desk.help.shelf import Library
from desk.language import LANGUAGES

ARTICLES = 500
SEED = 20261126
_QUESTIONS = 400


@dataclass(frozen=True)
class Measured:
    """`p99` in seconds."""

    p99: float
    megabytes: float


def measured() -> Measured:
    """Articles of as many words as those that are shipped, of the words that stand in them."""
    articles = list(_articles())
    _searched(articles)  # So that what is kept of words for good isn't counted.
    gc.collect()
    tracemalloc.start()
    library = _searched(articles)
    size = tracemalloc.get_traced_memory()[0] / 1_000_000
    tracemalloc.stop()
    asked = [text for one in articles[: len(LANGUAGES) * 14] for text in one.asked]
    chosen = random.Random(SEED).sample(asked, _QUESTIONS)
    times = sorted(_seconds(library, text) for text in chosen)
    return Measured(times[_QUESTIONS * 99 // 100], size)


def _searched(articles: list[Article]) -> Library:
    """The first search makes the index."""
    library = Library(articles)
    library.search("refund", "en")
    return library


def _articles() -> Iterator[Article]:
    chance = random.Random(SEED)
    known = [one for code in LANGUAGES for one in shipped(code).values()]
    words = " ".join(one.text for one in known).split()
    yield from known
    for number in range(ARTICLES - len(known) // len(LANGUAGES)):
        yield replace(
            known[number % len(known)],
            name=f"own-{number}",
            title=" ".join(chance.sample(words, 5)),
            text=" ".join(chance.choices(words, k=180)),
            asked=tuple(" ".join(chance.sample(words, 7)) for _ in range(5)),
            own=True,
        )


def _seconds(library: Library, text: str) -> float:
    began = time.perf_counter()
    library.search(text, language_written(text) or "en")
    return time.perf_counter() - began
