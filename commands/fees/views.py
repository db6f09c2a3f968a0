"""What /fees shows: the fee table, the answer about an amount, and help."""

from functools import lru_cache

from commands.blocks import Element, actions, button, context, fields, mention, section, table
from commands.fees.what_if_views import what_if_button
from commands.replies import Block, Message
from desk.fee_words import (
    REGION_NAMES,
    debit_words,
    fee_words,
    method_name,
    region_name,
    what_it_is_for,
)
from desk.fees import ALL, FeeAnswer, FeeLine, FeeTable
from desk.language import Language
from desk.privacy import escape
from rules.amount_text import NAME_OF_METHOD
from rules.fees import FeeRow
from storage.fee_rows import SavedFeeRow

REGION = "fees:region:"
"""Begins the action_ids of the buttons that show another region; the value names it."""
OWN_FEES = "fees:own"


@lru_cache(maxsize=256)
def table_message(say: Language, shown: FeeTable, may_edit: bool) -> Message:
    """The fee table, where its rows are from, and the way to the other regions."""
    title, lines = _title(say, shown), [_line_words(say, line) for line in shown.lines]
    below = [context(*_sources(say, shown)), _buttons(say, shown.region, may_edit)]
    return Message(
        text="\n".join([title, *lines]),
        blocks=[section(title), _table(say, shown.lines), *below],
        plain=[section(title), section("\n".join(lines)), *below],
    )


def table_sections(say: Language, shown: FeeTable, may_edit: bool) -> list[Block]:
    """The same for Home, which shows no tables, with one button to all regions."""
    lines = "\n".join(_line_words(say, line) for line in shown.lines)
    ways = _ways(say, shown.region, may_edit, regions=(ALL,))
    below = [actions(*ways)] if ways else []
    return [section(_title(say, shown)), section(lines), context(*_sources(say, shown)), *below]


def table_parts(say: Language, shown: FeeTable) -> list[Block]:
    """The same without a button, to be a part of something else."""
    lines = "\n".join(_line_words(say, line) for line in shown.lines)
    return [section(f"{_title(say, shown)}\n{lines}"), context(*_sources(say, shown))]


def answer_message(say: Language, answer: FeeAnswer, may_edit: bool) -> Message:
    """What is kept of an amount, what is received, and what to charge to receive all of it."""
    results = _results(say, answer)
    blocks = [*answer_parts(say, answer), _buttons(say, "", may_edit, regions=(ALL,))]
    words = "\n".join(say("{label}: {value}", label=one, value=two) for one, two in results)
    return Message(text=f"{_question_words(say, answer)}\n{words}", blocks=blocks)


def answer_parts(say: Language, answer: FeeAnswer) -> list[Block]:
    """The same without a button, to be a part of something else."""
    return [
        section(_question_words(say, answer)),
        fields(f"*{label}*\n{value}" for label, value in _results(say, answer)),
        context(*_notes(say, answer)),
    ]


def help_message(say: Language, command: str) -> Message:
    """What can be typed, with the command's name as this workspace has it."""
    what = say("Shows what the processor keeps of a payment. You can type:")
    examples = [
        ("", say("the fees where the practice is")),
        ("120", say("what is kept of 120, and what to charge to receive all of it")),
        ("120 eur sepa", say("the same in another currency, by another method")),
        (say("£80 card"), say("signs and everyday words work too")),
        (say("uk"), say("the fees of another region")),
        (say("all"), say("the fees of all regions")),
    ]
    lines = [f"• `{_typed(command, example)}` – {does}" for example, does in examples]
    text = "\n".join([what, *lines])
    return Message(text=text, blocks=[section(text)])


def _typed(command: str, example: str) -> str:
    return f"{escape(command, limit=40)} {example}".rstrip()


def _title(say: Language, shown: FeeTable) -> str:
    what = say("What the processor keeps of every successful payment.")
    if shown.region == ALL:
        return say("*Processing fees*") + f"\n{what}"
    region = region_name(say, shown.region)
    return say("*Processing fees: {region}*", region=region) + f"\n{what}"


def _table(say: Language, lines: tuple[FeeLine, ...]) -> Block:
    heads = [say("Region"), say("Cards and wallets"), say("Direct debit")]
    return table([heads, *(_cells(say, line) for line in lines)])


