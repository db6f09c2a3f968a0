"""Answers a question: the article that fits, and the passage of it that says most about it."""

from dataclasses import dataclass, replace
from datetime import date

from desk.access import Person
from desk.context import Desk
from desk.fees import FeeAnswer, FeeTable, fee_table, home_currency, region_asked
from desk.fees import answer as fee_answer
from desk.help.articles import Article
from desk.help.asking import asks_standing
from desk.help.counted import in_full, times_in
from desk.help.fee_questions import fee_question
from desk.help.index import Found
from desk.help.languages import language_written
from desk.help.lookups import LookedUp, look_up, withheld
from desk.help.passages import passage_of
from desk.help.shelf import Library, library_of
from desk.help.terms import terms_of
from desk.language import language_of
from rules import currencies
from rules.amount_text import FeeQuestion
from rules.money import Money
from rules.roles import Role
from rules.words import Refusal
from storage.practices import Practice

_FEES, _FEE = "fees", "=fee"
"""The article under which a fee that was asked about is worked out, and the idea of one."""
FURTHER = 2
"""How many more articles an answer names."""


@dataclass(frozen=True)
class Asker:
    """Who asks, and where. `role` None: somebody without one. `language`: the locale that they are
    answered in. `private`: only they see the answer."""

    practice: Practice
    slack_user: str
    role: Role | None
    language: str
    private: bool


@dataclass(frozen=True)
class SeveralFees:
    """Of so many payments, `times`: what is kept of each, and of all of it in one payment, None
    where that is more than one can be."""

    one: FeeAnswer
    times: int
    at_once: FeeAnswer | None


@dataclass(frozen=True)
class Before:
    """An answer that was given: the names of its articles, best first, and when, in epoch ms."""

    articles: tuple[str, ...]
    at: int

    def found(self, library: Library) -> list[Found]:
        return [Found(name, 1.0) for name in self.articles if library.has(name)]


@dataclass(frozen=True)
class Withheld:
    """It seems to be about a client or an invoice, which the asker may not see."""


Computed = FeeAnswer | FeeTable | SeveralFees | LookedUp | Withheld | Refusal
"""What was worked out or looked up about the very thing that was asked; or why it can't be."""


@dataclass(frozen=True)
class Answer:
    """`articles`: those that fit, best first; none where nothing does. `article` is the best of
    them in the asker's language, None where what was looked up is all that was asked; `passage`
    what of it is shown, in Markdown, and `since` the day from which on it holds. `is_billing`
    False: it is about something else."""

    articles: tuple[Found, ...]
    article: Article | None
    passage: str
    further: tuple[Article, ...]
    computed: Computed | None
    since: date | None
    is_billing: bool


def answer(desk: Desk, asker: Asker, text: str, before: Before | None = None) -> Answer:
    """What Paydesk knows about `text`. It asks nobody over the network, and changes nothing.
    `before`: as it was answered then."""
    library = library_of(desk, asker.practice, before.at if before else None)
    code = language_of(asker.language).code
    written = language_written(text) or code
    found = before.found(library) if before else library.search(text, written)
    computed = _computed(desk, asker, text, about_fees=_about_fees(found, text, written))
    if not found:
        return Answer((), None, "", (), computed, None, is_billing=computed is not None)
    article = library.article(found[0].name, code)
    if isinstance(computed, LookedUp | Withheld) and asks_standing(text):
        further = (article,) if isinstance(computed, LookedUp) else ()
        return Answer(tuple(found), None, "", further, computed, None, is_billing=True)
    return Answer(
        articles=tuple(found),
        article=article,
        passage=passage_of(article, text, written),
        further=_further(library, article, found, code),
        computed=computed,
        since=article.since,
        is_billing=True,
    )


def _about_fees(found: list[Found], text: str, written: str) -> bool:
    """Whether a fee is asked for: the article on them fits best, or well, and a fee is named."""
    names = [one.name for one in found[: FURTHER + 1]]
    return names[:1] == [_FEES] or (_FEES in names and _FEE in terms_of(text, written))


def _computed(desk: Desk, asker: Asker, text: str, *, about_fees: bool) -> Computed | None:
    """Of a client or an invoice only in private, and to whoever may see them."""
    person = Person(asker.practice.id, asker.slack_user, asker.role or Role.NONE)
    if asker.private and (known := look_up(desk, asker.practice, person, text)):
        return known
    if asker.private and withheld(desk, asker.practice, person, text):
        return Withheld()
    if not about_fees:
        return None
    return _fees(desk, asker.practice, person, text, language_of(asker.language).code)


def _fees(
    desk: Desk, practice: Practice, person: Person, text: str, code: str
) -> FeeAnswer | FeeTable | SeveralFees | Refusal | None:
    try:
        times, of_one = times_in(in_full(text))
        question = fee_question(of_one, code, home_currency(practice))
        if question is None:
            return None
        if question.amount is None:
            return fee_table(desk, practice, person, region_asked(question, practice))
        one = fee_answer(desk, person, practice, question)
        if times == 1:
            return one
        return SeveralFees(one, times, _at_once(desk, practice, person, question, times))
    except Refusal as refusal:
        return refusal


def _at_once(
    desk: Desk, practice: Practice, person: Person, question: FeeQuestion, times: int
) -> FeeAnswer | None:
    if question.amount is None:
        return None
    together = Money(times * question.amount.amount, question.amount.currency)
    if together.amount > currencies.largest(together.currency):
        return None
    return fee_answer(desk, person, practice, replace(question, amount=together))


def _further(library: Library, best: Article, found: list[Found], code: str) -> tuple[Article, ...]:
    """The next ones that fit, then those that the best one names itself."""
    names = dict.fromkeys([*(one.name for one in found[1:]), *best.related])
    known = [library.article(name, code) for name in names if library.has(name)]
    return tuple(known[:FURTHER])
