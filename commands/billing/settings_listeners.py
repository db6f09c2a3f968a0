"""The window "Settings" of /billing. Every click asks again whether the person may."""

from commands.asked import Asked
from commands.billing.setting_form_views import form_view
from commands.billing.setting_lines import changes_words
from commands.billing.settings_views import settings_view
from desk.setting_forms import page_to_edit, save, settings_page


def on_settings(asked: Asked) -> None:
    """Opens the window."""
    page = settings_page(asked.desk, asked.practice, asked.person)
    asked.reply.open(settings_view(asked.say, page))


def on_back(asked: Asked) -> None:
    """From a form to all settings."""
    show_settings(asked)


def on_edit(asked: Asked) -> None:
    """Shows a form in the window."""
    page = page_to_edit(asked.desk, asked.practice, asked.person)
    asked.reply.update(form_view(asked.say, page, asked.value))


def on_submitted(asked: Asked) -> None:
    """Saves a form, and shows what has changed. WrongFields tells what is wrong with it."""
    saved = save(asked.desk, asked.practice, asked.person, asked.private, asked.values, asked.say)
    said = changes_words(asked.say, saved.made, saved.page.settings)
    asked.reply.update(settings_view(asked.say, saved.page, said))


def show_settings(asked: Asked, notice: str = "") -> None:
    """All settings, in the window that is open."""
    page = settings_page(asked.desk, asked.practice, asked.person)
    asked.reply.update(settings_view(asked.say, page, notice))
