"""The window in which somebody has a period sent for the accountant."""

from datetime import date

from commands.blocks import date_input, labelled, modal, option, plain_section, section, select
from commands.replies import View
from desk.book_files import FIRST, LAST, TYPE, TYPES
from desk.language import Language

FORM = "billing:accounts:form"


def accounts_view(say: Language, first: date, last: date) -> View:
    words = say(
        "One file with all that moved: payments, refunds, disputes, fees and write-offs, with the"
        " taxes and who worked. Tax is counted when it is paid: each payment has its share of the"
        " taxes of its invoice. It comes to you, for you to hand on."
    )
    types = [option(one.upper(), one) for one in TYPES]
    return modal(
        say("Send to accountant"),
        [
            section(words),
            labelled(say("From"), date_input(FIRST, first.isoformat())),
            labelled(say("To"), date_input(LAST, last.isoformat())),
            labelled(say("Type of file"), select(TYPE, types, TYPES[0])),
        ],
        close=say("Cancel"),
        submit=say("Send it to me"),
        callback_id=FORM,
    )


def on_its_way_view(say: Language) -> View:
    words = say("The file is on its way to you, in Paydesk’s messages.")
    return modal(say("Send to accountant"), [plain_section(words)], close=say("Close"))
