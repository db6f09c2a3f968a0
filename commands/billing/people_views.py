"""The window in which an owner sees the people and their roles, and gives somebody one."""

from collections.abc import Sequence

from commands.billing.letters import answers
from commands.blocks import (
    Element,
    actions,
    button,
    divider,
    labelled,
    mention,
    modal,
    option,
    section,
    select,
)
from commands.people_choices import people_select
from commands.replies import Block, Option, View
from desk.days import day_in
from desk.language import Language
from desk.people import PeoplePage
from desk.role_names import ROLE_NAMES
from rules.roles import Role
from storage.access_requests import AccessRequest
from storage.members import Member

ROLE = "billing:role"
ANSWER = "billing:answer"
PAGE = "billing:people:page:"
"""Begins the action_ids of the buttons to other pages; their value is the page's number."""
ADD = "billing:people:add"
ADD_FORM = "billing:people:add:form"
ADD_PERSON, ADD_ROLE = "person", "role"

REQUESTS_SHOWN = 10


def people_view(say: Language, page: PeoplePage, stamp: int, notice: str = "") -> View:
    """One page. `notice` is what has just happened, in mrkdwn.

    Slack keeps what a select shows for as long as its block_id stays; `stamp`, a new number each
    time, makes it show the role that holds.
    """
    requests = page.requests[:REQUESTS_SHOWN]
    blocks = [section(notice)] if notice else []
    blocks += [_request(say, request, stamp, page.time_zone) for request in requests]
    if len(page.requests) > len(requests):
        left = len(page.requests) - len(requests)
        blocks.append(section(say.plural("{n} more waits.", "{n} more wait.", left)))
    if page.requests:
        blocks.append(divider())
    blocks += [_person(say, member, stamp) for member in page.people]
    blocks.append(actions(*_buttons(say, page)))
    return modal(say("People and roles"), blocks, close=say("Close"), private=str(page.number))


def add_form(say: Language, page_number: int) -> View:
    """Asks for a person and the role to give them."""
    who = people_select(ADD_PERSON, say("Choose a person"))
    what = select(ADD_ROLE, _roles(say, "{role}", without=Role.NONE), chosen=Role.FRONT_DESK)
    return modal(
        say("Add someone"),
        [labelled(say("Person"), who), labelled(say("Role"), what)],
        close=say("Close"),
        submit=say("Add"),
        callback_id=ADD_FORM,
        private=str(page_number),
    )


def role_given_words(say: Language, slack_user: str, role: Role) -> str:
    """What has just happened, in mrkdwn."""
    person = mention(slack_user)
    if role is Role.NONE:
        return say("{person} no longer has a role.", person=person)
    return say("{person} has the role {role} now.", person=person, role=ROLE_NAMES[role])


def no_longer_owner_view(say: Language) -> View:
    """To an owner who gave up being one."""
    text = say("You are no longer an owner. The other owners can change that.")
    return modal(say("People and roles"), [section(text)], close=say("Close"))


def _request(say: Language, request: AccessRequest, stamp: int, time_zone: str) -> Block:
    text = say(
        "{person} asks for access, since {day}.",
        person=mention(request.slack_user),
        day=day_in(request.created_at, time_zone),
    )
    answer = select(ANSWER, answers(say, request.id), placeholder=say("Decide"))
    return section(text, answer, block_id=f"request:{request.id}:{stamp}")


def _person(say: Language, member: Member, stamp: int) -> Block:
    user = member.slack_user
    text = mention(user)
    if member.disabled_at is not None:
        text = say("{person} has left the workspace.", person=text)
    roles = select(ROLE, _roles(say, f"{user}:{{role}}"), chosen=f"{user}:{member.role}")
    return section(text, roles, block_id=f"person:{user}:{stamp}")


def _roles(say: Language, value: str, without: Role | None = None) -> list[Option]:
    """`value` is the options' value with {role} in the place of the role."""
    roles = (role for role in Role if role is not without)
    return [option(say.sentence(ROLE_NAMES[role]), value.format(role=role)) for role in roles]


def _buttons(say: Language, page: PeoplePage) -> Sequence[Element]:
    ways = {say("Previous page"): page.number - 1, say("Next page"): page.number + 1}
    turns = [
        button(label, f"{PAGE}{number}", str(number))
        for label, number in ways.items()
        if 1 <= number <= page.count
    ]
    return [button(say("Add someone"), ADD), *turns]
