"""The form for a channel, and the question where others read there."""

from collections.abc import Sequence

from commands.billing.setting_form_views import settings_form
from commands.billing.setting_lines import channel_mention
from commands.billing.settings_views import back_button
from commands.blocks import actions, mention, modal, section
from commands.replies import View
from desk.channel_words import WHAT_OTHERS_SEE
from desk.channels import Readers
from desk.language import Language
from desk.setting_fields import fields_of
from desk.setting_forms import SettingsPage
from desk.setting_sections import BILLING, CHANNEL_OF
from desk.setting_words import setting_name

CHANNEL_FORM = "settings:channel:form"
ANYWAY = "settings:channel:anyway"

PEOPLE_NAMED = 10


def channel_form(say: Language, page: SettingsPage, part: str) -> View:
    """With the channel that holds. `part`: of the settings; what is none means the billing
    channel's."""
    shown = fields_of(say, page, part if part in CHANNEL_OF else BILLING)
    return settings_form(say, shown, CHANNEL_FORM)


def others_view(say: Language, name: str, channel: str, readers: Readers) -> View:
    """Who else reads there, and whether it is to be so all the same."""
    words = [
        say(
            ":warning: *Not only your own people read in {channel}.*",
            channel=channel_mention(channel),
        )
    ]
    if readers.outsiders:
        people = _people(say, readers.outsiders)
        words.append(say("Of other organisations: {people}.", people=people))
    if readers.guests:
        words.append(say("Guests: {people}.", people=_people(say, readers.guests)))
    if readers.unknown:
        words.append(
            say.plural(
                "{n} more member was not looked at.",
                "{n} more members were not looked at.",
                readers.unknown,
            )
        )
    words.append(say.sentence(WHAT_OTHERS_SEE[name]))
    return modal(
        setting_name(say, name),
        [section("\n".join(words)), actions(back_button(say))],
        close=say("Cancel"),
        submit=say("Choose it anyway"),
        callback_id=ANYWAY,
        private=f"{name}:{channel}",
    )


def _people(say: Language, users: Sequence[str]) -> str:
    named = [mention(user) for user in users[:PEOPLE_NAMED]]
    if len(users) > PEOPLE_NAMED:
        left = len(users) - PEOPLE_NAMED
        named.append(say.plural("{n} more", "{n} more", left))
    return ", ".join(named)
