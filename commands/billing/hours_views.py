"""The form for the hours in which agents answer."""

from commands.billing.setting_form_views import settings_form
from commands.replies import View
from desk.language import Language
from desk.setting_fields import fields_of
from desk.setting_forms import SettingsPage
from desk.setting_sections import HOURS

HOURS_FORM = "settings:hours:form"


def hours_form(say: Language, page: SettingsPage) -> View:
    """With what holds standing in it."""
    return settings_form(say, fields_of(say, page, HOURS), HOURS_FORM)
