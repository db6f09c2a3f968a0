"""/reminders at a glance. Names may stand here: only whoever asked sees it."""

from collections.abc import Iterator

from commands.blocks import (
    Element,
    actions,
    button,
    context,
    divider,
    modal,
    section,
    sure,
)
from commands.charge.views import test_mark
from commands.reminders.lost_views import LOST
from commands.reminders.pause_views import (
    PAUSE,
    PAUSE_ALL,
    PAUSES,
    pause_block,
    pause_words,
    paused_blocks,
)
from commands.replies import Block, View
from desk.language import Language
from desk.reminders.bulletins import BULLETINS
from desk.reminders.overview import Overview, RuleSheet
from desk.reminders.words import kind_name, moment_words, rule_words
from rules.reminder_state import CLIENT
from rules.roles import Action, Role, may

AHEAD = "reminders:ahead"
"""What would go out; its value is the kind."""
EDIT = "reminders:edit"
OFF = "reminders:off"
"""Their value is the kind and the version that was seen: "client:3"."""


def overview_view(
    say: Language, shown: Overview, role: Role, livemode: bool | None, notice: str = ""
) -> View:
    """`notice` in mrkdwn stands above."""
    blocks = [*test_mark(say, livemode), *([section(notice)] if notice else [])]
    everything = shown.paused.everything
    if everything is not None:
        blocks.append(pause_block(say, pause_words(say, everything), everything))
    for sheet in shown.rules:
        blocks += [*_rule_blocks(say, sheet, shown, role), divider()]
    blocks += paused_blocks(say, shown.paused)
    blocks.append(actions(*_ways_on(say, shown)))
    return modal(say("Reminders"), blocks, close=say("Close"))


def _rule_blocks(say: Language, sheet: RuleSheet, shown: Overview, role: Role) -> Iterator[Block]:
    rule, settings = sheet.rule, shown.settings
    state = say("✅ on") if rule.active else say("off")
    yield section(f"*{kind_name(say, rule.kind)}* · {state}\n{rule_words(say, rule, settings)}")
    lines = [_next_words(say, sheet, shown)]
    if rule.kind == CLIENT and not shown.sends_mail:
        lines.append(say("⚠️ Paydesk has no mail server, so no mail goes out."))
    yield context(*lines)
    yield actions(*_rule_buttons(say, sheet, role))


def _next_words(say: Language, sheet: RuleSheet, shown: Overview) -> str:
    if not sheet.rule.active:
        return say("Nothing goes out while it is off.")
    if shown.paused.everything is not None and sheet.next is None:
        return say("Nothing goes out in the next two weeks, since all is paused.")
    if sheet.next is None:
        return say("Nothing comes up in the next two weeks.")
    if sheet.next.at is None:
        return say("Much comes up; the next 14 days show what goes out.")
    at = moment_words(say, sheet.next.at, shown.settings.time_zone)
    if sheet.rule.kind in BULLETINS:
        return say("Next: {moment}", moment=at)
    words = (
        say.plural("about {n} invoice", "about {n} invoices", sheet.next.many)
        if not sheet.next.at_least
        else say("about more than {n} invoices", n=sheet.next.many)
    )
    return say("Next: {moment}, {count}", moment=at, count=words)


def _rule_buttons(say: Language, sheet: RuleSheet, role: Role) -> Iterator[Element]:
    rule = sheet.rule
    edits, seen = may(role, Action.EDIT_REMINDERS), f"{rule.kind}:{rule.version}"
    first = edits and not rule.active
    label = say("See 14 days, switch on") if first else say("See 14 days")
    yield button(label, AHEAD, rule.kind, style="primary" if first else "")
    if edits:
        yield button(say("Change…"), EDIT, rule.kind)
    if edits and rule.active:
        yield button(say("Switch off"), OFF, seen, confirm=_sure_off(say, rule.kind))


def _sure_off(say: Language, kind: str) -> Element:
    return sure(
        kind_name(say, kind),
        say("Nothing more goes out, and what is due meanwhile is not sent later."),
        say("Switch off"),
        say("Leave it on"),
    )


def _ways_on(say: Language, shown: Overview) -> Iterator[Element]:
    yield button(say("Pause a client or an invoice…"), PAUSE)
    if shown.paused.everything is None:
        yield button(say("Pause everything…"), PAUSE_ALL)
    if shown.paused.next is not None:
        yield button(say("All pauses"), PAUSES)
    if shown.lost:
        words = say.plural("⚠️ {n} did not go out", "⚠️ {n} did not go out", shown.lost)
        yield button(words, LOST)
