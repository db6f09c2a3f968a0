"""The list of who owes, as it comes to the staff by the week: those who owe the longest, and what
to do about each.

It stands in channels: a client is a reference and initials.
"""

from commands.blocks import actions, context, header, section
from commands.charge.views import test_mark
from commands.home.board_views import amounts_words, owed_words, owing_action
from commands.reminders.why_views import why_button
from commands.replies import Block, Message
from desk.board import Figures, Owing, OwingList
from desk.initials import shortened
from desk.language import Language
from rules.roles import Role
from storage.reminders import Reminder


def owing_message(
    say: Language, owed: Figures, owing: OwingList, came: Reminder, livemode: bool | None
) -> Message:
    """As it stands now; `came`: the list itself, for why it came."""
    title = say("Who owes on {day}", day=owing.today)
    blocks = [
        *test_mark(say, livemode),
        header(title),
        section(_sum_words(say, owed)),
        *(_row(say, one, owing) for one in owing.rows),
        *([context(say("Home shows all who owe, page by page."))] if owing.more else []),
        actions(why_button(say, came)),
    ]
    return Message(f"{title}: {amounts_words(say, owed.amounts) or say('nothing')}", blocks)


def _sum_words(say: Language, owed: Figures) -> str:
    if not owed.many:
        return say("Nobody owes anything any more.")
    return say(
        "*{amounts}* · {count}, without what is being collected at this moment",
        amounts=amounts_words(say, owed.amounts),
        count=say.plural("{n} invoice", "{n} invoices", owed.many),
    )


def _row(say: Language, row: Owing, owing: OwingList) -> Block:
    """With what most who read it may do; whoever may not is told so."""
    who = f"*{shortened(row.reference, row.name)}*"
    words = f"{who}\n{owed_words(say, row, owing.today)}"
    return section(words, owing_action(say, row, Role.BILLER))
