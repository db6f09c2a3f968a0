"""The form of one rule, and what it would send while it is still being written."""

from collections.abc import Callable, Mapping, Sequence

from commands.blocks import (
    actions,
    button,
    labelled,
    modal,
    option,
    section,
    select,
    text_input,
)
from commands.people_choices import people_input
from commands.reminders.bulletin_views import day_of_month_input, day_of_week_input
from commands.reminders.expiry_views import before_expiry_input
from commands.reminders.pause_views import back_button
from commands.replies import Block, View
from desk.language import Language
from desk.reminders.preview import Preview
from desk.reminders.rules import (
    AT,
    DAYS_AFTER,
    DAYS_BEFORE,
    ENDS_AFTER,
    EVERY_DAY,
    MOST,
    PEOPLE,
    QUIET_FROM,
    QUIET_TO,
    REPLY_TO,
    WORKING,
    WORKING_DAYS,
)
from desk.reminders.words import holidays_words, kind_name, many_words, moment_words
from desk.settings import PracticeSettings
from rules.office_hours import clock_of
from rules.reminder_state import CARDS, CLIENT, FEES, OWING, STAFF
from storage.reminder_rules import Rule

RULE_FORM = "reminders:rule"
TRY = "reminders:try"
DAYS_SHOWN = 14
Part = Callable[[Language, Rule], list[Block]]


def rule_form(say: Language, rule: Rule, settings: PracticeSettings, tried: str = "") -> View:
    """With what holds standing in it. `tried`: what it would send as it is written now, in
    mrkdwn."""
    days, more = _PARTS[rule.kind]
    blocks = [*days(say, rule), *_times(say, rule, settings), *more(say, rule)]
    if tried:
        blocks.append(section(tried))
    blocks.append(actions(button(say("See what it would send"), TRY), back_button(say)))
    return modal(
        kind_name(say, rule.kind),
        blocks,
        close=say("Cancel"),
        submit=say("Save"),
        callback_id=RULE_FORM,
        private=f"{rule.kind}:{rule.version}",
    )


def _days(say: Language, rule: Rule) -> list[Block]:
    before = sorted((-one for one in rule.offsets if one < 0), reverse=True)
    after = sorted(one for one in rule.offsets if one >= 0)
    return [
        labelled(
            say("Days before the due date"),
            text_input(DAYS_BEFORE, "3", 60, _numbers(before)),
            optional=True,
        ),
        labelled(
            say("Days after the due date"),
            text_input(DAYS_AFTER, "1, 7, 21", 60, _numbers(after)),
            hint=say("With commas. 0 is the due date itself."),
            optional=True,
        ),
    ]


def _numbers(days: Sequence[int]) -> str:
    return ", ".join(map(str, days))


def _times(say: Language, rule: Rule, settings: PracticeSettings) -> list[Block]:
    zone = settings.time_zone.replace("_", " ")
    days = [
        option(say("On working days"), WORKING),
        option(say("On any day"), EVERY_DAY),
    ]
    return [
        labelled(
            say("Time of day"),
            text_input(AT, "10:00", 5, clock_of(rule.at)),
            hint=say("By the clock of {zone}.", zone=zone),
        ),
        labelled(
            say("Days"),
            select(WORKING_DAYS, days, WORKING if rule.working_days else EVERY_DAY),
            hint=holidays_words(say, settings),
        ),
    ]


def _of_clients(say: Language, rule: Rule) -> list[Block]:
    return [
        *_quiet_hours(say, rule),
        labelled(
            say("At most, for one invoice"),
            text_input(MOST, "4", 2, str(rule.most or "")),
            optional=True,
        ),
        labelled(
            say("None later than so many days after the due date"),
            text_input(ENDS_AFTER, "60", 3, str(rule.ends_after or "")),
            optional=True,
        ),
        *_answers(say, rule),
    ]


def _of_cards(say: Language, rule: Rule) -> list[Block]:
    return [*_quiet_hours(say, rule), *_answers(say, rule), *_of_staff(say, rule)]


def _quiet_hours(say: Language, rule: Rule) -> list[Block]:
    is_quiet = rule.quiet_begins != rule.quiet_ends
    return [
        labelled(
            say("Quiet from"),
            text_input(QUIET_FROM, "20:00", 5, clock_of(rule.quiet_begins) if is_quiet else ""),
            optional=True,
        ),
        labelled(
            say("Quiet until"),
            text_input(QUIET_TO, "8:00", 5, clock_of(rule.quiet_ends) if is_quiet else ""),
            hint=say("Nothing goes out in these hours, even if it was held up before."),
            optional=True,
        ),
    ]


def _answers(say: Language, rule: Rule) -> list[Block]:
    return [
        labelled(
            say("Answers go to"),
            text_input(REPLY_TO, "desk@example.org", 200, rule.options.get("reply_to") or ""),
            hint=say("An e-mail address that somebody reads."),
            optional=True,
        )
    ]


def _of_staff(say: Language, rule: Rule) -> list[Block]:
    return [
        labelled(
            say("For"),
            people_input(PEOPLE, say("Choose people"), rule.options.get("people") or []),
            hint=say("Without anybody it stands in the billing channel, or goes to the owners."),
            optional=True,
        )
    ]


def tried_words(say: Language, tried: Preview) -> str:
    """In mrkdwn."""
    if not tried.days:
        return say("*As it is written, nothing would come up in the next 14 days.*")
    lines = [
        say("{moment}: {count}", moment=at, count=many_words(say, one.many))
        for one in tried.days[:DAYS_SHOWN]
        if (at := moment_words(say, one.at, tried.time_zone))
    ]
    return "\n".join([say("*As it is written, this comes up:*"), *lines])


_PARTS: Mapping[str, tuple[Part, Part]] = {
    CLIENT: (_days, _of_clients),
    STAFF: (_days, _of_staff),
    OWING: (day_of_week_input, _of_staff),
    FEES: (day_of_month_input, _of_staff),
    CARDS: (before_expiry_input, _of_cards),
}
"""What stands above and below the time of day."""
