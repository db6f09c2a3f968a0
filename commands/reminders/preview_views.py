"""What would go out in the next 14 days, to whom and when, and why others get nothing.

Names may stand here: only whoever asked sees it.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from commands.blocks import Element, actions, button, context, modal, section
from commands.charge.views import test_mark
from commands.reminders.pause_views import back_button
from commands.replies import Block, View
from desk.language import Language
from desk.privacy import escape
from desk.reminders.preview import Coming, Preview
from desk.reminders.words import REASONS, kind_name, many_words, moment_words, offset_words
from rules.money import Money
from rules.reminder_state import CLIENT
from storage.reminder_plan import MOST_COUNTED, START, Place
from storage.reminder_rules import Rule

ON_FORM = "reminders:on"
PAGE, FIRST = "reminders:page", "reminders:page:first"
"""Their value is the kind, and after what the page begins: "client 12 345"."""


def preview_view(
    say: Language, shown: Preview, livemode: bool | None, *, saved_on: bool, may_switch: bool
) -> View:
    """`saved_on`: the rule is on already; else `may_switch`: there is the button to do it."""
    rule = shown.rule
    blocks = [*test_mark(say, livemode), section(_sum_words(say, shown, saved_on))]
    blocks += _pages_of_days(say, shown)
    blocks.append(actions(*_turns(say, shown), back_button(say)))
    return preview_window(say, rule, blocks, switch=may_switch and not saved_on)


def preview_window(say: Language, rule: Rule, blocks: list[Block], *, switch: bool) -> View:
    """`switch`: with the button to switch the rule on."""
    return modal(
        kind_name(say, rule.kind),
        blocks,
        close=say("Close"),
        submit=say("Switch on") if switch else "",
        callback_id=ON_FORM if switch else "",
        private=f"{rule.kind}:{rule.version}",
    )


def page_value(kind: str, place: Place) -> str:
    return f"{kind} {place[0]} {place[1]}"


def _sum_words(say: Language, shown: Preview, saved_on: bool) -> str:
    """In mrkdwn."""
    if not shown.many:
        return say("*Nothing comes up in the next 14 days.*")
    if shown.many > MOST_COUNTED:
        words = say("*More than {n} reminders come up in the next 14 days.*", n=MOST_COUNTED)
    else:
        words = say.plural(
            "*{n} reminder comes up in the next 14 days.*",
            "*{n} reminders come up in the next 14 days.*",
            shown.many,
        )
    now = (
        say("This is how it stands now: what is paid meanwhile is not reminded of.")
        if saved_on
        else say("This is what switching it on would do; nothing goes out before.")
    )
    return f"{words}\n{now}"


def _pages_of_days(say: Language, shown: Preview) -> Iterator[Block]:
    many = {day.at: day.many for day in shown.days}
    for at, coming in groupby(shown.coming, key=lambda one: one.at):
        count = many_words(say, many.get(at, 0))
        title = say(
            "*{moment}* · {count}", moment=moment_words(say, at, shown.time_zone), count=count
        )
        yield section("\n".join([title, *_lines(say, list(coming), shown.rule.kind)]))
    if not shown.many and shown.rule.kind == CLIENT:
        yield context(say("Invoices that are due in these days come up here."))


def _lines(say: Language, coming: Sequence[Coming], kind: str) -> Iterator[str]:
    for one in coming:
        about = one.about
        what = [
            f"*{about.reference}*",
            f"{escape(about.payer_name)} · {about.payer_reference}",
            say.money(Money(about.due, about.currency)),
            offset_words(say, one.days),
        ]
        if kind == CLIENT and one.why_not is None:
            what.append(escape(about.email or ""))
        line = " · ".join(what)
        if one.why_not is None:
            yield f"• {line}"
        else:
            yield say("➖ {what}: _not, since {why}_", what=line, why=REASONS[one.why_not])


def _turns(say: Language, shown: Preview) -> Iterator[Element]:
    kind = shown.rule.kind
    if shown.after != START:
        yield button(say("First page"), FIRST, page_value(kind, START))
    if shown.next is not None:
        yield button(say("Next page"), PAGE, page_value(kind, shown.next))
