"""The settings and their changes, a line each, in mrkdwn."""

from collections.abc import Sequence
from typing import Any

from desk.channels import CHANNELS
from desk.language import Language
from desk.privacy import escape
from desk.setting_words import moved_words, setting_name, value_words
from desk.settings import Change, PracticeSettings

_NAMES_OF_OTHERS = frozenset({"place", "currency"})
_TYPED = frozenset(
    {"legal_name", "address", "registrations", "tax_wording", "provider_number", "invoice_prefix"}
)


def pairs(say: Language, settings: PracticeSettings, names: Sequence[str]) -> str:
    """A line for each."""
    return "\n".join(
        say(
            "{label}: {value}",
            label=setting_name(say, name),
            value=_value(say, name, getattr(settings, name), settings.currency),
        )
        for name in names
    )


def changes_words(say: Language, made: Sequence[Change], settings: PracticeSettings) -> str:
    """What was saved, with what it was before, and what follows from it; `settings` as they are
    now."""
    if not made:
        return say("Nothing was changed.")
    now = settings.currency
    was = next((one.before for one in made if one.name == "currency"), now)
    words = [say("*Saved.*"), *(_change_words(say, one, was, now) for one in made)]
    if any(one.name == "place" for one in made):
        words += [f"• {line}" for line in moved_words(say, settings)]
    return "\n".join(words)


def channel_mention(channel: str) -> str:
    """The id is Slack's own and is still kept to letters and digits."""
    return f"<#{''.join(filter(str.isalnum, channel))}>"


def _change_words(say: Language, made: Change, was: str, currency: str) -> str:
    return say(
        "• {label}: {after} (before: {before})",
        label=setting_name(say, made.name),
        after=_value(say, made.name, made.after, currency),
        before=_value(say, made.name, made.before, was),
    )


def _value(say: Language, name: str, value: Any, currency: str) -> str:
    if name in CHANNELS and value:
        return channel_mention(value)
    words = value_words(say, name, value, currency)
    foreign = name in _TYPED or name in _NAMES_OF_OTHERS
    return escape(words, limit=1000) if foreign else words
