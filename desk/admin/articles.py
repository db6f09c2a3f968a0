"""Help articles on a wide page: which there are, and which of them the practice has changed."""

from collections.abc import Sequence
from dataclasses import dataclass

from desk.access import Person, authorize
from desk.context import Desk
from desk.help.articles import Article, shipped
from desk.help.shelf import library_of
from rules.roles import Action
from storage import help_articles
from storage.practices import Practice

SHIPPED, CHANGED, OWN = "shipped", "changed", "own"


@dataclass(frozen=True)
class Shelved:
    """An article as it holds, in `article.language`, and where its text is from: one of SHIPPED,
    CHANGED, OWN."""

    article: Article
    origin: str


def shelf(
    desk: Desk, practice: Practice, person: Person, language: str, text: str, origin: str
) -> Sequence[Shelved]:
    """In their order: all, or those in which `text` stands, and from `origin`, "" for any. In that
    language where they are written in it."""
    authorize(person, Action.EDIT_ARTICLES)
    library = library_of(desk, practice)
    newest = help_articles.newest(desk.store, practice.id)
    changed = {(one.name, one.language) for one in newest if one.text is not None}
    found = [library.article(name, language) for name in library.names]
    wanted = text.casefold()
    shelved = [
        Shelved(one, _origin(one, changed))
        for one in sorted(found, key=lambda one: (one.own, one.title if one.own else ""))
        if wanted in f"{one.title}\n{one.text}".casefold()
    ]
    return [one for one in shelved if origin in ("", one.origin)]


def _origin(article: Article, changed: set[tuple[str, str]]) -> str:
    if article.name not in shipped(article.language):
        return OWN
    return CHANGED if (article.name, article.language) in changed else SHIPPED
