"""Who gets what goes out to the staff, in mrkdwn."""

from commands.billing.setting_lines import channel_mention
from commands.blocks import mention
from desk.cards import is_channel


def readers_words(readers: tuple[str, ...]) -> str:
    """Slack channels and users, in mrkdwn."""
    return ", ".join(channel_mention(one) if is_channel(one) else mention(one) for one in readers)
