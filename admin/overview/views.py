"""The overview: the first page that whoever works with money sees."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_skeleton
from flask.typing import ResponseReturnValue

from admin.charts import Chart
from admin.here import here, show
from admin.overview import pictures
from admin.page import Page, Route
from desk.admin.overview import AGES, LAST_PAID, WAYS, Collected, Overview, Owed, overview
from rules.roles import Action
from rules.words import sentence


@dataclass(frozen=True)
class Shown:
    """What the page shows of a currency. `months` are the names with the sums, the newest first."""

    currency: str
    now: Collected
    outstanding: int
    overdue: int
    months: Sequence[tuple[str, Collected]]
    owed: Owed | None
    collected: Chart | None
    fees: Chart | None
    ages: Chart | None


def show_overview() -> ResponseReturnValue:
    """What was collected, what fees took, what is owed, and what goes well by itself."""
    at = here()
    found = overview(at.desk, at.practice, at.person)
    labels = [month_name(month.first, "MMM") for month in found.months]
    names = [month_name(month.first, "yMMMM") for month in found.months]
    questions = [(name, month) for name, month in zip(names, found.months, strict=True)]
    return show(
        "overview/overview.html",
        currencies=[_shown(found, one, labels, names) for one in found.currencies],
        this_month=names[-1],
        ages=[one for _, one in AGES],
        ways=[(name, found.success[code]) for code, name in WAYS if code in found.success],
        last_paid=LAST_PAID,
        success=pictures.success(at.say, found.success),
        questions=[one for one in reversed(questions) if one[1].asked],
        answered=pictures.questions(at.say, labels, found.months),
    )


def month_name(first: date, skeleton: str) -> str:
    """ "November 2026", or "Nov" where little room is."""
    return str(format_skeleton(skeleton, first, locale=here().say.locale))


def _shown(found: Overview, currency: str, labels: list[str], names: list[str]) -> Shown:
    say = here().say
    sums = [month.sums.get(currency) or Collected() for month in found.months]
    owed = found.owed.get(currency)
    amounts = owed.amounts if owed else [0]
    return Shown(
        currency=currency,
        now=sums[-1],
        outstanding=sum(amounts),
        overdue=sum(amounts[1:]),
        months=list(zip(names, sums, strict=True))[::-1],
        owed=owed,
        collected=pictures.collected(say, labels, sums, currency),
        fees=pictures.fees(say, labels, sums, currency),
        ages=pictures.ages(say, owed, currency) if owed else None,
    )


PAGE = Page(
    name="overview",
    title=sentence("Overview"),
    action=Action.SEE_TAKINGS,
    routes=(Route("home", "/", show_overview),),
)
