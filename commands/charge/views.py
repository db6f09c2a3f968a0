"""The window before a charge: who pays what for what, by which card, and what is in its way.

Names and lines may stand here: only whoever asked sees it.
"""

from collections.abc import Iterator
from datetime import date

from commands.blocks import (
    Element,
    actions,
    context,
    divider,
    fields,
    labelled,
    mention,
    modal,
    multi_select,
    option,
    plain_section,
    section,
    select,
    text_input,
    tick,
)
from commands.charge.buttons import ask_button
from commands.charge.fee_words import fee_blocks, read_aloud
from commands.charge.forms import AMOUNT, INVOICES, METHOD, WORD, Form, private_of
from commands.charge.words import expiry_words, method_words
from commands.elsewhere.buttons import elsewhere_button
from commands.invoice.line_views import price_text
from commands.invoice.words import client_words, line_words
from commands.paylink.buttons import client_button as link_button
from commands.replies import Block, Option, View
from desk.charge_plans import Plan
from desk.charge_sheets import Sheet
from desk.charge_states import state_words
from desk.charges import AGAIN, TOLD
from desk.days import day_in
from desk.invoice_words import due_words
from desk.language import Language
from desk.privacy import cut, escape
from rules.card_tries import WITHIN_DAYS
from rules.money import Money
from storage.consents import SPOKEN, Consent
from storage.invoices import Invoice
from storage.operations import ALONE
from storage.stripe_clients import SavedMethod

FORM = "charge:form"
LINES_SHOWN = 10


def test_mark(say: Language, livemode: bool | None) -> list[Block]:
    """`livemode` as the practice has it: under a test key it is said on top."""
    if livemode is not False:
        return []
    return [context(say(":test_tube: *TEST* – no real money moves here."))]


def charge_view(
    say: Language, sheet: Sheet, form: Form, livemode: bool | None, notice: str = ""
) -> View:
    """`notice` in mrkdwn stands above. There is no button to charge where something is in the
    way."""
    plan = sheet.plan
    blocks = [*test_mark(say, livemode), *([section(notice)] if notice else [])]
    blocks += [section(_who(say, plan)), *_invoices(say, sheet)]
    if not plan.in_the_way and len(plan.parts) == 1:
        blocks.append(_amount(say, plan))
    blocks += [*_method(say, sheet), divider(), fields(_sums(say, plan))]
    blocks += fee_blocks(say, plan)
    blocks += _before(say, sheet)
    if plan.in_the_way:
        blocks.append(section(f":no_entry: {escape(say.sentence(plan.in_the_way), 500)}"))
        if ways := _other_ways(say, plan):
            blocks.append(actions(*ways))
        return modal(say("Charge a card"), blocks, close=say("Close"), private=private_of(form))
    return modal(
        say("Charge a card"),
        [*blocks, *_to_be_said(say, sheet), *_or_elsewhere(say, plan)],
        close=say("Cancel"),
        submit=_submit(say, plan),
        callback_id=FORM,
        private=private_of(form),
    )


def _other_ways(say: Language, plan: Plan) -> list[Element]:
    """Where the card can't be charged."""
    ways = []
    if plan.method is None or plan.tries.in_the_way:
        ways += [ask_button(say, plan.payer.id), link_button(say, plan.payer.id)]
    return [*ways, *_elsewhere(say, plan)]


def _or_elsewhere(say: Language, plan: Plan) -> list[Block]:
    ways = _elsewhere(say, plan)
    return [actions(*ways)] if ways else []


def _elsewhere(say: Language, plan: Plan) -> list[Element]:
    """Where there is an invoice by now."""
    ids = [part.invoice.id for part in plan.parts if part.invoice.id]
    return [elsewhere_button(say, ids)] if ids else []


def _submit(say: Language, plan: Plan) -> str:
    amount = Money(plan.charge, plan.currency)
    if plan.second and plan.approvers:
        return say("Ask for {amount}", amount=amount)
    return say("Charge {amount}", amount=amount)


def _who(say: Language, plan: Plan) -> str:
    """The clients, and the payer where that is another."""
    whose = {part.invoice.client_id for part in plan.parts}
    words = ", ".join(f"*{client_words(plan.clients[one])}*" for one in sorted(whose))
    if whose == {plan.payer.id}:
        return words
    return say("{clients}\nPaid by {payer}", clients=words, payer=f"*{client_words(plan.payer)}*")


def _invoices(say: Language, sheet: Sheet) -> Iterator[Block]:
    plan = sheet.plan
    chosen = [part.invoice for part in plan.parts]
    if not chosen[0].id:
        yield plain_section(say("A new invoice is made with the charge: “Payment”, without tax."))
        return
    words = "\n".join(
        f"• {one.reference} · {say.money(Money(one.due, one.currency))}" for one in chosen
    )
    yield section(words, _others(say, sheet, chosen))
    if sheet.lines:
        yield section("\n".join(_lines(say, sheet)))


def _others(say: Language, sheet: Sheet, chosen: list[Invoice]) -> Element | None:
    if len(sheet.offered) < 2:
        return None
    options = [_offered(say, sheet, one) for one in sheet.offered]
    return multi_select(INVOICES, options, [str(one.id) for one in chosen])


