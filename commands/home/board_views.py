"""Home's board: the figures of its lists, a row for each of a page, and one next action in each.

Names stand here because Home is a person's own, and only those with a role have a board.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from commands.blocks import Element, actions, button, context, divider, section
from commands.cards.views import ASK
from commands.charge.buttons import OF_CLIENT, ask_button
from commands.charge.words import method_words, told
from commands.client.views import SHOW as SHOW_CLIENT
from commands.paylink.buttons import client_button as link_button
from commands.paylink.buttons import show_button
from commands.paylink.words import reason_words, step_words
from commands.replies import Block
from desk import dispute_words
from desk.board import Board, Disputed, Figures, Owing, Row, Spot
from desk.charge_states import state_words
from desk.days import day_in
from desk.invoice_words import due_words
from desk.language import Language
from desk.privacy import escape
from rules.board import FAILED, LISTS, OWING, WAY
from rules.card_tries import may_try_again
from rules.dispute_state import stage_of
from rules.money import Money
from rules.payment_state import State
from rules.roles import Action, Role, may
from rules.words import Sentence, sentence
from storage.operations import Operation

LIST = "home:list:"
"""Buttons; their value is a desk.board.Spot as text."""
NEXT, PREVIOUS = "home:page:next", "home:page:previous"
CHARGE = "home:charge"
"""A button; its value is the charge's uid."""
_TITLES: dict[str, Sentence] = {
    OWING: sentence("Owed"),
    WAY: sentence("On its way"),
    FAILED: sentence("Failed"),
}
_EMPTY: dict[str, Sentence] = {
    OWING: sentence("Nobody owes anything."),
    WAY: sentence("Nothing is on its way."),
    FAILED: sentence("Nothing has failed."),
}


def board_blocks(say: Language, board: Board, role: Role) -> list[Block]:
    """At most 19 blocks."""
    disputed = [_disputed(say, board, one, role) for one in board.disputes]
    if not any(one.many for one in board.figures.values()):
        words = say("Nobody owes anything, no payment is on its way, and none has failed.")
        return [*disputed, context(words), divider()]
    blocks = [
        *disputed,
        section("\n".join(_figure(say, board, one) for one in LISTS)),
        _lists(say, board),
    ]
    if not board.rows:
        blocks.append(context(say.sentence(_EMPTY[board.which])))
    blocks += [_row(say, board, one, role) for one in board.rows]
    if ways := list(_pages(say, board)):
        blocks.append(actions(*ways))
    return [*blocks, divider()]


def _disputed(say: Language, board: Board, row: Disputed, role: Role) -> Block:
    """What the bank asks, until when, and the way to the payment."""
    one = row.dispute
    sign = dispute_words.SIGNS[stage_of(one.status)]
    title = " · ".join([dispute_words.headline(say, one), *row.invoices])
    lines = [
        f"{sign} *{escape(title)}*",
        dispute_words.next_step(say, one, board.time_zone),
        dispute_words.link(say, one),
    ]
    look = button(say("Look at it"), CHARGE, row.payment, style="primary")
    return section("\n".join(lines), look if may(role, Action.CHARGE) else None)


def _figure(say: Language, board: Board, which: str) -> str:
    """In mrkdwn: "*Owed:* $1,200.00, €80.00 · 14 invoices"."""
    figures = board.figures[which]
    title = say.sentence(_TITLES[which])
    if not figures.many:
        return say("*{title}:* nothing", title=title)
    return say(
        "*{title}:* {amounts} · {count}",
        title=title,
        amounts=amounts_words(say, figures.amounts),
        count=_count(say, which, figures),
    )


def _count(say: Language, which: str, figures: Figures) -> str:
    if which == OWING:
        return say.plural("{n} invoice", "{n} invoices", figures.many)
    return say.plural("{n} payment", "{n} payments", figures.many)


def amounts_words(say: Language, amounts: Sequence[Money]) -> str:
    return ", ".join(say.money(one) for one in amounts)


