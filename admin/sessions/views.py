"""Who is in the admin at this moment and was lately: each can end theirs, an owner everybody's."""

from flask import request
from flask.typing import ResponseReturnValue

from admin.here import go_to, here, notice, show
from admin.page import Page, Route
from desk.admin.access import end_session, is_live, sessions_seen_by
from desk.admin.names import names_of
from desk.settings import practice_settings
from rules.roles import Action
from rules.words import sentence

DONE = {"ended": sentence("That session has ended: whoever used it is signed out.")}


def show_list() -> ResponseReturnValue:
    at, now = here(), here().desk.clock()
    found = sessions_seen_by(at.desk, at.person)
    return show(
        "sessions/list.html",
        sessions=[(one, is_live(one, now)) for one in found],
        own=at.visit.session.id,
        names=names_of(at.desk, at.person, {one.slack_user for one in found}),
        zone=practice_settings(at.desk, at.practice).time_zone,
        done=notice(request.args.get("done", ""), DONE),
    )


def end(session_id: int) -> ResponseReturnValue:
    end_session(here().desk, here().person, session_id)
    return go_to("admin.sessions_list", done="ended")


PAGE = Page(
    name="sessions",
    title=sentence("Sessions"),
    action=Action.OPEN_ADMIN,
    for_support=True,
    routes=(
        Route("list", "/", show_list),
        Route("end", "/<id:session_id>/end", end, "POST"),
    ),
)
