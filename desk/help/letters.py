"""What stands in the letters about questions: quotations of people, made harmless."""

from desk.letters import Letter
from desk.privacy import cut, escape
from storage.help_questions import Question

FITS = 2_800
"""Characters of a section, entities counted in full."""
SHORT = 150


def line_of(question: Question, ts: str) -> str:
    """Begins the uids of what agents are told about a message of its asker's; a ":" follows."""
    return f"help:{question.uid}:more:{ts}"


def letter(text: str) -> Letter:
    return {"text": text, "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]}


def mention(slack_user: str) -> str:
    """A person, in mrkdwn."""
    return f"<@{''.join(filter(str.isalnum, slack_user))}>"


def quoted(text: str) -> str:
    """Each line as it was written, as far as it fits, and none of it is a mention or a link."""
    shown = _lines(text)
    while len(shown) > FITS:
        text = cut(text, len(text) * 3 // 4)
        shown = _lines(text)
    return shown


def shortened(text: str) -> str:
    """A question as others are reminded of it, in mrkdwn."""
    return escape(text, SHORT)


def _lines(text: str) -> str:
    return "\n".join(f"&gt; {escape(line, len(line) + 1)}" for line in text.splitlines() or [""])
