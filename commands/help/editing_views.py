"""The windows in which a practice's articles are listed, edited, and given back an earlier text."""

from collections.abc import Sequence

from commands.blocks import (
    Element,
    actions,
    button,
    labelled,
    mention,
    modal,
    section,
    sure,
    text_input,
)
from commands.help.article_views import EDIT, article_blocks
from commands.replies import Block, View
from desk.days import day_in
from desk.help.articles import Article
from desk.help.editing import (
    ASKED,
    LONGEST_ASKED,
    LONGEST_TEXT,
    LONGEST_TITLE,
    TEXT,
    TITLE,
    Draft,
)
from desk.language import Language
from desk.privacy import escape
from rules.roles import Role
from rules.words import Sentence, sentence
from storage.help_articles import Version

LIST = "help:articles"
PAGES = "help:articles:"
"""Begins the action_ids of the pages; the value is the first article's place in the list."""
NEW = "help:article:new"
USE = "help:article:use:"
"""Begins the action_ids of what puts another text into the form that is there."""
VERSIONS = "help:article:versions"
BACK = "help:article:back"
"""The values of these, and what the form keeps: name, language and version, "fees:en:2"."""
FORM = "help:article:form"
PAGE = 30

_IN: dict[str, Sentence] = {"en": sentence("The English text"), "fr": sentence("The French text")}


def list_view(say: Language, articles: Sequence[Article], begins: int) -> View:
    """A page of them, from that one on."""
    begins = min(begins, max(len(articles) - 1, 0) // PAGE * PAGE)
    page = articles[begins : begins + PAGE]
    ways = [button(say("New article"), NEW, style="primary")]
    if begins:
        ways.append(button(say("Previous"), f"{PAGES}previous", str(begins - PAGE)))
    if begins + PAGE < len(articles):
        ways.append(button(say("Next"), f"{PAGES}next", str(begins + PAGE)))
    words = say("Questions are answered from these. What you change holds at once.")
    rows = [
        section(f"*{escape(one.title)}*", button(say("Edit"), EDIT, place(one.name, say.code)))
        for one in page
    ]
    return modal(say("Help articles"), [section(words), *rows, actions(*ways)], close=say("Close"))


def form_view(say: Language, draft: Draft) -> View:
    """Of an article in one language; of a new one, where it has no name."""
    title = text_input(TITLE, "", LONGEST_TITLE, draft.title)
    text = text_input(TEXT, "", LONGEST_TEXT, draft.text, lines=True)
    asked = text_input(ASKED, "", LONGEST_ASKED, draft.asked, lines=True)
    markdown = say("**bold**, - a list, ## a heading, [a link](https://…). Name no client.")
    questions = say("In their own words, a line each. They are searched and not shown.")
    blocks = [
        section(f"*{say.sentence(_IN[draft.language])}*"),
        labelled(say("Title"), title),
        labelled(say("Text"), text, markdown),
        labelled(say("What people ask"), asked, questions, optional=True),
    ]
    if ways := _ways(say, draft):
        blocks.append(actions(*ways))
    return modal(
        say("Help article"),
        blocks,
        close=say("Cancel"),
        submit=say("Save"),
        callback_id=FORM,
        private=place(draft.name, draft.language, draft.version),
    )


def saved_view(say: Language, article: Article, role: Role, notice: str) -> View:
    """The article as people read it from now on."""
    blocks = [section(notice), *article_blocks(say, article, role)]
    return modal(say("Help article"), blocks, close=say("Close"))


def gone_view(say: Language) -> View:
    return modal(
        say("Help article"),
        [section(say("The article is gone. Nobody is answered with it any more."))],
        close=say("Close"),
    )


def versions_view(say: Language, versions: Sequence[Version], time_zone: str) -> View:
    """Who wrote which, and the way to have it in the form again."""
    blocks = [_version(say, one, time_zone) for one in versions]
    if not blocks:
        blocks = [section(say("Nobody has changed it: it is as it was shipped."))]
    return modal(say("Earlier versions"), blocks, close=say("Back"))


def place(name: str, language: str, number: int = 0) -> str:
    return f"{name}:{language}:{number}"


def _version(say: Language, one: Version, time_zone: str) -> Block:
    day, person = day_in(one.at, time_zone), mention(one.author)
    who = say("{day}, {person}", day=day, person=person)
    if one.text is None:
        return section(f"{who}\n{say('As it was shipped')}")
    way = button(
        say("Use this text"), f"{USE}{one.version}", place(one.name, one.language, one.version)
    )
    return section(f"{who}\n*{escape(one.title or '')}*\n{escape(one.text, 300)}", way)


def _ways(say: Language, draft: Draft) -> list[Element]:
    if not draft.name:
        return []
    other = "fr" if draft.language == "en" else "en"
    here = place(draft.name, draft.language, draft.version)
    ways = [
        button(say.sentence(_IN[other]), f"{USE}{other}", place(draft.name, other)),
        button(say("Earlier versions"), VERSIONS, here),
    ]
    if draft.version:
        ways.append(_back(say, draft, here))
    return ways


def _back(say: Language, draft: Draft, here: str) -> Element:
    if draft.is_shipped:
        words, yes = say("The text that came with Paydesk holds again."), say("Shipped text")
    else:
        words, yes = say("Nobody is answered with it any more."), say("Take it out")
    return button(yes, BACK, here, "danger", sure(say("Are you sure?"), words, yes, say("Cancel")))