def _cells(say: Language, line: FeeLine) -> list[str]:
    region = region_name(say, line.region, line.currency)
    return [region, fee_words(say, line.card), debit_words(say, line.debit)]


def _line_words(say: Language, line: FeeLine) -> str:
    region, card, debit = _cells(say, line)
    return say(
        "{region}: cards and wallets {card}; direct debit {debit}",
        region=region,
        card=card,
        debit=debit,
    )


def _sources(say: Language, shown: FeeTable) -> list[str]:
    """A line for each distinct source of the rows, then what will hold later."""
    rows = [row for line in shown.lines for row in (line.card, line.debit) if row]
    published = (_source_words(say, row, None) for row in rows if not row.own)
    own = [
        f"{what_it_is_for(say, one.row)}. {_source_words(say, one.row, one)}" for one in shown.own
    ]
    coming = [
        say(
            "{what}, from {day} on: {fee}",
            day=one.row.since,
            what=what_it_is_for(say, one.row),
            fee=fee_words(say, one.row),
        )
        for one in shown.coming
    ]
    return [*dict.fromkeys(published), *own, *coming]


def _buttons(
    say: Language,
    shown: str,
    may_edit: bool,
    regions: tuple[str, ...] = tuple(REGION_NAMES),
) -> Block:
    return actions(*_ways(say, shown, may_edit, regions), what_if_button(say))


def _ways(say: Language, shown: str, may_edit: bool, regions: tuple[str, ...]) -> list[Element]:
    ways = [button(region_name(say, one), REGION + one, one) for one in regions if one != shown]
    if may_edit:
        ways.append(own_fees_button(say))
    return ways


def own_fees_button(say: Language) -> Element:
    """Opens the form for the practice's own fees."""
    return button(say("Use our own fees"), OWN_FEES)


def _question_words(say: Language, answer: FeeAnswer) -> str:
    if answer.row.method == "card":
        return say("*{amount}* paid by card or wallet", amount=answer.amount)
    name = NAME_OF_METHOD[answer.row.method]
    return say("*{amount}* paid by {name} direct debit", amount=answer.amount, name=name)


def _results(say: Language, answer: FeeAnswer) -> list[tuple[str, str]]:
    receives = _receives_label(say, answer.row.own)
    whole = say("To receive the whole {amount}, charge", amount=answer.amount)
    charge = say.money(answer.charge) if answer.charge else say("not possible in one charge")
    return [
        (say("The processor keeps"), say.money(answer.kept)),
        (receives, say.money(answer.receives)),
        (whole, charge),
    ]


def _receives_label(say: Language, own: bool) -> str:
    return say("The practice receives") if own else say("The practice receives (estimate)")


def _notes(say: Language, answer: FeeAnswer) -> list[str]:
    """The row that was used, and what makes the answer less than certain."""
    row = answer.row
    notes = [f"{_row_words(say, answer)} {_source_words(say, row, answer.own)}"]
    if answer.receives.amount < 0:
        notes.append(say("The fee is higher than the amount."))
    if answer.assumed:
        notes.append(say("The practice’s place isn’t set yet, so this is for the United States."))
    if not row.own:
        notes.append(say("This is an estimate until an owner has entered the practice’s own fees."))
    return notes


def _source_words(say: Language, row: FeeRow, own: SavedFeeRow | None) -> str:
    """Since when the row holds and where it is from, in mrkdwn."""
    if own is None:
        return say("Published price list, read on {day}.", day=row.checked_on)
    return say(
        "The practice’s own fees since {since}, entered by {person}: “{source}”.",
        since=own.row.since,
        person=mention(own.by),
        source=escape(str(own.row.source)),
    )


def _row_words(say: Language, answer: FeeAnswer) -> str:
    row: FeeRow = answer.row
    if row.own:
        return say("{what}: {fee}.", what=method_name(say, row.method), fee=fee_words(say, row))
    region = region_name(say, row.region, row.currency)
    fee = fee_words(say, row) if row.method == "card" else debit_words(say, row)
    return say("{what}: {fee}.", what=region, fee=fee)
