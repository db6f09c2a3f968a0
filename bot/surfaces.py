"""Small views and messages that the bot itself shows: a sentence, and "one moment"."""

from commands.replies import Block, Message, View
from desk.language import Language
from desk.privacy import escape


def sentence_message(text: str) -> Message:
    """A sentence as it is: no mrkdwn in it is interpreted."""
    return Message(text=escape(text), blocks=[_plain(text)])


def message_view(message: Message, say: Language) -> View:
    """A message as a modal. Tables don't go into modals, so the plain form is used."""
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Paydesk"},
        "close": {"type": "plain_text", "text": say("Close")},
        "blocks": message.plain or message.blocks,
    }


def waiting_view(say: Language) -> View:
    """What a submitted modal turns to while its answer takes longer than Slack waits."""
    return message_view(sentence_message(say("One moment…")), say)


def _plain(text: str) -> Block:
    return {"type": "section", "text": {"type": "plain_text", "text": text[:3000], "emoji": False}}
