"""The form of one rule, and what it would send while it is still being written."""

from collections.abc import Iterable, Mapping, Sequence

from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from admin.forms import WRONG, Form, typed
from admin.here import go_to, here, show
from admin.reminders.lists import list_lines
from desk.access import authorize
from desk.admin.names import names_of
from desk.admin.reminders import to_choose
from desk.forms import WrongFields
from desk.reminders import rules as fields
from desk.reminders.bulletin_preview import bulletin_preview_of
from desk.reminders.preview import PREVIEWED, Preview, preview_of
from desk.reminders.rules import EVERY_DAY, WORKING, rules_of, save, written
from desk.reminders.words import holidays_words, kind_name, many_words, moment_words, weekdays
from desk.settings import practice_settings
from rules.ids import read_id
from rules.office_hours import clock_of
from rules.reminder_state import CARDS, CLIENT, FEES, OWING, STAFF
from rules.roles import Action
from rules.words import refuse
from storage.reminder_rules import Rule

SEEN, TRY = "seen", "try"
PARTS: Mapping[str, frozenset[str]] = {
    CLIENT: frozenset({"offsets", "quiet", "limits", "answers"}),
    STAFF: frozenset({"offsets", "people"}),
    OWING: frozenset({"week", "people"}),
    FEES: frozenset({"month", "people"}),
    CARDS: frozenset({"expiry", "quiet", "answers", "people"}),
}
"""What the form of each kind asks for besides the time of day."""


def show_form(kind: str) -> ResponseReturnValue:
    rule = _rule(kind)
    return _shown(rule, Form(_values(rule)), 200)


def save_form(kind: str) -> ResponseReturnValue:
    """Saves what was written, or shows what it would send."""
    rule, values = _rule(kind), typed()
    try:
        if TRY in values:
            return _tried(rule, values)
        return _saved(kind, values)
    except WrongFields as wrong:
        return _shown(rule, Form(values, wrong.by_field), WRONG)


def read_seen(values: Mapping[str, str]) -> int:
    """The version that was seen; what is none counts as an old one."""
    seen = read_id(values.get(SEEN, ""))
    return -1 if seen is None else seen


def name_of(kind: str) -> str:
    return kind_name(here().say, kind)


def _rule(kind: str) -> Rule:
    at = here()
    authorize(at.person, Action.EDIT_REMINDERS)
    rule = rules_of(at.desk, at.practice, at.person).get(kind)
    if rule is None:
        raise refuse("There are no such reminders. Type /reminders to see those that there are.")
    return rule


def _saved(kind: str, values: Mapping[str, str]) -> Response:
    """One that is off is shown with what it would send, as in chat."""
    at = here()
    saved = save(at.desk, at.practice, at.person, kind, values, read_seen(values))
    if saved.active:
        return go_to("admin.reminders_home", done="saved")
    return go_to("admin.reminders_ahead", kind=kind, done="saved")


def _tried(rule: Rule, values: Mapping[str, str]) -> Response:
    at = here()
    tried = written(at.desk, at.practice, at.person, rule.kind, values)
    if rule.kind in PREVIEWED:
        days = _days(preview_of(at.desk, at.practice, tried))
    else:
        days = list_lines(bulletin_preview_of(at.desk, at.practice, tried))
    return _shown(rule, Form(values), 200, days)


def _shown(
    rule: Rule, form: Form, status: int, tried: Sequence[tuple[str, str]] | None = None
) -> Response:
    """`tried`: when something would come up, and how many or what."""
    at = here()
    settings = practice_settings(at.desk, at.practice)
    chosen = form.value(fields.PEOPLE).split(",")
    parts = PARTS[rule.kind]
    people = to_choose(at.desk, at.person) if "people" in parts else ()
    known = sorted({*people, *filter(None, chosen)})
    return show(
        "reminders/rule.html",
        status,
        rule=rule,
        name=name_of(rule.kind),
        form=form,
        fields=fields,
        seen=form.value(SEEN) or rule.version,
        zone=settings.time_zone.replace("_", " "),
        days=[(WORKING, at.say("On working days")), (EVERY_DAY, at.say("On any day"))],
        holidays=holidays_words(at.say, settings),
        parts=parts,
        week=weekdays(at.say),
        people=known,
        chosen=chosen,
        names=names_of(at.desk, at.person, known),
        tried=tried,
    )


def _days(tried: Preview) -> Sequence[tuple[str, str]]:
    say = here().say
    return [
        (moment_words(say, one.at, tried.time_zone), many_words(say, one.many))
        for one in tried.days
    ]


def _values(rule: Rule) -> Mapping[str, str]:
    """What holds, as it is typed."""
    is_quiet = rule.quiet_begins != rule.quiet_ends
    return {
        fields.WEEKDAY: str(rule.offsets[0]),
        fields.MONTH_DAY: str(rule.offsets[0]),
        fields.BEFORE_EXPIRY: str(-rule.offsets[0]),
        fields.DAYS_BEFORE: _numbers(-one for one in rule.offsets if one < 0),
        fields.DAYS_AFTER: _numbers(one for one in rule.offsets if one >= 0),
        fields.AT: clock_of(rule.at),
        fields.WORKING_DAYS: WORKING if rule.working_days else EVERY_DAY,
        fields.QUIET_FROM: clock_of(rule.quiet_begins) if is_quiet else "",
        fields.QUIET_TO: clock_of(rule.quiet_ends) if is_quiet else "",
        fields.MOST: str(rule.most or ""),
        fields.ENDS_AFTER: str(rule.ends_after or ""),
        fields.REPLY_TO: rule.options.get("reply_to") or "",
        fields.PEOPLE: ",".join(rule.options.get("people") or []),
    }


def _numbers(days: Iterable[int]) -> str:
    return ", ".join(map(str, sorted(days)))
