"""The mailbox's web page. It may stand under any prefix: every link is made by url_for."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import Flask, Response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from sandbox.links import Link
from sandbox.loopback import only_from_here
from sandbox.mailbox.control import build_control
from sandbox.mailbox.leaving import leave
from sandbox.mailbox.mailbox import Mail, Mailbox
from sandbox.mailbox.page import Page
from sandbox.mailbox.showing import FRAME_POLICY, frame

PING_SECONDS = 20.0

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ATTACHMENT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none';"
    " frame-ancestors 'none'; sandbox"
)


def build_web(mailbox: Mailbox, *, control: bool = False, links: Sequence[Link] = ()) -> Flask:
    """`control`: with the control API. `links`: what else the header leads to."""
    web = Flask("sandbox.mailbox")
    web.before_request(only_from_here("mailbox"))
    web.after_request(_guarded)
    web.add_url_rule("/healthz", view_func=lambda: {"status": "alive"}, endpoint="healthz")
    _add_pages(web, mailbox, links)
    _add_parts(web, mailbox)
    if control:
        web.register_blueprint(build_control(mailbox))
    return web


def events(mailbox: Mailbox, ping_seconds: float = PING_SECONDS) -> Iterator[str]:
    """Server-sent: "hello" at once, then "changed" each time. Between them it sleeps; the pings
    notice pages that have gone."""
    version = mailbox.version
    yield f"retry: 1000\nevent: hello\ndata: {version}\n\n"
    while True:
        now = mailbox.wait_for_change(version, ping_seconds)
        yield ": ping\n\n" if now == version else f"event: changed\ndata: {now}\n\n"
        version = now


def _add_pages(web: Flask, mailbox: Mailbox, links: Sequence[Link]) -> None:
    def drawn(mail: Mail | None = None, **more: Any) -> str:
        page = Page(mailbox, mail, request.args, request.accept_languages, links)
        return render_template("page.html", page=page, say=page.say, **more)

    @web.get("/")
    def inbox() -> str:
        return drawn()

    @web.get("/mails/<int:mail_id>")
    def read(mail_id: int) -> str:
        mail = _found(mailbox, mail_id)
        mailbox.mark_read(mail_id)
        return drawn(mail)

    @web.post("/mails/<int:mail_id>/leave")
    def leave_list(mail_id: int) -> str:
        """The reader's one click."""
        mail = _found(mailbox, mail_id)
        if not mail.letter.unsubscribe.one_click:
            raise NotFound
        page = Page(mailbox, mail, request.args, request.accept_languages, links)
        return drawn(mail, told=leave(mail.letter.unsubscribe.web, page.say))

    @web.post("/delete")
    def delete_all() -> AnyResponse:
        mailbox.delete_all()
        return redirect(url_for("inbox", lang=request.args.get("lang")), 303)

    @web.get("/stream")
    def stream() -> Response:
        return Response(events(mailbox), mimetype="text/event-stream")

    @web.errorhandler(NotFound)
    def not_found(_: NotFound) -> tuple[str, int]:
        gone = "This mail is no longer there."
        is_mail = request.endpoint is not None
        return drawn(told=None, missing=gone if is_mail else "This page does not exist."), 404


def _add_parts(web: Flask, mailbox: Mailbox) -> None:
    @web.get("/mails/<int:mail_id>/html")
    def html(mail_id: int) -> Response:
        response = Response(frame(_found(mailbox, mail_id).letter))
        response.headers["Content-Security-Policy"] = FRAME_POLICY
        return response

    @web.get("/mails/<int:mail_id>/source")
    def source(mail_id: int) -> Response:
        raw = _found(mailbox, mail_id).raw
        return _saved(Response(raw, mimetype="message/rfc822"), f"mail-{mail_id}.eml")

    @web.get("/mails/<int:mail_id>/attachments/<int:number>/<name>")
    def attachment(mail_id: int, number: int, name: str) -> Response:
        """Shown where browsers can do it safely, unless `save` is asked for."""
        attachments = _found(mailbox, mail_id).letter.attachments
        if number >= len(attachments) or attachments[number].name != name:
            raise NotFound
        one = attachments[number]
        if not one.opens_as or "save" in request.args:
            return _saved(Response(one.content, mimetype="application/octet-stream"), one.name)
        response = Response(one.shown, mimetype=one.opens_as)
        response.headers["Content-Security-Policy"] = _ATTACHMENT_POLICY
        return response


def _found(mailbox: Mailbox, mail_id: int) -> Mail:
    mail = mailbox.mail(mail_id)
    if mail is None:
        raise NotFound
    return mail


def _saved(response: Response, name: str) -> Response:
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response


def _guarded(response: Response) -> Response:
    """Referrers stay here: links lead to addresses that are secrets of the client."""
    response.headers.setdefault("Content-Security-Policy", _POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
        response.headers["Vary"] = "Accept-Language"
    return response
