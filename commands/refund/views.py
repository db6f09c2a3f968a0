"""The windows before a refund: which payment, how much of it, why, and what it comes to.

Names may stand here: only whoever asked sees it.
"""

from collections.abc import Iterator

from commands.blocks import (
    button,
    context,
    divider,
    fields,
    labelled,
    mention,
    modal,
    option,
    plain_section,
    section,
    select,
    text_input,
    tick,
)
from commands.charge.views import test_mark
from commands.charge.words import method_words
from commands.invoice.line_views import price_text
from commands.invoice.words import client_words
from commands.refund.forms import (
    ALL,
    ALONE,
    AMOUNT,
    ENDING,
    INVOICE,
    MAIL,
    NOTE,
    REASON,
    WORD,
    Form,
    private_of,
)
from commands.refund.words import END_WORDS, REASON_WORDS, state_words
from commands.replies import Block, View
from desk.days import day_in
from desk.language import Language
from desk.privacy import escape
from desk.refund_plans import ENDS, RefundPlan
from desk.refund_sheets import Choice, Payment, RefundSheet
from desk.refunds import LONGEST_NOTE
from rules.money import Money
from rules.payment_state import State

FORM = "refund:form"
PICK = "refund:pick:"
"""Begins the action_ids of the payments in a list; the value names one, and what was asked for."""


def choice_view(say: Language, choice: Choice, livemode: bool | None) -> View:
    """Recent payments, each with a button."""
    blocks = test_mark(say, livemode)
    if choice.payments:
        blocks.append(plain_section(say("Which payment do you want to refund?")))
        blocks += [_payment(say, choice, one) for one in choice.payments]
    else:
        blocks.append(plain_section(say("There is no payment that could be refunded.")))
    return modal(say("Refund"), blocks, close=say("Cancel"))


def refund_view(
    say: Language, sheet: RefundSheet, form: Form, livemode: bool | None, notice: str = ""
) -> View:
    """`notice`, plain, stands above. There is no button to refund where something is in the
    way."""
    plan = sheet.plan
    blocks = [*test_mark(say, livemode), *([plain_section(notice)] if notice else [])]
    blocks += [section(_paid(say, sheet)), *_history(say, plan)]
    if plan.in_the_way:
        words = escape(say.sentence(plan.in_the_way), 500)
        blocks.append(section(f":no_entry: {words}"))
        return modal(say("Refund"), blocks, close=say("Close"), private=private_of(form))
    blocks += [*_which_invoice(say, plan), _amount(say, plan), fields(_sums(say, plan)), divider()]
    blocks += [*_why(say, sheet), *_who_else(say, plan)]
    return modal(
        say("Refund"),
        blocks,
        close=say("Cancel"),
        submit=_submit(say, plan),
        callback_id=FORM,
        private=private_of(form),
    )


def _payment(say: Language, choice: Choice, payment: Payment) -> Block:
    charge = payment.charge
    words = say(
        "*{amount}* · {invoices} · {client}\n{day}, {method}; {left} can be refunded",
        amount=Money(charge.amount, charge.currency),
        invoices=", ".join(charge.shown["invoices"]),
        client=client_words(payment.payer),
        day=day_in(charge.changed_at, choice.time_zone),
        method=escape(method_words(say, charge.method)),
        left=Money(payment.left, charge.currency),
    )
    value = f"{charge.uid}:{choice.invoice_id or ''}:{choice.bill or ''}"
    return section(words, button(say("Refund…"), f"{PICK}{charge.id}", value))


def _paid(say: Language, sheet: RefundSheet) -> str:
    """In mrkdwn: who paid what, with what, when."""
    plan, charge = sheet.plan, sheet.plan.charge
    lines = [
        f"*{client_words(plan.payer)}*",
        say(
            "Paid {amount} on {day}, with {method}",
            amount=Money(plan.takings.paid.amount or charge.amount, charge.currency),
            day=day_in(charge.changed_at, sheet.time_zone),
            method=escape(method_words(say, charge.method)),
        ),
    ]
    lines.append(say("For {invoices}", invoices=", ".join(charge.shown["invoices"])))
    if plan.takings.paid.surcharge:
        surcharge = Money(plan.takings.paid.surcharge, charge.currency)
        lines.append(say("With a surcharge of {surcharge}", surcharge=surcharge))
    return "\n".join(lines)


