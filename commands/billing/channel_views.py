"""The form for the billing channel, and the question where others read there."""

from collections.abc import Sequence

from commands.billing.setting_words import channel_mention
from commands.billing.settings_views import back_button
from commands.blocks import (
    actions,
    channel_select,
    labelled,
    mention,
    modal,
    section,
)
from commands.replies import View
from desk.channels import CHANNEL, Readers
from desk.language import Language
from desk.settings import PracticeSettings

CHANNEL_FORM = "settings:channel:form"
ANYWAY = "settings:channel:anyway"

PEOPLE_NAMED = 10


def channel_form(say: Language, settings: PracticeSettings) -> View:
    """With the channel that holds."""
    element = channel_select(CHANNEL, settings.billing_channel or "")
    hint = say(
        "Cards about payments go there for all to see, with references and initials instead of"
        " names. Invite Paydesk there first. Leave it empty for direct messages only."
    )
    blocks = [
        labelled(say("Billing channel"), element, hint, optional=True),
        actions(back_button(say)),
    ]
    return modal(
        say("Settings"),
        blocks,
        close=say("Cancel"),
        submit=say("Save"),
        callback_id=CHANNEL_FORM,
    )


def others_view(say: Language, channel: str, readers: Readers) -> View:
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
    words.append(say("They would see what is paid, by reference and initials. Choose it anyway?"))
    return modal(
        say("Billing channel"),
        [section("\n".join(words)), actions(back_button(say))],
        close=say("Cancel"),
        submit=say("Choose it anyway"),
        callback_id=ANYWAY,
        private=channel,
    )


def _people(say: Language, users: Sequence[str]) -> str:
    named = [mention(user) for user in users[:PEOPLE_NAMED]]
    if len(users) > PEOPLE_NAMED:
        left = len(users) - PEOPLE_NAMED
        named.append(say.plural("{n} more", "{n} more", left))
    return ", ".join(named)
