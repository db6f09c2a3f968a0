"""Which part of an article says most about a question."""

from desk.help.articles import Article
from desk.help.nearest import Nearest
from desk.help.terms import terms_of
from desk.help.wording import words_of

_ALIKE = 0.5
"""How much being alike by letters counts beside the share of the question's ideas."""
_HEADING = 1.5
"""How much more an idea counts that stands in the heading."""
_FIRST, _FIRST_OF_ALL = 0.1, 0.4
"""How much is in favour of the first part, which says the most: always, and where what is asked is
what the title says and no heading does."""


def passage_of(article: Article, text: str, written: str) -> str:
    """The part of `article` that fits the question `text`, which is written in that language, with
    its heading. An idea says the more, the fewer parts have it."""
    parts = [part.strip() for part in article.sections if part.strip()]
    asked = {*terms_of(text, written)}
    alike = Nearest((part, words_of(part)) for part in parts).scores(text)
    said = {part: {*terms_of(part, article.language)} for part in parts}
    heads = {part: _heading_terms(part, article.language) for part in parts}
    title = {*terms_of(article.title, article.language)}
    special = set().union(*heads.values()) - title
    first = _FIRST if asked & special or not asked & title else _FIRST_OF_ALL

    def fits(part: str) -> float:
        shared = asked & said[part]
        ideas = sum(
            (1 + _HEADING * (idea in heads[part])) / sum(idea in one for one in said.values())
            for idea in shared
        )
        favour = first if part == parts[0] else 0.0
        return ideas / max(len(asked), 1) + _ALIKE * alike.get(part, 0.0) + favour

    return max(parts, key=fits, default="")


def _heading_terms(part: str, code: str) -> set[str]:
    heading, _, _ = part.partition("\n")
    return {*terms_of(heading, code)} if heading.startswith("## ") else set()