def _offered(say: Language, sheet: Sheet, invoice: Invoice) -> Option:
    due = due_words(say, date.fromisoformat(invoice.due_on), sheet.today)
    amount = say.money(Money(invoice.due, invoice.currency))
    return option(f"{invoice.reference} · {amount} · {due}", str(invoice.id))


def _lines(say: Language, sheet: Sheet) -> Iterator[str]:
    """What stands on the only invoice, and its tax."""
    [part] = sheet.plan.parts
    invoice = part.invoice
    for line in sheet.lines[:LINES_SHOWN]:
        yield f"• {line_words(say, line, invoice.currency, {}, {})}"
    if len(sheet.lines) > LINES_SHOWN:
        n = len(sheet.lines) - LINES_SHOWN
        yield say.plural("{n} more is not shown.", "{n} more are not shown.", n)
    if tax := invoice.total - invoice.net:
        yield say(
            "Tax {tax}, total {total}",
            tax=Money(tax, invoice.currency),
            total=Money(invoice.total, invoice.currency),
        )


def _amount(say: Language, plan: Plan) -> Block:
    """In part, too."""
    [part] = plan.parts
    begins = price_text(say, part.amount, plan.currency)
    return labelled(
        say("Amount, in {currency}", currency=plan.currency.upper()),
        text_input(AMOUNT, begins, 30, begins),
        hint=say("Press Enter after a change to see what it comes to."),
        tells=True,
    )


def _method(say: Language, sheet: Sheet) -> Iterator[Block]:
    plan = sheet.plan
    if plan.method is None:
        return
    words = say("*Payment method*\n{method}", method=escape(method_words(say, vars(plan.method))))
    choice = None
    if len(plan.methods) > 1:
        options = [_of_method(say, one) for one in plan.methods]
        choice = select(METHOD, options, plan.method.method_id)
    yield section(words, choice)
    if expiry := expiry_words(say, vars(plan.method), sheet.today):
        yield context(f":warning: {expiry}")
    if sheet.consent is not None:
        yield context(_consent(say, sheet.consent, sheet.settings.time_zone))


def _consent(say: Language, consent: Consent, time_zone: str) -> str:
    day = day_in(consent.at, time_zone)
    if consent.how == SPOKEN and consent.recorded_by:
        who = mention(consent.recorded_by)
        return say("Consent: given to {person} on the phone, {day}.", person=who, day=day)
    return say("Consent: given on Stripe’s page, {day}.", day=day)


def _of_method(say: Language, method: SavedMethod) -> Option:
    return option(cut(method_words(say, vars(method)), 75), method.method_id)


def _sums(say: Language, plan: Plan) -> list[str]:
    made, currency = plan.fees.quote, plan.currency
    sums = [say("*The client pays*\n{amount}", amount=Money(plan.charge, currency))]
    if made is None:
        return sums
    receives = Money(made.practice_receives, currency)
    if plan.fees.estimate:
        sums.append(say("*The practice receives*\nabout {amount}, an estimate", amount=receives))
    else:
        sums.append(say("*The practice receives*\n{amount}", amount=receives))
    return sums


def _before(say: Language, sheet: Sheet) -> list[Block]:
    """A link that is closed for it, the last charge, and how often the card was declined of
    late."""
    plan, lines = sheet.plan, []
    if sheet.linked and not plan.in_the_way:
        lines.append(say("A payment link waits for the client. It is closed before the charge."))
    if plan.last is not None:
        lines.append(
            say(
                "Last charge: {amount} on {day}. {state}.",
                amount=Money(plan.last.amount, plan.last.currency),
                day=day_in(plan.last.asked_at, sheet.settings.time_zone),
                state=state_words(plan.last),
            )
        )
    if plan.tries.used:
        lines.append(
            say.plural(
                "Declined {n} time in {days} days; {left} tries left.",
                "Declined {n} times in {days} days; {left} tries left.",
                plan.tries.used,
                days=WITHIN_DAYS,
                left=plan.tries.left,
            )
        )
    return [context(*lines)] if lines else []


def _to_be_said(say: Language, sheet: Sheet) -> Iterator[Block]:
    """What the person has to tick or type first, and who else has to agree."""
    plan = sheet.plan
    if plan.fees.surcharge:
        yield section(read_aloud(say, plan))
        yield labelled(say("The surcharge"), tick(TOLD, say("The client was told")), optional=True)
    if plan.same is not None:
        amount = Money(plan.same.amount, plan.same.currency)
        words = say(":warning: *{amount} was charged to the same client just now.*", amount=amount)
        yield section(words)
        yield labelled(say("A second charge"), tick(AGAIN, say("It is meant")), optional=True)
    if plan.second and plan.approvers:
        who = ", ".join(map(mention, plan.approvers))
        yield context(
            say("This is above your limit. It waits until one of them approves: {who}", who=who)
        )
    elif plan.second:
        word = say.sentence(WORD)
        yield labelled(
            say("This is above your limit, and nobody else can approve it"),
            text_input(ALONE, word, 20),
            hint=say("Type {word} to confirm it alone. The audit log says so.", word=word),
            optional=True,
        )
