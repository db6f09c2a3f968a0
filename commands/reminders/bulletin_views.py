"""What a list that comes by itself is set to, and when it would go out next, to whom."""

from collections.abc import Iterator

from commands.blocks import (
    Element,
    actions,
    button,
    context,
    labelled,
    option,
    section,
    select,
    text_input,
)
from commands.charge.views import test_mark
from commands.reminders.expiry_views import cards_ahead
from commands.reminders.pause_views import back_button
from commands.reminders.preview_views import FIRST, PAGE, page_value, preview_window
from commands.reminders.reader_words import readers_words
from commands.replies import Block, View
from desk.language import Language
from desk.reminders.bulletin_preview import BulletinPreview, ListAhead
from desk.reminders.bulletins import month_of
from desk.reminders.fee_words import month_name
from desk.reminders.rules import MONTH_DAY, WEEKDAY
from desk.reminders.words import REASONS, moment_words, weekdays
from rules.reminder_state import CARDS, FEES, OWING
from rules.words import Sentence, sentence
from storage.reminder_plan import START
from storage.reminder_rules import Rule

_WHAT: dict[str, Sentence] = {
    OWING: sentence(
        "Once a week: all that is owed, who has owed it the longest, and what to do next about"
        " each. None comes while nobody owes anything."
    ),
    FEES: sentence(
        "Once a month, about the month before: what Stripe kept of the payments, what of that was"
        " passed on to clients and what the practice absorbed, by payment method, against your fee"
        " rows. A table and a picture; none where nothing was paid."
    ),
    CARDS: sentence(
        "Once for each saved card, so many days before it expires: the staff gets a list, and its"
        " client an e-mail with a page to save another one. Whoever has one that is good for longer"
        " is not written to."
    ),
}


def bulletin_preview_view(
    say: Language,
    shown: BulletinPreview,
    livemode: bool | None,
    *,
    first: bool,
    saved_on: bool,
    may_switch: bool,
) -> View:
    """`first`: it is the first page. `saved_on`: the rule is on already; else `may_switch`: there
    is the button to do it."""
    rule = shown.rule
    blocks = [
        *test_mark(say, livemode),
        section(say.sentence(_WHAT[rule.kind])),
        section(coming_words(say, shown)),
        *(section(line) for line in cards_ahead(say, shown.cards)),
        context(say("It goes to {readers}.", readers=readers_words(shown.readers))),
        actions(*_turns(say, shown, first=first), back_button(say)),
    ]
    return preview_window(say, rule, blocks, switch=may_switch and not saved_on)


def _turns(say: Language, shown: BulletinPreview, *, first: bool) -> Iterator[Element]:
    kind = shown.rule.kind
    if not first:
        yield button(say("First page"), FIRST, page_value(kind, START))
    if shown.next is not None:
        yield button(say("Next page"), PAGE, page_value(kind, shown.next))


def coming_words(say: Language, shown: BulletinPreview) -> str:
    """In mrkdwn: what comes in the next 14 days, or after that."""
    return "\n".join(_lines(say, shown))


def day_of_week_input(say: Language, rule: Rule) -> list[Block]:
    choices = [option(name, number) for number, name in weekdays(say)]
    return [labelled(say("Day of the week"), select(WEEKDAY, choices, str(rule.offsets[0])))]


def day_of_month_input(say: Language, rule: Rule) -> list[Block]:
    return [
        labelled(
            say("Day of the month"),
            text_input(MONTH_DAY, "1", 2, str(rule.offsets[0])),
            hint=say("From 1 to 31; in a shorter month it is the last day."),
        )
    ]


def _lines(say: Language, shown: BulletinPreview) -> Iterator[str]:
    soon = [one for one in shown.lists if one.at <= shown.until]
    if soon:
        yield say("*In the next 14 days*")
    else:
        yield say("*Nothing comes up in the next 14 days.*")
    for one in shown.lists:
        yield _line(say, shown, one)


def _line(say: Language, shown: BulletinPreview, one: ListAhead) -> str:
    at = moment_words(say, one.at, shown.time_zone)
    if shown.rule.kind == FEES:
        at = f"{at} · {month_name(say, month_of(one.occurrence))}"
    if one.why_not is None:
        return f"• {at}"
    return say("➖ {what}: _not, since {why}_", what=at, why=REASONS[one.why_not])
