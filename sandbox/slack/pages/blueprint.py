"""The web page's addresses: the page itself, its parts, and what people do on it."""

from collections.abc import Callable
from pathlib import Path

from flask import Blueprint, Response, abort, redirect, request
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from sandbox.slack import acts
from sandbox.slack.outcomes import GONE
from sandbox.slack.pages import deeds
from sandbox.slack.pages.parts import parts_of, title
from sandbox.slack.pages.places import Place, names_for, place_of
from sandbox.slack.pages.render import template
from sandbox.slack.pages.rows import Rows
from sandbox.slack.pages.stream import events
from sandbox.slack.pages.tour import tour_of
from sandbox.slack.where import NotThere
from sandbox.slack.workspace import Workspace

_POLICY = (
    "default-src 'self'; img-src 'self' https: data:; object-src 'none'; base-uri 'none';"
    " frame-ancestors 'none'"
)


def build_pages(workspace: Workspace) -> Blueprint:
    """The page, to be registered on the workspace's web application."""
    pages = Blueprint(
        "pages",
        __name__,
        static_folder=str(Path(__file__).parent / "static"),
        static_url_path="/page/static",
    )
    rows = Rows(workspace)
    pages.after_request(_guarded)
    pages.add_url_rule("/", view_func=lambda: _page(workspace, rows), endpoint="page")
    pages.add_url_rule(
        "/page/stream",
        view_func=lambda: Response(events(workspace), mimetype="text/event-stream"),
        endpoint="stream",
    )
    pages.add_url_rule(
        "/page/file/<file_id>", view_func=lambda file_id: _file(workspace, file_id), endpoint="file"
    )
    for method, path, deed in deeds.DEEDS:
        pages.add_url_rule(
            f"/page/{path}",
            view_func=_doing(workspace, deed),
            methods=[method],
            endpoint=f"{method.lower()} {path}".replace(".", "-"),
        )
    return pages


def _doing(workspace: Workspace, deed: deeds.Deed) -> Callable[[], tuple[str, int]]:
    def do() -> tuple[str, int]:
        person = request.values.get("as", "")
        try:
            answer = deed(workspace, workspace.person(person).id, request.values)
        except NotThere:
            answer = deeds.told(workspace, person, GONE)
        return (answer, 200) if answer else ("", 204)

    return do


def _page(workspace: Workspace, rows: Rows) -> Response:
    """The whole page, or for htmx those of its parts that have changed."""
    place = place_of(workspace, request.args)
    partly = "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
    if not partly and "HX-Request" not in request.headers:
        acts.reload(workspace, place.person.id)
    if request.headers.get("X-Visible", "visible") == "visible" and not place.is_home:
        workspace.mark_read(place.person.id, place.channel.id)
    have = _marks(request.headers.get("X-Have", "")) if partly else {}
    parts = parts_of(workspace, rows, place, have)
    if not partly:
        return Response(_whole(workspace, place, {one.id: one.draw() for one in parts}))
    missing = [part for part in parts if have.get(part.id) != part.sig]
    if not missing:
        return Response(status=204)
    words = Markup("<title>{}</title>").format(title(workspace, place))
    return Response(words + Markup("").join(part.draw() for part in missing))


def _marks(have: str) -> dict[str, str]:
    """What a page says it has, as "id=mark id=mark"."""
    return dict(one.split("=", 1) for one in have.split() if "=" in one)


def _whole(workspace: Workspace, place: Place, drawn: dict[str, Markup]) -> str:
    return template(
        "page.html",
        place.person.locale,
        me=place.person,
        team=workspace.identity.team_name,
        title=title(workspace, place),
        tour=tour_of(workspace, names_for(workspace, place.person), place),
        **{f"part_{name}": markup for name, markup in drawn.items()},
    )


def _file(workspace: Workspace, file_id: str) -> AnyResponse:
    """A picture that a block names by its id."""
    file = workspace.files.get(file_id)
    if file is None:
        abort(404)
    return redirect(f"/files/{file.id}/{file.name}")


def _guarded(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    if not request.path.startswith("/page/static/"):
        response.headers["Cache-Control"] = "no-store"
        response.headers["Vary"] = "HX-Request"
    return response
