"""The window "People and roles" of /billing. Every click asks again whether the person may."""

from commands.asked import Asked
from commands.billing.letters import decided_message, decided_words
from commands.billing.people_views import (
    ADD_PERSON,
    ADD_ROLE,
    add_form,
    no_longer_owner_view,
    people_view,
    role_given_words,
)
from commands.choices import read_answer, read_choice
from commands.replies import View
from desk import access_requests, people
from desk.access import authorize
from desk.access_requests import Decision
from desk.privacy import escape
from desk.role_letters import answer_letter, role_letter
from rules.roles import Action, Role
from rules.words import Refusal


def on_people(asked: Asked) -> None:
    """Opens the window."""
    asked.reply.open(_page(asked, 1))


def on_page(asked: Asked) -> None:
    """Turns to another page."""
    asked.reply.update(_page(asked, _number(asked.value)))


def on_role(asked: Asked) -> None:
    """Gives somebody in the list another role."""
    slack_user, role = read_choice(asked.value)
    _give_role(asked, slack_user, role)


def on_add(asked: Asked) -> None:
    """Shows the form for somebody who isn't in the list."""
    authorize(asked.person, Action.MANAGE_PEOPLE)
    asked.reply.update(add_form(asked.say, _number(asked.private)))


def on_add_submitted(asked: Asked) -> None:
    """Gives the chosen person the chosen role, and shows the list again."""
    _, role = read_choice(f"role:{asked.values.get(ADD_ROLE, '')}")
    _give_role(asked, asked.values.get(ADD_PERSON, ""), role)


def on_answer(asked: Asked) -> None:
    """Decides a request from within the window."""
    notice = decided_words(asked.say, _decide(asked), asked.person.slack_user)
    asked.reply.update(_page(asked, _number(asked.private), notice))


def on_decide(asked: Asked) -> None:
    """Decides a request from the message that told the owner about it."""
    decision = _decide(asked)
    asked.reply.replace(decided_message(asked.say, decision, asked.person.slack_user))


def _decide(asked: Asked) -> Decision:
    request_id, role = read_answer(asked.value)
    return access_requests.decide(
        asked.desk,
        asked.practice,
        asked.person,
        request_id,
        role,
        lambda say: answer_letter(say, asked.practice, role),
    )


def _give_role(asked: Asked, slack_user: str, role: Role) -> None:
    """Shows what came of it, and the roles as they are then."""
    notice = _result_of_giving(asked, slack_user, role)
    me = asked.person
    if access_requests.role_of(asked.desk, me.practice_id, me.slack_user) is Role.OWNER:
        asked.reply.update(_page(asked, _number(asked.private), notice))
    else:
        asked.reply.update(no_longer_owner_view(asked.say))


def _result_of_giving(asked: Asked, slack_user: str, role: Role) -> str:
    """In mrkdwn: the new role, or why it can't be given."""
    authorize(asked.person, Action.MANAGE_PEOPLE)
    try:
        people.give_role(
            asked.desk,
            asked.practice,
            asked.person,
            slack_user,
            role,
            lambda say: role_letter(say, asked.practice, role),
        )
    except Refusal as refusal:
        return f":warning: {escape(asked.say.sentence(refusal.sentence), limit=1000)}"
    return role_given_words(asked.say, slack_user, role)


def _page(asked: Asked, number: int, notice: str = "") -> View:
    page = people.people_page(asked.desk, asked.practice, asked.person, number)
    return people_view(asked.say, page, asked.desk.clock(), notice)


def _number(text: str) -> int:
    """A page's number; it came back from the person's side, so anything else is the first."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
