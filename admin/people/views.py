"""People and roles, as in /billing: who may do what, who asks for access, and giving a role."""

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from admin.forms import Form, submitted, typed
from admin.here import go_to, here, notice, show
from admin.page import Page, Route
from desk import people
from desk.access_requests import GRANTABLE, decide, role_of
from desk.admin.names import names_of
from desk.admin.people import without_role
from desk.days import day_in
from desk.forms import WrongFields
from desk.role_letters import answer_letter, role_letter
from desk.role_names import ROLE_NAMES
from rules.ids import read_id
from rules.roles import Action, Role, may
from rules.words import Refusal, refuse, sentence

USER, ROLE = "user", "role"
DONE = {
    "given": sentence("Saved. They are told in Slack."),
    "answered": sentence("Decided. They are told in Slack."),
    "late": sentence("Another owner has decided this before you, so nothing was changed."),
}


def show_list() -> ResponseReturnValue:
    return _shown(Form({}), 200)


def give() -> ResponseReturnValue:
    """The role that was chosen for somebody, or none any more."""
    return submitted(lambda values: _given(values.get(USER, ""), values.get(ROLE, "")), _shown)


def answer(request_id: int) -> ResponseReturnValue:
    """Gives somebody who asked a role, or declines."""
    at, role = here(), _role(typed().get(ROLE, ""))
    decision = decide(
        at.desk,
        at.practice,
        at.person,
        request_id,
        role,
        lambda say: answer_letter(say, at.practice, role),
    )
    return go_to("admin.people_list", done="answered" if decision.first else "late")


def _given(user: str, chosen: str) -> Response:
    at, role = here(), _role(chosen)
    try:
        people.give_role(
            at.desk,
            at.practice,
            at.person,
            user,
            role,
            lambda say: role_letter(say, at.practice, role),
        )
    except Refusal as refusal:
        raise WrongFields({USER: refusal.sentence}) from refusal
    now = role_of(at.desk, at.practice.id, at.person.slack_user)
    if not may(now, Action.MANAGE_PEOPLE):
        return go_to("admin.start_home")
    return go_to("admin.people_list", done="given")


def _shown(form: Form, status: int) -> Response:
    at = here()
    page = people.people_page(at.desk, at.practice, at.person, _page_number())
    others = without_role(at.desk, at.person)
    asking = {one.slack_user for one in page.requests}
    users = asking | {one.slack_user for one in (*page.people, *others)}
    return show(
        "people/list.html",
        status,
        page=page,
        asking=[(one, day_in(one.created_at, page.time_zone)) for one in page.requests],
        others=others,
        names=names_of(at.desk, at.person, users),
        roles=[(role, ROLE_NAMES[role]) for role in Role],
        grantable=[(role, ROLE_NAMES[role]) for role in GRANTABLE],
        wrong=form.wrong.get(USER),
        done=notice(request.args.get("done", ""), DONE),
    )


def _page_number() -> int:
    return read_id(request.args.get("page", "")) or 1


def _role(text: str) -> Role:
    if text not in set(Role):
        raise refuse("Choose a role.")
    return Role(text)


PAGE = Page(
    name="people",
    title=sentence("People and roles"),
    action=Action.MANAGE_PEOPLE,
    routes=(
        Route("list", "/", show_list),
        Route("give", "/give", give, "POST"),
        Route("answer", "/requests/<id:request_id>", answer, "POST"),
    ),
)
