"""/fees: the fee table, what is kept of an amount, and the practice's own fees."""

from commands.asked import Asked
from commands.fees.own_fees_views import own_fees_form, saved_view
from commands.fees.views import answer_message, help_message, table_message
from commands.fees.what_if_views import what_if_view
from commands.replies import Message
from desk import fees
from desk.access import authorize
from desk.fee_simulator import simulate
from desk.own_fees import save_own_fees
from desk.settings import practice_settings, today_at
from rules.amount_text import FeeQuestion, read_fee_question
from rules.roles import Action, may


def on_command(asked: Asked) -> None:
    """/fees, /fees 120 eur sepa, /fees uk, /fees help."""
    home = fees.home_currency(asked.practice)
    question = read_fee_question(asked.text, asked.say.code, home)
    asked.reply.show(_answer(asked, question))


def on_region(asked: Asked) -> None:
    """A button of the table: another region's fees take its place."""
    asked.reply.replace(_table(asked, asked.value))


def on_own_fees(asked: Asked) -> None:
    """Opens the form for a row of the practice's own."""
    authorize(asked.person, Action.EDIT_FEE_ROWS)
    today = today_at(asked.desk, practice_settings(asked.desk, asked.practice))
    asked.reply.open(own_fees_form(asked.say, fees.home_currency(asked.practice), today))


def on_own_fees_submitted(asked: Asked) -> None:
    """Saves the form. What is wrong with it is told field by field (WrongFields)."""
    saved = save_own_fees(asked.desk, asked.practice, asked.person, asked.values, asked.say.code)
    asked.reply.update(saved_view(asked.say, saved))


def on_what_if(asked: Asked) -> None:
    """Opens the window for what would be."""
    authorize(asked.person, Action.SEE_FEES)
    asked.reply.open(what_if_view(asked.say, fees.home_currency(asked.practice)))


def on_what_if_submitted(asked: Asked) -> None:
    """Shows what comes of what was typed, in the same window."""
    found = simulate(asked.desk, asked.practice, asked.person, asked.values, asked.say.code)
    currency = fees.home_currency(asked.practice)
    asked.reply.update(what_if_view(asked.say, currency, found, asked.values))


def _answer(asked: Asked, question: FeeQuestion) -> Message:
    if question.help:
        return help_message(asked.say, asked.command)
    if question.amount is None:
        return _table(asked, fees.region_asked(question, asked.practice))
    answer = fees.answer(asked.desk, asked.person, asked.practice, question)
    return answer_message(asked.say, answer, _may_edit(asked))


def _table(asked: Asked, region: str) -> Message:
    return table_message(
        asked.say,
        fees.fee_table(asked.desk, asked.practice, asked.person, region),
        _may_edit(asked),
    )


def _may_edit(asked: Asked) -> bool:
    return may(asked.person.role, Action.EDIT_FEE_ROWS)
