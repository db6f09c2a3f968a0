"""The direct message to owners about who asks for access, and what came of it."""

from commands.blocks import actions, button, mention, option, section
from commands.replies import Message, Option
from desk.access_requests import GRANTABLE, Decision
from desk.language import Language
from desk.letters import Letter
from desk.role_names import ROLE_NAMES, practice_name
from rules.roles import Role
from storage.access_requests import AccessRequest
from storage.practices import Practice

DECIDE = "billing:decide:"
"""Begins the action_ids of the buttons under a request; their value is "12:front_desk"."""


def request_letter(say: Language, practice: Practice, request: AccessRequest) -> Letter:
    """To an owner: somebody asks, with a button for each answer."""
    text = say(
        "{person} asks for access to Paydesk at {practice}. Which role may they have?",
        person=mention(request.slack_user),
        practice=practice_name(say, practice),
    )
    buttons = [
        button(answer_words(say, role), DECIDE + role, f"{request.id}:{role}", style)
        for role, style in [*((role, "") for role in GRANTABLE), (Role.NONE, "danger")]
    ]
    return {"text": text, "blocks": [section(text), actions(*buttons)]}


def answer_words(say: Language, role: Role) -> str:
    """An answer to a request: a role, or "Decline"."""
    return say("Decline") if role is Role.NONE else say.sentence(ROLE_NAMES[role])


def answers(say: Language, request_id: int) -> list[Option]:
    """All answers to a request as the options of a select."""
    roles = (*GRANTABLE, Role.NONE)
    return [option(answer_words(say, role), f"{request_id}:{role}") for role in roles]


def decided_message(say: Language, decision: Decision, owner: str) -> Message:
    """To the owner who pressed a button: what was decided, and by whom if not by them."""
    text = decided_words(say, decision, owner)
    return Message(text=text, blocks=[section(text)])


def decided_words(say: Language, decision: Decision, owner: str) -> str:
    """What was decided about a request, in mrkdwn; the first decision is the one that counts."""
    person = mention(decision.request.slack_user)
    by = decision.request.decided_by or owner
    granted = decision.request.state == "granted"
    role = ROLE_NAMES[decision.role]
    if by == owner:
        if granted:
            return say("You gave {person} access. Their role: {role}.", person=person, role=role)
        return say("You declined the request of {person}.", person=person)
    if granted:
        return say(
            "{owner} decided before you: {person} has access. Their role: {role}.",
            owner=mention(by),
            person=person,
            role=role,
        )
    return say(
        "{owner} decided before you, and declined the request of {person}.",
        owner=mention(by),
        person=person,
    )
