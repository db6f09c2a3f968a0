"""An answer as it is shown, with the question whether it was the answer."""

from collections.abc import Sequence

from commands.blocks import Element, actions, button, context, section
from commands.help.action_views import ways
from commands.help.computed_views import computed_blocks, computed_text
from commands.replies import Block
from desk.help.answers import Answer
from desk.help.articles import Article
from desk.help.markdown import mrkdwn
from desk.language import Language
from desk.privacy import escape
from rules.roles import Role

RATE = "help:rate:"
"""Begins the action_ids of the ratings; the value is the question's uid, a space and the rating."""
TALK = "help:talk"
"""The value is the question's uid."""
READ = "help:read:"
"""Begins the action_ids of what opens an article; the value is its name."""
BAD, FAIR, GOOD = "bad", "fair", "good"
FACES = {BAD: "😞", FAIR: "😐", GOOD: "😃"}


def answer_blocks(
    say: Language,
    answer: Answer,
    question_uid: str,
    rating: str | None = None,
    role: Role | None = None,
) -> list[Block]:
    """What was worked out, the passage, what can be done, the way to the whole article and to two
    further ones, and the faces.
    `rating`: the one that was pressed. `role`: of the only one who sees it."""
    blocks = computed_blocks(say, answer.computed) if answer.computed else []
    if answer.article is None and blocks:
        reading = [_read_button(one, _to_read(say, one)) for one in answer.further]
        below = [actions(*reading)] if reading else []
        return [*blocks, *below, *_rating(say, question_uid, rating)]
    if answer.article is None:
        no_answer = section(say("I have no answer to that."))
        return [no_answer, actions(talk_button(say, question_uid))]
    blocks += _article(say, answer, answer.article, role)
    reading = [_read_button(one, _to_read(say, one)) for one in answer.further]
    if answer.passage != answer.article.text:
        reading.insert(0, _read_button(answer.article, say("Read on")))
    if reading:
        blocks.append(actions(*reading))
    return [*blocks, *_rating(say, question_uid, rating)]


def answer_text(say: Language, answer: Answer) -> str:
    """For notifications and screen readers."""
    if answer.computed:
        return computed_text(say, answer.computed)
    return answer.article.title if answer.article else say("I have no answer to that.")


def read_rating(value: str) -> tuple[str, str]:
    """The question's uid and the rating of a button's value; "" for a rating that there isn't."""
    uid, _, rating = value.rpartition(" ")
    return uid, rating if rating in FACES else ""


def _article(say: Language, answer: Answer, article: Article, role: Role | None) -> list[Block]:
    blocks = [section(f"*{escape(article.title)}*\n{mrkdwn(answer.passage)}")]
    buttons = ways(say, article.actions_of(answer.passage), role)
    if buttons:
        blocks.append(actions(*buttons))
    blocks.append(context(say("Holds since {day}.", day=article.since)))
    return blocks


def _to_read(say: Language, article: Article) -> str:
    """So that nobody takes it for what is done at once."""
    return say("Read: {title}", title=article.title)


def _read_button(article: Article, words: str) -> Element:
    return button(words, READ + article.name, article.name)


def _rating(say: Language, uid: str, rating: str | None) -> Sequence[Block]:
    faces = [
        button(face, RATE + name, f"{uid} {name}", style="primary" if name == rating else "")
        for name, face in FACES.items()
    ]
    return [
        section(say("*Did you find the answer?*")),
        actions(*faces, talk_button(say, uid)),
    ]


def talk_button(say: Language, uid: str) -> Element:
    return button(say("Talk to a person"), TALK, uid)