def _history(say: Language, plan: RefundPlan) -> list[Block]:
    """What went back before, or is about to."""
    told = [one for one in plan.takings.refunds if one.state != State.CANCELLED]
    return [context(*(state_words(say, one) for one in told))] if told else []


def _which_invoice(say: Language, plan: RefundPlan) -> Iterator[Block]:
    if len(plan.takings.left) < 2:
        return
    options = [option(say("All that it has paid"), ALL)]
    for invoice_id, left in sorted(plan.takings.left.items()):
        amount = say.money(Money(left, plan.currency))
        words = f"{plan.invoices[invoice_id].reference} · {amount}"
        options.append(option(words, str(invoice_id)))
    yield section(
        say("*Which invoice*"), select(INVOICE, options, str(plan.wish.invoice_id or ALL))
    )


def _amount(say: Language, plan: RefundPlan) -> Block:
    begins = price_text(say, plan.back.bill, plan.currency)
    return labelled(
        say("Amount, in {currency}", currency=plan.currency.upper()),
        text_input(AMOUNT, begins, 30, begins),
        hint=say(
            "At most {most}. Press Enter after a change to see what it comes to.",
            most=Money(plan.bill_left, plan.currency),
        ),
        tells=True,
    )


def _sums(say: Language, plan: RefundPlan) -> list[str]:
    back = plan.back
    gets = say("*The client gets back*\n{amount}", amount=Money(back.amount, plan.currency))
    if back.surcharge:
        gets += "\n" + say(
            "{bill} and {surcharge} of the surcharge",
            bill=Money(back.bill, plan.currency),
            surcharge=Money(back.surcharge, plan.currency),
        )
    return [gets, _loses(say, plan)]


def _loses(say: Language, plan: RefundPlan) -> str:
    """Stripe keeps its fee of what went back."""
    if plan.kept is None:
        return say("*The practice loses*\nthe fee, which Stripe keeps")
    if plan.about:
        return say("*The practice loses*\nabout {fee}, the fee that Stripe keeps", fee=plan.kept)
    return say("*The practice loses*\n{fee}, the fee that Stripe keeps", fee=plan.kept)


def _why(say: Language, sheet: RefundSheet) -> Iterator[Block]:
    reasons = [option(say.sentence(words), one) for one, words in REASON_WORDS.items()]
    yield labelled(say("Why"), select(REASON, reasons, reasons[0]["value"]))
    if sheet.plan.takings.counted:
        ends = [option(say.sentence(END_WORDS[one]), one) for one in ENDS]
        yield labelled(say("The invoice"), select(ENDING, ends, ENDS[0]))
    yield labelled(
        say("A note, for the practice alone"),
        text_input(NOTE, "", LONGEST_NOTE),
        hint=say("Write nothing about health here, and never a card number."),
        optional=True,
    )
    if sheet.mail_to:
        words = say("Write to {address}", address=sheet.mail_to)
        yield labelled(say("E-mail"), tick(MAIL, words, ticked=True), optional=True)


def _who_else(say: Language, plan: RefundPlan) -> Iterator[Block]:
    """Who has to agree, and the word where nobody can."""
    if plan.second and plan.approvers:
        who = ", ".join(map(mention, plan.approvers))
        yield context(say("It waits until one of them approves: {who}", who=who))
    elif plan.second:
        word = say.sentence(WORD)
        yield labelled(
            say("This is above the practice’s limit, and nobody else can approve it"),
            text_input(ALONE, word, 20),
            hint=say("Type {word} to confirm it alone. The audit log says so.", word=word),
            optional=True,
        )


def _submit(say: Language, plan: RefundPlan) -> str:
    amount = Money(plan.back.amount, plan.currency)
    if plan.second and plan.approvers:
        return say("Ask for {amount}", amount=amount)
    return say("Refund {amount}", amount=amount)