def _lists(say: Language, board: Board) -> Block:
    """The one that is shown stands out."""
    return actions(
        *(
            button(
                say.sentence(_TITLES[one]),
                f"{LIST}{one}",
                str(Spot(one)),
                style="primary" if one == board.which else "",
            )
            for one in LISTS
        )
    )


def _pages(say: Language, board: Board) -> Iterator[Element]:
    if board.previous:
        yield button(say("← Previous"), PREVIOUS, str(board.previous))
    if board.next:
        yield button(say("Next →"), NEXT, str(board.next))


def _row(say: Language, board: Board, row: Owing | Row, role: Role) -> Block:
    if isinstance(row, Owing):
        return section(owing_words(say, row, board.today), owing_action(say, row, role))
    return section(_payment_words(say, board, row), _payment_action(say, row, role))


def owing_words(say: Language, row: Owing, today: date) -> str:
    """In mrkdwn: who, how much, and since when."""
    return f"*{escape(row.name)}* · {row.reference}\n{owed_words(say, row, today)}"


def owed_words(say: Language, row: Owing, today: date) -> str:
    """How much, and since when."""
    count = say.plural("{n} invoice", "{n} invoices", row.invoices)
    since = due_words(say, row.since, today)
    if row.invoices > 1:
        since = say("the oldest {due}", due=since)
    parts = [amounts_words(say, row.amounts), count, f"{since} ({say.date(row.since)})"]
    asked = say("asked for a payment method") if row.asked and not row.has_method else ""
    if row.link:
        asked = say("a payment link is open")
    return " · ".join(filter(None, [*parts, asked]))


def owing_action(say: Language, row: Owing, role: Role) -> Element:
    """What is to be done next, as far as somebody of that role may."""
    client = str(row.client_id)
    if row.link and may(role, Action.SEND_LINKS):
        return show_button(say, row.link, say("Look at it"))
    if row.has_method and may(role, Action.CHARGE):
        return button(say("Charge"), OF_CLIENT, client)
    if row.asked and may(role, Action.ADD_CARDS):
        return button(say("Look at it"), ASK, client)
    if not row.has_method and may(role, Action.SEND_LINKS):
        return link_button(say, row.client_id)
    return button(say("Look at it"), SHOW_CLIENT, client)


def _charge_words(say: Language, operation: Operation) -> str:
    return f"*{say.sentence(state_words(operation))}*"


def _payment_words(say: Language, board: Board, row: Row) -> str:
    operation = row.operation
    title = step_words(say, row.step) if row.step else _charge_words(say, operation)
    day = say.date(day_in(operation.changed_at, board.time_zone))
    amount = say.money(Money(operation.amount, operation.currency))
    method = "" if row.step else method_words(say, operation.method)
    what = [", ".join(operation.shown.get("invoices", ())), method]
    lines = [
        f"*{escape(row.name)}* · {row.reference} · {amount}",
        " · ".join([title, day, *map(escape, filter(None, what))]),
    ]
    why = _why(say, row) if board.which == FAILED else ""
    return "\n".join([*lines, *([escape(why)] if why else [])])


def _why(say: Language, row: Row) -> str:
    return reason_words(say, row.operation) if row.step else told(say, row.operation).why


def _payment_action(say: Language, row: Row, role: Role) -> Element:
    operation = row.operation
    if not may(role, Action.CHARGE):
        return button(say("Look at it"), SHOW_CLIENT, str(row.client_id))
    if row.step:
        return show_button(say, operation.uid, say("Look at it"))
    if operation.state == State.NEEDS_CUSTOMER:
        return link_button(say, row.client_id, style="primary")
    never = not may_try_again(operation.reason, operation.advice, 0)
    if operation.state in (State.DECLINED, State.FAILED) and never:
        return ask_button(say, row.client_id)
    style = "primary" if operation.state == State.REVIEW else ""
    return button(say("Look at it"), CHARGE, operation.uid, style=style)
