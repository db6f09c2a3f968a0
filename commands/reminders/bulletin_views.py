"""What a list that comes by itself is set to, and when it would go out next, to whom."""

from collections.abc import Iterator

from commands.billing.setting_lines import channel_mention
from commands.blocks import (
    actions,
    context,
    labelled,
    mention,
    modal,
    option,
    section,
    select,
    text_input,
)
from commands.charge.views import test_mark
from commands.reminders.pause_views import back_button
from commands.reminders.preview_views import ON_FORM
from commands.replies import Block, View
from desk.cards import is_channel
from desk.language import Language
from desk.reminders.bulletin_preview import BulletinPreview, ListAhead
from desk.reminders.bulletins import month_of
from desk.reminders.fee_words import month_name
from desk.reminders.rules import MONTH_DAY, WEEKDAY
from desk.reminders.words import REASONS, kind_name, moment_words
from rules.reminder_state import FEES, OWING
from rules.words import Sentence, sentence
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
}


def bulletin_preview_view(
    say: Language,
    shown: BulletinPreview,
    livemode: bool | None,
    *,
    saved_on: bool,
    may_switch: bool,
) -> View:
    """`saved_on`: the rule is on already; else `may_switch`: there is the button to do it."""
    rule, switch = shown.rule, may_switch and not saved_on
    blocks = [
        *test_mark(say, livemode),
        section(say.sentence(_WHAT[rule.kind])),
        section(coming_words(say, shown)),
        context(say("It goes to {readers}.", readers=readers_words(shown.readers))),
        actions(back_button(say)),
    ]
    return modal(
        kind_name(say, rule.kind),
        blocks,
        close=say("Close"),
        submit=say("Switch on") if switch else "",
        callback_id=ON_FORM if switch else "",
        private=f"{rule.kind}:{rule.version}",
    )


def coming_words(say: Language, shown: BulletinPreview) -> str:
    """In mrkdwn: what comes in the next 14 days, or after that."""
    return "\n".join(_lines(say, shown))


def readers_words(readers: tuple[str, ...]) -> str:
    """Slack channels and users, in mrkdwn."""
    return ", ".join(channel_mention(one) if is_channel(one) else mention(one) for one in readers)


def day_of_week_input(say: Language, rule: Rule) -> list[Block]:
    names = say.locale.days["stand-alone"]["wide"]
    choices = [option(names[number - 1].capitalize(), str(number)) for number in range(1, 8)]
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
