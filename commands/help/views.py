"""What a person can type, in their Home and as the answer to a message that is no command."""

from commands.blocks import context, section
from commands.names import commands_for
from desk.language import Language
from desk.letters import Letter
from rules.roles import Role


def commands_words(say: Language, role: Role) -> str:
    """The commands of somebody in that role, in mrkdwn."""
    lines = [f"• `/{one.name}` – {say.sentence(one.does)}" for one in commands_for(role)]
    return "\n".join([say("*What you can type*"), *lines])


def help_letter(say: Language, role: Role) -> Letter:
    """To somebody who wrote to Paydesk."""
    text = say("Write a question about billing here, or type a command here or in any channel.")
    commands = commands_words(say, role)
    more = say("Paydesk’s Home, at the top of this conversation, shows you the same at a glance.")
    return {
        "text": f"{text}\n{commands}",
        "blocks": [section(text), section(commands), context(more)],
    }
