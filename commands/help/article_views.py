"""A whole article in a window."""

from commands.blocks import actions, context, modal, section
from commands.help.action_views import ways
from commands.help.markdown import mrkdwn
from commands.replies import View
from desk.help.articles import Article
from desk.language import Language
from desk.privacy import escape
from rules.roles import Role


def article_view(say: Language, article: Article, role: Role) -> View:
    """Part by part, with what the person may do about it."""
    blocks = [section(f"*{escape(article.title)}*")]
    blocks += [section(mrkdwn(part)) for part in article.sections if part.strip()]
    if buttons := ways(say, article.actions, role):
        blocks.append(actions(*buttons))
    blocks.append(context(say("Holds since {day}.", day=article.since)))
    return modal(say("Help"), blocks, close=say("Close"))
