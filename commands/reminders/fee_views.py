"""The fee report, as it comes to the staff by the month: a table by payment method. The picture
follows it."""

from collections.abc import Iterator, Sequence

from commands.blocks import actions, context, header, section, table
from commands.charge.views import test_mark
from commands.reminders.why_views import why_button
from commands.replies import Message
from desk.language import Language
from desk.reminders.fee_report import FeeLine, FeeReport
from desk.reminders.fee_words import method_words, report_title
from rules.money import Money
from storage.reminders import Reminder


def fees_message(
    say: Language, report: FeeReport, came: Reminder, livemode: bool | None
) -> Message:
    """`came`: the report itself, for why it came."""
    title = report_title(say, report.month)
    rows = [_heads(say), *_rows(say, report)]
    above = [*test_mark(say, livemode), header(title)]
    below = [context(*_notes(say, report)), actions(why_button(say, came))]
    lines = "\n".join(_line_words(say, rows[0], row) for row in rows[1:])
    return Message(
        f"{title}: {_kept_words(say, report)}",
        [*above, table(rows), *below],
        plain=[*above, section(lines), *below],
    )


def _heads(say: Language) -> list[str]:
    return [
        say("Paid by"),
        say("Payments"),
        say("Came in"),
        say("Stripe kept"),
        say("Passed on"),
        say("Absorbed"),
        say("By the fee rows"),
    ]


def _rows(say: Language, report: FeeReport) -> Iterator[list[str]]:
    for currency in report.currencies:
        lines = [one for one in report.lines if one.currency == currency]
        yield from (_cells(say, method_words(say, one.method), one) for one in lines)
        if len(lines) > 1:
            yield _cells(say, say("Total"), report.total(currency))


def _cells(say: Language, name: str, line: FeeLine) -> list[str]:
    amounts = (line.came, line.kept, line.passed_on, line.absorbed)
    expected = _money(say, line.expected, line) if line.compared else ""
    return [name, str(line.payments), *(_money(say, one, line) for one in amounts), expected]


def _line_words(say: Language, heads: Sequence[str], row: Sequence[str]) -> str:
    values = (
        say("{label}: {value}", label=head, value=value)
        for head, value in zip(heads[1:], row[1:], strict=True)
        if value
    )
    return f"*{row[0]}* · {' · '.join(values)}"


def _notes(say: Language, report: FeeReport) -> Iterator[str]:
    yield say(
        "Passed on is what clients paid of the fees, less what went back to them; absorbed is what"
        " the practice bore. Fees of disputes are among what Stripe kept."
    )
    for one in report.lines:
        if one.compared:
            yield _compared(say, one)


def _compared(say: Language, line: FeeLine) -> str:
    """Of those payments whose fee is known to the cent."""
    values = {
        "method": method_words(say, line.method),
        "count": say.plural("{n} payment", "{n} payments", line.compared),
        "took": Money(line.took, line.currency),
        "expected": Money(line.expected, line.currency),
        "difference": Money(abs(line.more), line.currency),
    }
    if line.more > 0:
        return say(
            "{method}: of {count} Stripe kept {took}, {difference} more than the {expected} of the"
            " fee rows. Cards from abroad cost more; /fees has the rows.",
            **values,
        )
    if line.more < 0:
        return say(
            "{method}: of {count} Stripe kept {took}, {difference} less than the {expected} of the"
            " fee rows. /fees has the rows.",
            **values,
        )
    return say("{method}: of {count} Stripe kept {took}, as the fee rows say.", **values)


def _kept_words(say: Language, report: FeeReport) -> str:
    kept = [_money(say, report.total(one).kept, report.total(one)) for one in report.currencies]
    return say("Stripe kept {amounts}", amounts=", ".join(kept))


def _money(say: Language, amount: int, line: FeeLine) -> str:
    return say.money(Money(amount, line.currency))
