"""The channels: their forms, and the question where others read there."""

from commands.asked import Asked
from commands.billing.channel_views import channel_form, others_view
from commands.billing.setting_lines import changes_words
from commands.billing.settings_listeners import show_settings
from desk.channels import CHANNELS, NotOnlyOurs, choose_channel
from desk.setting_forms import page_to_edit
from desk.settings import Change
from rules.words import refuse


def on_form(asked: Asked) -> None:
    """Shows the form in the window."""
    page = page_to_edit(asked.desk, asked.practice, asked.person)
    asked.reply.update(channel_form(asked.say, page, asked.value))


def on_submitted(asked: Asked) -> None:
    """Saves it, or asks again where others read there."""
    name = next((one for one in CHANNELS if one in asked.values), "")
    try:
        made = _choose(asked, name, asked.values.get(name, ""), anyway=False)
    except NotOnlyOurs as others:
        asked.reply.update(others_view(asked.say, others.name, others.channel, others.readers))
        return
    _saved(asked, made)


def on_anyway(asked: Asked) -> None:
    """Saves it all the same."""
    name, _, channel = asked.private.partition(":")
    _saved(asked, _choose(asked, name, channel, anyway=True))


def _choose(asked: Asked, name: str, channel: str, *, anyway: bool) -> list[Change]:
    channels = asked.outside.channels
    if channels is None:
        raise refuse("Slack didn’t say who is in that channel. Please try again.")
    return choose_channel(
        asked.desk, channels, asked.practice, asked.person, name, channel, anyway=anyway
    )


def _saved(asked: Asked, made: list[Change]) -> None:
    page = page_to_edit(asked.desk, asked.practice, asked.person)
    show_settings(asked, changes_words(asked.say, made, page.settings))
