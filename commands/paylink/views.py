"""The window before a payment link is made: who pays what, in which way, and what it comes to.

Names may stand here: only whoever asked sees it.
"""

from collections.abc import Iterator
from datetime import date

from commands.blocks import (
    Element,
    context,
    divider,
    fields,
    labelled,
    modal,
    multi_select,
    option,
    plain_section,
    section,
    select,
    text_input,
)
from commands.charge.fee_words import fee_blocks
from commands.charge.views import test_mark
from commands.invoice.line_views import price_text
from commands.invoice.words import client_words
from commands.paylink.forms import AMOUNT, INVOICES, KIND, Form, private_of
from commands.paylink.words import kind_words
from commands.replies import Block, Option, View
from desk.charge_fees import Fees
from desk.invoice_words import due_words
from desk.language import Language
from desk.link_plans import LinkPlan
from desk.link_sheets import LinkSheet
from desk.privacy import escape
from rules.money import Money
from storage.invoices import Invoice

FORM = "paylink:form"


def paylink_view(
    say: Language, sheet: LinkSheet, form: Form, livemode: bool | None, notice: str = ""
) -> View:
    """`notice` in mrkdwn stands above. There is no button to make the link where something is in
    the way."""
    plan = sheet.plan
    blocks = [*test_mark(say, livemode), *([section(notice)] if notice else [])]
    blocks += [section(_who(say, plan)), *_invoices(say, sheet)]
    if not plan.in_the_way and len(plan.parts) == 1:
        blocks.append(_amount(say, plan))
    blocks += [*_kind(say, plan), divider()]
    blocks += [_comes_to(say, plan, one, sheet.fees[one]) for one in plan.kinds]
    blocks += fee_blocks(say, plan)
    if plan.in_the_way:
        blocks.append(section(f":no_entry: {escape(say.sentence(plan.in_the_way), 500)}"))
        return modal(
            say("Send a payment link"), blocks, close=say("Close"), private=private_of(form)
        )
    if plan.open:
        blocks.append(context(say("A link of it is open already; it is closed when this is made.")))
    return modal(
        say("Send a payment link"),
        blocks,
        close=say("Cancel"),
        submit=say("Make the link"),
        callback_id=FORM,
        private=private_of(form),
    )


def _who(say: Language, plan: LinkPlan) -> str:
    """The clients, and the payer where that is another."""
    whose = {part.invoice.client_id for part in plan.parts}
    words = ", ".join(f"*{client_words(plan.clients[one])}*" for one in sorted(whose))
    if whose == {plan.payer.id}:
        return words
    return say("{clients}\nPaid by {payer}", clients=words, payer=f"*{client_words(plan.payer)}*")


def _invoices(say: Language, sheet: LinkSheet) -> Iterator[Block]:
    plan = sheet.plan
    chosen = [part.invoice for part in plan.parts]
    if not chosen[0].id:
        yield plain_section(say("A new invoice is made with the link: “Payment”, without tax."))
        return
    lines = [f"• {one.reference} · {say.money(Money(one.due, one.currency))}" for one in chosen]
    if len(lines) > 1:
        lines.append(say("Together: {amount}", amount=Money(plan.bill, plan.currency)))
    yield section("\n".join(lines), _others(say, sheet, chosen))


def _others(say: Language, sheet: LinkSheet, chosen: list[Invoice]) -> Element | None:
    if len(sheet.offered) < 2:
        return None
    options = [_offered(say, sheet, one) for one in sheet.offered]
    return multi_select(INVOICES, options, [str(one.id) for one in chosen])


def _offered(say: Language, sheet: LinkSheet, invoice: Invoice) -> Option:
    due = due_words(say, date.fromisoformat(invoice.due_on), sheet.today)
    amount = say.money(Money(invoice.due, invoice.currency))
    return option(f"{invoice.reference} · {amount} · {due}", str(invoice.id))


def _amount(say: Language, plan: LinkPlan) -> Block:
    """In part, too."""
    [part] = plan.parts
    begins = price_text(say, part.amount, plan.currency)
    return labelled(
        say("Amount, in {currency}", currency=plan.currency.upper()),
        text_input(AMOUNT, begins, 30, begins),
        hint=say("Press Enter after a change to see what it comes to."),
        tells=True,
    )


def _kind(say: Language, plan: LinkPlan) -> Iterator[Block]:
    words = say("*How the client pays*")
    if len(plan.kinds) < 2:
        yield section(f"{words}\n{kind_words(say, plan.kind)}")
        return
    options = [option(kind_words(say, one), one) for one in plan.kinds]
    yield section(words, select(KIND, options, plan.kind))


def _comes_to(say: Language, plan: LinkPlan, kind: str, fees: Fees) -> Block:
    """What the client pays and the practice receives in that way; the chosen one stands out."""
    title = kind_words(say, kind)
    charge = Money(plan.bill + fees.surcharge, plan.currency)
    shown = [f"*{title}*" if kind == plan.kind else title]
    sums = [*shown, say("The client pays {amount}", amount=charge)]
    if fees.quote is not None:
        receives = Money(fees.quote.practice_receives, plan.currency)
        if fees.estimate:
            words = say("The practice receives about {amount}, an estimate", amount=receives)
        else:
            words = say("The practice receives {amount}", amount=receives)
        sums.append(words)
    return fields(["\n".join(sums)])
