"""The overview: the first page that whoever works with money sees."""

from babel.dates import format_skeleton
from flask.typing import ResponseReturnValue

from admin.here import here, show
from admin.page import Page, Route
from desk.admin.overview import AGES, Month, overview
from rules.roles import Action
from rules.words import sentence


def show_overview() -> ResponseReturnValue:
    """What was collected, and what is owed by its age."""
    at = here()
    found = overview(at.desk, at.practice, at.person)
    names = [_month_name(month) for month in found.months]
    return show(
        "overview/overview.html", overview=found, names=names, ages=[one for _, one in AGES]
    )


def _month_name(month: Month) -> str:
    """ "November 2026"."""
    return str(format_skeleton("yMMMM", month.first, locale=here().say.locale))


PAGE = Page(
    name="overview",
    title=sentence("Overview"),
    action=Action.SEE_TAKINGS,
    routes=(Route("home", "/", show_overview),),
)
