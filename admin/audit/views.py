"""The audit log: who did what and when, the newest first, and the check of its chain."""

from collections.abc import Mapping

from flask.typing import ResponseReturnValue

from admin import words
from admin.here import here, show
from admin.page import Page, Route
from admin.table import Cell, Column, Filter, Table, asked, paged
from desk.admin import audit
from desk.admin.audit_details import detail_words
from desk.admin.audit_names import all_deeds
from desk.admin.names import names_of
from desk.settings import practice_settings
from rules.roles import Action
from rules.words import Sentence, sentence
from storage.audit_pages import Logged, Wanted, place_of

DEED, ACTOR = "what", "who"
COLUMNS = (
    Column(sentence("When")),
    Column(sentence("Who")),
    Column(sentence("What")),
    Column(sentence("About")),
    Column(sentence("Details")),
)


def show_list() -> ResponseReturnValue:
    at, filters = here(), _filters()
    wish = asked(filters)
    wanted = Wanted(wish.chosen[DEED], wish.chosen[ACTOR], wish.search)
    page = paged(
        wish,
        lambda after, before, limit: audit.entries(
            at.desk, at.person, wanted, after, before, limit
        ),
        lambda one: place_of(wanted, one),
    )
    users = {name for one in page.rows for name in (one.actor, one.target)}
    names = names_of(at.desk, at.person, users)
    zone = practice_settings(at.desk, at.practice).time_zone
    table = Table(
        caption=sentence("Audit log"),
        columns=COLUMNS,
        rows=[_row(one, zone, names) for one in page.rows],
        asked=wish,
        empty=sentence("Nothing was done yet."),
        endpoint="admin.audit_list",
        filters=filters,
        search=sentence("What it is about, in full: INV-1042, NP-0042"),
        previous=page.previous,
        next=page.next,
    )
    return show("audit/list.html", table=table)


def check() -> ResponseReturnValue:
    """A form, since it takes its time."""
    at = here()
    return show("audit/check.html", checked=audit.check(at.desk, at.person))


def _filters() -> list[Filter]:
    at = here()
    people = audit.people_who_act(at.desk, at.person)
    names = names_of(at.desk, at.person, {one.slack_user for one in people})
    chosen = [(one.slack_user, words.who(one.slack_user, names)) for one in people]
    return [
        Filter(DEED, sentence("What"), _choices(all_deeds(at.say))),
        Filter(ACTOR, sentence("Who"), _choices(chosen)),
    ]


def _choices(named: list[tuple[str, str]]) -> list[tuple[str, Sentence]]:
    return [
        ("", sentence("All")),
        *((value, sentence("{name}", name=name)) for value, name in named),
    ]


def _row(one: Logged, zone: str, names: Mapping[str, str]) -> list[Cell]:
    return [
        Cell(words.moment(one.at, zone)),
        Cell(words.who(one.actor, names)),
        Cell(words.deed(one.action)),
        Cell(words.who(one.target, names)),
        Cell(detail_words(here().say, one.detail) or "–"),
    ]


PAGE = Page(
    name="audit",
    title=sentence("Audit log"),
    action=Action.SEE_AUDIT,
    routes=(Route("list", "/", show_list), Route("check", "/check", check, "POST")),
)
