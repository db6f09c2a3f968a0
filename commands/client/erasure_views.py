"""The question before a client is erased, and what is left to do after it."""

from commands.blocks import context, labelled, modal, section, text_input
from commands.replies import View
from desk.erasure import TYPED, Erasure
from desk.language import Language
from desk.privacy import escape
from rules.money import Money

ERASE = "client:erase"
ERASE_FORM = "client:erase_form"


def erasure_view(say: Language, what: Erasure) -> View:
    """What goes, what stays, what is still owed."""
    client = what.client
    name = escape(client.name)
    lines = [
        say("*{name}* · {reference}", name=name, reference=client.reference),
        say(
            "Name, e-mail, phone, address and saved payment methods are erased for good, and so is "
            "what their invoices say that it was for. This can’t be undone."
        ),
    ]
    if what.invoices:
        words = say.plural(
            "One invoice stays, as the law wants it, with the reference in place of the name.",
            "{n} invoices stay, as the law wants it, with the reference in place of the name.",
            what.invoices,
        )
        lines.append(words)
    owed = [say.money(Money(amount, currency)) for currency, amount in what.owes.items() if amount]
    if owed:
        words = say(
            "*Still to be paid: {amounts}.* Nobody can be asked for it any more.",
            amounts=", ".join(owed),
        )
        lines.append(words)
    typed = labelled(
        say("Type {reference} to go on", reference=client.reference),
        text_input(TYPED, client.reference),
    )
    return modal(
        say("Erase client"),
        [section("\n".join(lines)), typed],
        close=say("Cancel"),
        submit=say("Erase for good"),
        callback_id=ERASE_FORM,
        private=str(client.id),
    )


def done_view(say: Language, done: Erasure) -> View:
    """Paydesk doesn't reach into Stripe and into backups: that is said."""
    blocks = [section(say("*{reference} is erased.*", reference=done.client.reference))]
    if done.customers:
        customers = ", ".join(escape(one) for one in done.customers)
        words = say(
            "Stripe still knows the client, as {customers}: delete that at dashboard.stripe.com.",
            customers=customers,
        )
        blocks.append(section(words))
    blocks.append(context(say("Backups that were made before still have the name.")))
    return modal(say("Erase client"), blocks, close=say("Close"))
