"""The commands: what each is for and who may use it, and its name as the workspace has it."""

from dataclasses import dataclass

from rules.roles import Action, Role, may
from rules.words import Sentence, sentence


@dataclass(frozen=True)
class Command:
    """`does`: in a few words, the same as in manifest.yml. `action` None: it is for everybody."""

    name: str
    does: Sentence
    action: Action | None = None


COMMANDS = (
    Command("fees", sentence("What the processor keeps of a payment"), Action.SEE_FEES),
    Command("charge", sentence("Charge a client’s saved card"), Action.CHARGE),
    Command("paylink", sentence("Send a client a link to pay"), Action.SEND_LINKS),
    Command("client", sentence("Find, add and edit clients"), Action.SEE_CLIENTS),
    Command("invoice", sentence("Write, find and send invoices"), Action.SEE_INVOICES),
    Command("refund", sentence("Give a payment back, whole or in part"), Action.ASK_REFUNDS),
    Command(
        "reminders", sentence("Remind of unpaid invoices, and pause that"), Action.SEE_REMINDERS
    ),
    Command("tax", sentence("The tax rates of your invoices"), Action.EDIT_TAXES),
    Command("billing", sentence("Who you are here, and who may do what")),
)


def commands_for(role: Role) -> list[Command]:
    """Those of COMMANDS that somebody in that role may use."""
    return [one for one in COMMANDS if one.action is None or may(role, one.action)]


def command_named(typed: str, name: str) -> str:
    """The command `name` beside the one that was typed: after "/np-billing" it is "/np-fees"."""
    prefix, dash, _ = typed.lstrip("/").rpartition("-")
    return f"/{prefix}{dash}{name}"
