"""Coming in by the link from Slack: looking at it changes nothing, its button uses it up."""

from ipaddress import ip_address
from secrets import token_urlsafe

from flask import g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from admin import words
from admin.gate import NOT_OURS, refuse_cards
from admin.here import SEE_OTHER, go_to, here, show, site
from admin.page import Page, Route
from admin.security import form_token, from_our_page
from desk.admin.access import TOKEN_BYTES, Where, end_session, enter, visit_of, who_enters
from desk.home import choose_language
from desk.language import language_of
from desk.privacy import plain
from desk.role_names import ROLE_NAMES
from rules.roles import Action, Role
from rules.words import Refusal, sentence

LONGEST_BROWSER = 200


def show_link(token: str) -> ResponseReturnValue:
    """A page with a button. Previews of links see it too, and nothing comes of it."""
    practice, member = who_enters(site().desk, token)
    secret = token_urlsafe(TOKEN_BYTES)
    g.say = language_of(member.language or member.locale or practice.language)
    response = show(
        "entering/button.html",
        person=words.member(member),
        practice=practice.name,
        role=ROLE_NAMES[Role(member.role)],
        token=token,
        entering_token=form_token(secret),
    )
    site().cookies.put(response, site().cookies.entering, secret)
    return response


def use_link() -> ResponseReturnValue:
    """Begins a session under a token that nobody has seen before, and ends the one before it."""
    cookies, desk = site().cookies, site().desk
    secret = request.cookies.get(cookies.entering, "")
    if not secret or not from_our_page(request, secret):
        raise Refusal(NOT_OURS)
    began = enter(desk, request.form.get("token", ""), _where())
    _end_the_one_before()
    response = redirect(url_for("admin.start_home"), SEE_OTHER)
    cookies.put(response, cookies.session, began)  # type: ignore[arg-type]
    cookies.take_away(response, cookies.entering)  # type: ignore[arg-type]
    return response


def start() -> ResponseReturnValue:
    """The first page that is the person's to see."""
    role = here().person.role
    return go_to(next(one.home for one in site().pages if one.open_to(role)))


def choose() -> ResponseReturnValue:
    """The person's language, here as in Slack."""
    refuse_cards()
    choose_language(here().desk, here().person, request.form.get("language", ""))
    return go_to("admin.start_home")


def leave() -> ResponseReturnValue:
    """Signed out."""
    end_session(here().desk, here().person, here().visit.session.id)
    response = show("signed_out.html", again=False, left=True)
    site().cookies.take_away(response, site().cookies.session)
    return response


def _where() -> Where:
    """As the browser tells it; behind a proxy on this machine, as the proxy does."""
    address = request.remote_addr or ""
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    if told and ip_address(address or "127.0.0.1").is_loopback:
        address = told
    return Where(plain(address, 60), plain(request.user_agent.string, LONGEST_BROWSER))


def _end_the_one_before() -> None:
    """In the same browser: nobody could end it from here any more."""
    before = visit_of(site().desk, request.cookies.get(site().cookies.session, ""))
    if before is not None:
        end_session(site().desk, before.person, before.session.id)


PAGE = Page(
    name="start",
    title=sentence("Start"),
    action=Action.OPEN_ADMIN,
    path="",
    for_support=True,
    in_navigation=False,
    routes=(
        Route("home", "/", start),
        Route("language", "/language", choose, "POST"),
        Route("leave", "/leave", leave, "POST"),
    ),
)
