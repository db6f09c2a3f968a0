"""The day: what came in, what went back and who took it. Only whoever asked sees it."""

from collections.abc import Iterator
from datetime import timedelta

from commands.blocks import actions, button, context, mention, section
from commands.replies import Block, Message
from desk.day_sheets import DaySheet, Sum, Sums, lines_of, takers
from desk.language import Language
from rules.money import Money
from rules.roles import Action, Role, may
from rules.systems import System

DAY = "billing:day:"
"""Begins the action_ids of its buttons; their value is an ISO day, or nothing for today."""
BEFORE, AFTER, TODAY = f"{DAY}before", f"{DAY}after", f"{DAY}today"
FILE = "billing:day_file"
ACCOUNTS = "billing:accounts"


def day_message(say: Language, sheet: DaySheet, role: Role) -> Message:
    title = say("*The day: {day}*", day=sheet.day)
    blocks: list[Block] = [section(title)]
    if not sheet.sums:
        blocks.append(section(say("Nothing moved on this day.")))
    for sums in sheet.sums:
        blocks += _sums(say, sums)
    if sheet.practice.livemode is not True:
        blocks.append(context(say(":test_tube: *TEST* – no real money moves here.")))
    return Message(title, [*blocks, _ways(say, sheet, role)])


def _sums(say: Language, sums: Sums) -> Iterator[Block]:
    def line(words: str, one: Sum) -> str:
        amount = Money(one.amount, sums.currency)
        return say("{words}: {amount} ({number})", words=words, amount=amount, number=one.number)

    rows = [f"• {line(say.sentence(name), one)}" for name, one in lines_of(sums)]
    total = say("*Total: {amount}*", amount=Money(sums.total, sums.currency))
    yield section("\n".join([*rows, total]))
    beside = [
        (say("On its way at this moment, not in the total"), sums.on_its_way),
        (say("Written off, no money"), sums.written_off),
        (say("Stripe’s fees that became known, not in the total"), sums.fees),
    ]
    small = [line(words, one) for words, one in beside if one.number]
    small += [line(_taker(say, who), one) for who, one in takers(sums)]
    if small:
        yield context(*small)


def _taker(say: Language, who: str) -> str:
    if who == System.RECONCILER:
        return say("Found at Stripe")
    if who == System.REMINDERS:
        return say("By links of reminders")
    return say("Taken by {person}", person=mention(who))


def _ways(say: Language, sheet: DaySheet, role: Role) -> Block:
    one = timedelta(days=1)
    ways = [button(say("Day before"), BEFORE, (sheet.day - one).isoformat())]
    if sheet.day < sheet.today:
        ways.append(button(say("Day after"), AFTER, (sheet.day + one).isoformat()))
    ways.append(button(say("Send me the file"), FILE, sheet.day.isoformat()))
    if may(role, Action.IMPORT_AND_EXPORT):
        ways.append(button(say("Send to accountant…"), ACCOUNTS))
    return actions(*ways)
