"""What a person can type, in their Home and as the answer to what is no question."""

from commands.blocks import context, section
from commands.names import commands_for
from commands.replies import Message
from desk.language import Language
from rules.roles import Role


def commands_words(say: Language, role: Role) -> str:
    """The commands of somebody in that role, in mrkdwn."""
    lines = [f"• `/{one.name}` – {say.sentence(one.does)}" for one in commands_for(role)]
    return "\n".join([say("*What you can type*"), *lines])


def help_message(say: Language, role: Role, command: str) -> Message:
    """To somebody who typed no question after `command`, wherever they were."""
    typed = f"{command or '/billing'} {say('help how do I refund a payment?')}"
    text = say(
        "Write your question after it, such as `{typed}`. Only you see the answer.", typed=typed
    )
    commands = commands_words(say, role)
    more = say("Paydesk’s Home, among your apps, shows you the same at a glance.")
    return Message(text, [section(text), section(commands), context(more)])
