"""Who is asking, and whether they may. Every entry asks `authorize`, chat and worker alike."""

from dataclasses import dataclass

from rules.roles import Action, Role, may
from rules.words import refuse, sentence

STRANGER = sentence(
    "Paydesk answers only people of the practice that it belongs to, and your account is in another"
    " organisation. Please ask someone of the practice."
)


@dataclass(frozen=True)
class Person:
    """Someone of the practice's workspace, with the role they have at this moment."""

    practice_id: int
    slack_user: str
    role: Role


def authorize(person: Person, action: Action) -> None:
    """Let `person` do `action`, or refuse with who could help."""
    if may(person.role, action):
        return
    if person.role is Role.NONE:
        raise refuse(
            "You have no role at this practice yet. Type /billing and press “Ask for access”."
        )
    raise refuse(
        "Only an owner of the practice can do that. Type /billing to see who you are here."
    )
