"""A whole article in a window."""

from commands.blocks import actions, button, context, modal, section
from commands.help.action_views import ways
from commands.replies import Block, View
from desk.help.articles import Article
from desk.help.markdown import mrkdwn
from desk.language import Language
from desk.privacy import escape
from rules.roles import Action, Role, may

EDIT = "help:article:edit"
"""The value is the article's name, ":" and the language."""


def article_view(say: Language, article: Article, role: Role) -> View:
    """In a window, with the way to edit it for whoever may."""
    blocks = article_blocks(say, article, role)
    if may(role, Action.EDIT_ARTICLES):
        blocks.append(actions(button(say("Edit"), EDIT, f"{article.name}:{say.code}")))
    return modal(say("Help"), blocks, close=say("Close"))


def article_blocks(say: Language, article: Article, role: Role) -> list[Block]:
    """Part by part, with what the person may do about it."""
    blocks = [section(f"*{escape(article.title)}*")]
    blocks += [section(mrkdwn(part)) for part in article.sections if part.strip()]
    if buttons := ways(say, article.actions, role):
        blocks.append(actions(*buttons))
    blocks.append(context(say("Holds since {day}.", day=article.since)))
    return blocks
