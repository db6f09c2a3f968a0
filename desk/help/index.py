"""The search: which articles a question fits, learnt from the articles and from questions that
people ask.

Two judgements: which article it is, by what words are met where and by what is asked in nearly the
same letters, and whether it is about billing at all. The constants were chosen on questions of
people who had seen neither articles nor vocabulary, those of one intent always left out together;
`python -m tests.prove.questions` prints what comes of them. Ranking by bm25, and linear models of
words, found the right article less often.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, pairwise

from desk.help.articles import Article
from desk.help.bayes import Bayes
from desk.help.nearest import Nearest
from desk.help.terms import terms_of
from desk.help.wording import words_of

MOST_FOUND = 5
ELSEWHERE = ""
"""In the place of an article's name: what is asked isn't about billing."""
_OURS = "ours"
_OWN_TIMES = 3
"""What a practice writes itself counts as if it had been asked so often."""
_LONG = 25
"""A text of more terms is no question, and neighbours say little in it."""
_ALIKE = 20.0
"""How much being alike by letters counts beside the logarithm of how likely the words are."""
_SPREAD = 3.0
"""How slowly scores fall from the best article to the next ones."""
_BETTER, _WORDS, _ENOUGH = 0.19, 0.43, 0.5
"""What counts for being about billing: how much better an article fits than what is elsewhere, how
much more often the words are asked about here than there; and the sum that is enough."""


@dataclass(frozen=True)
class Found:
    """An article that fits; scores are above 0 and at most 1."""

    name: str
    score: float


@dataclass(frozen=True)
class _Text:
    """What is learnt: the article's name, its language, and how often it counts."""

    name: str
    language: str
    text: str
    times: int = 1


class Index:
    """Of the articles of one practice, in all languages at once: ideas are the same in each."""

    def __init__(self, articles: Iterable[Article], elsewhere: Iterable[tuple[str, str]]) -> None:
        """`elsewhere`: language and text of what isn't about billing."""
        texts = [*_texts(articles), *(_Text(ELSEWHERE, *one) for one in elsewhere)]
        words = [_learnt_words(one.text) for one in texts]
        self._known = frozenset(chain.from_iterable(words))
        self._nearest = Nearest(zip((one.name for one in texts), words, strict=True))
        self._articles, self._ours = Bayes(unseen=0.5), Bayes(unseen=0.3)
        for one in texts:
            self._learn(one)

    def search(self, text: str, code: str) -> list[Found]:
        """The articles that fit a text in the language `code`, best first; none where it is about
        something else."""
        terms = terms_of(text, code, self._known)
        alike = self._nearest.scores(text)
        fits = {
            name: score + _ALIKE * alike.get(name, 0.0)
            for name, score in self._articles.scores(_features(terms)).items()
        }
        elsewhere = fits.pop(ELSEWHERE)
        ranked = sorted(fits, key=lambda name: -fits[name])
        if not terms or self._is_ours(terms, fits[ranked[0]] - elsewhere) < _ENOUGH:
            return []
        return _scored(ranked, fits)

    def _learn(self, one: _Text) -> None:
        terms = _learnt_terms(one.text, one.language)
        short = len(terms) <= _LONG
        self._articles.learn(one.name, _features(terms) if short else {*terms}, one.times)
        if short:
            self._ours.learn(_OURS if one.name else ELSEWHERE, {*terms}, one.times)

    def _is_ours(self, terms: list[str], better: float) -> float:
        """How much speaks for being about billing. `better`: how much better an article fits than
        what is elsewhere."""
        sides = self._ours.scores({*terms})
        return _BETTER * better + _WORDS * (sides[_OURS] - sides[ELSEWHERE])


@lru_cache(maxsize=10_000)
def _learnt_terms(text: str, code: str) -> list[str]:
    """Of a text that is learnt: most of them stand in the next index too, when one has changed."""
    return terms_of(text, code)


@lru_cache(maxsize=10_000)
def _learnt_words(text: str) -> list[str]:
    """The same."""
    return words_of(text)


def _texts(articles: Iterable[Article]) -> Iterator[_Text]:
    for article in articles:
        times = _OWN_TIMES if article.own else 1
        for text in (article.title, *article.asked, *article.sections):
            yield _Text(article.name, article.language, text, times)


def _features(terms: list[str]) -> set[str]:
    """The terms, each with its neighbour and with the one after that."""
    next_but_one = zip(terms, terms[2:], strict=False)
    return {*terms, *(f"{one} {other}" for one, other in chain(pairwise(terms), next_but_one))}


def _scored(ranked: list[str], fits: Mapping[str, float]) -> list[Found]:
    """How likely each is beside the others."""
    weights = [math.exp((fits[name] - fits[ranked[0]]) / _SPREAD) for name in ranked]
    whole = sum(weights)
    found = [Found(name, one / whole) for name, one in zip(ranked, weights, strict=True)]
    return found[:MOST_FOUND]
