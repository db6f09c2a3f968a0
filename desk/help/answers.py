"""Answers a question: the article that fits, and the passage of it that says most about it."""

from dataclasses import dataclass
from datetime import date

from desk.context import Desk
from desk.help.articles import Article
from desk.help.index import Found
from desk.help.languages import language_written
from desk.help.library import Library, library_of
from desk.language import language_of
from rules.roles import Role
from storage.practices import Practice

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
class Answer:
    """`articles`: those that fit, best first; none where nothing does. `article` is the best of
    them in the asker's language, `passage` what of it is shown, in Markdown, and `since` the day
    from which on it holds. `computed`: what was worked out or looked up about the very thing that
    was asked, in mrkdwn. `is_billing` False: it is about something else."""

    articles: tuple[Found, ...]
    article: Article | None
    passage: str
    further: tuple[Article, ...]
    computed: str | None
    since: date | None
    is_billing: bool


def answer(desk: Desk, asker: Asker, text: str) -> Answer:
    """What Paydesk knows about `text`. It asks nobody over the network, and changes nothing."""
    library = library_of(desk, asker.practice)
    code = language_of(asker.language).code
    found = library.search(text, language_written(text) or code)
    if not found:
        return Answer((), None, "", (), None, None, is_billing=False)
    article = library.article(found[0].name, code)
    return Answer(
        articles=tuple(found),
        article=article,
        passage=article.text,
        further=_further(library, article, found, code),
        computed=None,
        since=article.since,
        is_billing=True,
    )


def _further(library: Library, best: Article, found: list[Found], code: str) -> tuple[Article, ...]:
    """The next ones that fit, then those that the best one names itself."""
    names = dict.fromkeys([*(one.name for one in found[1:]), *best.related])
    known = [library.article(name, code) for name in names if library.has(name)]
    return tuple(known[:FURTHER])
