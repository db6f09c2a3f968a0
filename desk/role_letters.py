"""Direct messages to those whose role was decided, wherever an owner did it."""

from desk.language import Language
from desk.letters import Letter
from desk.role_names import ROLE_MEANINGS, ROLE_NAMES, practice_name
from rules.roles import Role
from storage.practices import Practice


def answer_letter(say: Language, practice: Practice, role: Role) -> Letter:
    """To somebody who asked."""
    if role is not Role.NONE:
        return role_letter(say, practice, role)
    return _letter(
        say(
            "An owner of {practice} declined your request for access to Paydesk. If you need it"
            " for your work, please talk to them.",
            practice=practice_name(say, practice),
        )
    )


def role_letter(say: Language, practice: Practice, role: Role) -> Letter:
    """To somebody whose role an owner changed."""
    name = practice_name(say, practice)
    if role is Role.NONE:
        return _letter(say("You no longer have a role in Paydesk at {practice}.", practice=name))
    named = say(
        "Your role in Paydesk at {practice} is now: {role}.", practice=name, role=ROLE_NAMES[role]
    )
    return _letter(f"{named} {say.sentence(ROLE_MEANINGS[role])}")


def _letter(text: str) -> Letter:
    return {"text": text, "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]}
