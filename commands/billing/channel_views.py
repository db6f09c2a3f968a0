"""The form for a channel, and the question where others read there."""

from collections.abc import Mapping, Sequence

from commands.billing.setting_words import channel_mention, setting_name
from commands.billing.settings_views import AGENTS, ASKING, back_button
from commands.blocks import (
    actions,
    channel_select,
    labelled,
    mention,
    modal,
    section,
)
from commands.replies import View
from desk.channels import AGENTS_CHANNEL, CHANNEL, HELP_CHANNEL, Readers
from desk.language import Language
from desk.settings import PracticeSettings
from rules.words import Sentence, sentence

CHANNEL_FORM = "settings:channel:form"
ANYWAY = "settings:channel:anyway"

PEOPLE_NAMED = 10


_OF_PART = {ASKING: HELP_CHANNEL, AGENTS: AGENTS_CHANNEL}
"""Which setting a part of the settings is about; all others: the billing channel."""
_HINTS: Mapping[str, Sentence] = {
    CHANNEL: sentence(
        "Cards about payments go there for all to see, with references and initials instead of"
        " names. Invite Paydesk there first. Leave it empty for direct messages only."
    ),
    HELP_CHANNEL: sentence(
        "Paydesk answers questions about billing there, in a thread, and is silent on everything"
        " else unless somebody mentions it. Invite Paydesk there first."
    ),
    AGENTS_CHANNEL: sentence(
        "Questions that a person has to answer go there, as they were asked. Only owners, billers"
        " and support agents can act on them. Without a channel, the owners get them."
    ),
}
_WHAT_OTHERS_SEE: Mapping[str, Sentence] = {
    CHANNEL: sentence("They would see what is paid, by reference and initials. Choose it anyway?"),
    HELP_CHANNEL: sentence(
        "They would see what is asked and answered there. Paydesk answers only your own people."
        " Choose it anyway?"
    ),
    AGENTS_CHANNEL: sentence(
        "They would see what your people ask, as they wrote it. Choose it anyway?"
    ),
}


def channel_form(say: Language, settings: PracticeSettings, part: str) -> View:
    """With the channel that holds. `part`: of the settings."""
    name = _OF_PART.get(part, CHANNEL)
    element = channel_select(name, getattr(settings, name) or "")
    hint = say.sentence(_HINTS[name])
    blocks = [
        labelled(setting_name(say, name), element, hint, optional=True),
        actions(back_button(say)),
    ]
    return modal(
        say("Settings"),
        blocks,
        close=say("Cancel"),
        submit=say("Save"),
        callback_id=CHANNEL_FORM,
    )


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
    words.append(say.sentence(_WHAT_OTHERS_SEE[name]))
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
