"""The form for the hours in which agents answer."""

from commands.billing.setting_words import day_name, setting_name, wait_words
from commands.billing.settings_views import back_button
from commands.blocks import actions, labelled, modal, option, select, text_input, ticks
from commands.replies import View
from desk.help_hours import BEGINS, DAYS, ENDS, WAIT
from desk.language import Language
from desk.settings import WAITS, PracticeSettings
from rules.office_hours import clock_of

HOURS_FORM = "settings:hours:form"


def hours_form(say: Language, settings: PracticeSettings) -> View:
    """With what holds standing in it."""
    hours = settings.office_hours
    days = [option(day_name(say, day), str(day)) for day in range(1, 8)]
    waits = [option(wait_words(say, minutes), str(minutes)) for minutes in WAITS]
    hint = say(
        "Agents are reminded of a question that has waited so long within these hours. Whoever asks"
        " outside them is told when somebody will be there."
    )
    blocks = [
        labelled(say("Working days"), ticks(DAYS, days, [str(day) for day in hours.days])),
        labelled(say("From"), text_input(BEGINS, "9:00", 5, clock_of(hours.begins))),
        labelled(say("To"), text_input(ENDS, "17:00", 5, clock_of(hours.ends))),
        labelled(
            setting_name(say, "help_wait"), select(WAIT, waits, str(settings.help_wait)), hint
        ),
        actions(back_button(say)),
    ]
    return modal(
        say("Settings"),
        blocks,
        close=say("Cancel"),
        submit=say("Save"),
        callback_id=HOURS_FORM,
    )
