"""The forms of the settings, each small, out of the fields that desk names."""

from collections.abc import Callable, Mapping, Sequence

from commands.billing.settings_views import back_button
from commands.blocks import (
    Element,
    actions,
    channel_select,
    context,
    grouped_select,
    labelled,
    modal,
    option,
    select,
    text_input,
    ticks,
)
from commands.replies import Block, View
from desk.language import Language
from desk.setting_fields import NOTES, SettingField, Shape, fields_of
from desk.setting_forms import FORMS, SettingsPage
from rules.words import Sentence, refuse

FORM = "settings:form:"
"""Begins the callback_ids of the forms; the name of the form follows."""


def form_view(say: Language, page: SettingsPage, part: str) -> View:
    """Of a part that is saved as one, with what holds standing in it. Refusal where there is none
    of that name."""
    if part not in FORMS:
        raise refuse("This belongs to another version of Paydesk. Type /billing to start anew.")
    return settings_form(
        say, fields_of(say, page, part), FORM + part, NOTES.get(part), page.opened(part)
    )


def settings_form(
    say: Language,
    shown: Sequence[SettingField],
    callback_id: str,
    note: Sentence | None = None,
    private: str = "",
) -> View:
    """A form of the settings, with the way back to all of them."""
    blocks = [_input(one) for one in shown]
    if note:
        blocks.append(context(say.sentence(note)))
    return modal(
        say("Settings"),
        [*blocks, actions(back_button(say))],
        close=say("Cancel"),
        submit=say("Save"),
        callback_id=callback_id,
        private=private,
    )


def _input(one: SettingField) -> Block:
    return labelled(one.label, _ELEMENTS[one.shape](one), one.hint, optional=one.optional)


def _typed(one: SettingField) -> Element:
    lines = one.shape is Shape.LINES
    return text_input(one.name, one.example, one.longest, one.value, lines=lines)


def _select(one: SettingField) -> Element:
    return select(one.name, [option(words, value) for value, words in one.choices], one.value)


def _ticks(one: SettingField) -> Element:
    choices = [option(words, value) for value, words in one.choices]
    return ticks(one.name, choices, one.value.split(","))


_ELEMENTS: Mapping[Shape, Callable[[SettingField], Element]] = {
    Shape.LINE: _typed,
    Shape.LINES: _typed,
    Shape.CHOICE: _select,
    Shape.GROUPS: lambda one: grouped_select(one.name, one.groups, one.value),
    Shape.TICKS: _ticks,
    Shape.CHANNEL: lambda one: channel_select(one.name, one.value),
}
