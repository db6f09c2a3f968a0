"""What answers the clicks and windows of questions and articles."""

from collections.abc import Mapping

from bot.dispatcher import Listener
from commands.help import (
    agent_listeners,
    agent_views,
    answer_views,
    article_views,
    editing_listeners,
    editing_views,
    question_listeners,
    reply_views,
)
from commands.help import listeners as help_

ACTIONS: Mapping[str, Listener] = {
    answer_views.READ: help_.on_read,
    answer_views.RATE: question_listeners.on_rate,
    answer_views.TALK: question_listeners.on_talk,
    question_listeners.ASK_ABOUT: question_listeners.on_ask_about,
    reply_views.OPEN_CARD: agent_listeners.on_open,
    agent_views.TAKE: agent_listeners.on_take,
    agent_views.LET_GO: agent_listeners.on_let_go,
    agent_views.ANSWER: agent_listeners.on_reply,
    agent_views.RESOLVE: agent_listeners.on_resolve,
    agent_views.NOT_OURS: agent_listeners.on_not_ours,
    article_views.EDIT: editing_listeners.on_edit,
    editing_views.LIST: editing_listeners.on_list,
    editing_views.PAGES: editing_listeners.on_page,
    editing_views.NEW: editing_listeners.on_new,
    editing_views.USE: editing_listeners.on_use,
    editing_views.VERSIONS: editing_listeners.on_versions,
    editing_views.BACK: editing_listeners.on_back,
}
VIEWS: Mapping[str, Listener] = {
    reply_views.FORM: agent_listeners.on_reply_submitted,
    editing_views.FORM: editing_listeners.on_submitted,
}
