"""The week in the help channel, as its agents read it."""

from collections.abc import Iterator

from commands.blocks import context, fields, section
from desk.help.letters import shortened
from desk.help.summaries import Week
from desk.language import Language
from desk.letters import Letter, Writer
from desk.privacy import escape

_HOUR = 60


def week_writer(week: Week) -> Writer:
    """Writes the letter of that week. The picture follows it."""
    return lambda say: _letter(say, week)


def _letter(say: Language, week: Week) -> Letter:
    title = say("Questions of the week of {day}: {n}", day=week.monday, n=week.questions)
    blocks = [section(f"*{title}*"), fields(_figures(say, week))]
    if week.failing:
        blocks.append(
            section("\n".join([say("*Articles that were not the answer*"), *_failing(week)]))
        )
    if week.open_questions:
        open_ones = [f"• {shortened(text)}" for text in week.open_questions]
        blocks.append(section("\n".join([say("*Questions without an article*"), *open_ones])))
    if week.failing or week.open_questions:
        blocks.append(context(say("“Help articles” under /billing is where you mend that.")))
    return {"text": title, "blocks": blocks}


def _figures(say: Language, week: Week) -> Iterator[str]:
    yield f"*{say('Questions')}*\n{week.questions}"
    yield f"*{say('Answered without a person')}*\n{week.answered}"
    if week.first_answer is not None:
        yield f"*{say('Half waited at most')}*\n{_waited(say, week.first_answer)}"


def _waited(say: Language, minutes: int) -> str:
    if minutes < 2 * _HOUR:
        return say.plural("{n} minute", "{n} minutes", minutes)
    return say.plural("{n} hour", "{n} hours", round(minutes / _HOUR))


def _failing(week: Week) -> Iterator[str]:
    for title, times in week.failing:
        yield f"• {escape(title)}: {times}"
