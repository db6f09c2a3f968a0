"""The hours in which agents answer: their form."""

from commands.asked import Asked
from commands.billing.hours_views import hours_form
from commands.billing.setting_lines import changes_words
from commands.billing.settings_listeners import show_settings
from desk.help_hours import save_hours
from desk.setting_forms import page_to_edit


def on_form(asked: Asked) -> None:
    """Shows the form in the window."""
    page = page_to_edit(asked.desk, asked.practice, asked.person)
    asked.reply.update(hours_form(asked.say, page))


def on_submitted(asked: Asked) -> None:
    """Saves it. WrongFields tells what is wrong with it."""
    made = save_hours(asked.desk, asked.practice, asked.person, asked.values)
    page = page_to_edit(asked.desk, asked.practice, asked.person)
    show_settings(asked, changes_words(asked.say, made, page.settings))
