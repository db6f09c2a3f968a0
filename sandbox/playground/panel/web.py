"""The panel's addresses. It may stand under any prefix: every link is made by url_for."""

from collections.abc import Sequence

from flask import Flask, Response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from sandbox.links import Link
from sandbox.loopback import only_from_here
from sandbox.playground.panel import choices
from sandbox.playground.panel.acts import ACTS, WrongInput
from sandbox.playground.panel.page import page_of
from sandbox.playground.panel.words import FRENCH, LANGUAGES
from sandbox.stripe.service import Service

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def build_panel(service: Service, links: Sequence[Link] = ()) -> Flask:
    """`links`: what else the header leads to."""
    web = Flask("sandbox.playground.panel")
    web.config["MAX_CONTENT_LENGTH"] = 10_000
    web.before_request(only_from_here("demo panel"))
    web.after_request(_guarded)

    def drawn(said: str = "", wrong: str = "") -> str:
        page = page_of(service, _language(), links, said, wrong)
        return render_template("panel.html", page=page, say=page.say, choices=choices, here=_here())

    @web.get("/")
    def panel() -> str:
        done = request.args.get("done", "")
        return drawn(said=done if done in FRENCH else "")

    @web.post("/<act>")
    def do(act: str) -> AnyResponse | tuple[str, int]:
        if act not in ACTS:
            raise NotFound
        try:
            done = ACTS[act](service, request.form)
        except WrongInput as problem:
            return drawn(wrong=str(problem)), 422
        return redirect(url_for("panel", lang=request.args.get("lang"), done=done), 303)

    return web


def _here() -> dict[str, str | None]:
    """The address of the panel in each language, and as it was asked for ("")."""
    kept = {code: url_for("panel", lang=code) for code in LANGUAGES}
    return {"": url_for("panel", lang=request.args.get("lang")), **kept}


def _language() -> str:
    """The one asked for, else the browser's first that is spoken here; fr-CA is French."""
    tags = [request.args.get("lang", ""), *request.accept_languages.values()]
    spoken = (tag.partition("-")[0].lower() for tag in tags)
    return next((one for one in spoken if one in LANGUAGES), "en")


def _guarded(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
        response.headers["Vary"] = "Accept-Language"
    return response
