"""Who is asking, and whether they may. Every entry asks `authorize`, chat and worker alike."""

from dataclasses import dataclass

from rules.roles import Action, Role, may, who_may
from rules.systems import System, system_may
from rules.words import Refusal, refuse, sentence

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


@dataclass(frozen=True)
class SystemActor:
    """A part of Paydesk that acts for a practice without a person of it."""

    practice_id: int
    system: System


Actor = Person | SystemActor


def name_of(actor: Actor) -> str:
    """As the audit log names them."""
    return str(actor.system) if isinstance(actor, SystemActor) else actor.slack_user


class NoRole(Refusal):
    """Who asks has no role, and may ask for one."""


NO_ROLE_YET = sentence(
    "You have no role at this practice yet. Type /billing and press “Ask for access”."
)


def authorize(person: Actor, action: Action) -> None:
    """Let `person`, or what acts in the place of one, do `action`; or refuse with who could
    help."""
    if isinstance(person, SystemActor):
        if system_may(person.system, action):
            return
        raise refuse("This can only be done by a person of the practice, in Slack.")
    if may(person.role, action):
        return
    if person.role is Role.NONE:
        raise NoRole(NO_ROLE_YET)
    raise _not_their_role(action)


def _not_their_role(action: Action) -> Refusal:
    who = who_may(action)
    if Role.FRONT_DESK in who:
        return refuse("Only the people at the desk can do that: owners, billers and front desk.")
    if Role.SUPPORT in who:
        return refuse("Only owners, billers and support agents of the practice can do that.")
    if Role.BILLER in who:
        return refuse("Only an owner or a biller of the practice can do that.")
    return refuse(
        "Only an owner of the practice can do that. Type /billing to see who you are here."
    )
