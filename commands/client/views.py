"""A client's card, the list that a search finds, and the form of a client.

Names stand here because every answer is private: only whoever asked sees it.
"""

from collections.abc import Sequence
from datetime import date

from commands.blocks import (
    Element,
    actions,
    button,
    context,
    fields,
    labelled,
    modal,
    option,
    plain_section,
    searching_select,
    section,
    select,
    text_input,
    tick,
)
from commands.cards.method_views import methods_block
from commands.cards.views import ASK
from commands.charge.buttons import client_button
from commands.client.erasure_views import ERASE
from commands.client.reach_views import reach_blocks, stop_button
from commands.invoice.list_views import NEW as NEW_INVOICE
from commands.paylink.buttons import client_button as link_button
from commands.refund.buttons import client_button as refund_button
from commands.reminders.card_views import paused_rows, reminders_button
from commands.replies import Block, Message, Option, View
from desk.client_forms import (
    AS_PRACTICE,
    CITY,
    EMAIL,
    LANGUAGE,
    LONGEST_NAME,
    NAME,
    PAYER,
    PHONE,
    PLACE,
    POSTAL_CODE,
    STREET,
)
from desk.clients import ClientCard
from desk.language import Language
from desk.place_names import place_name
from desk.privacy import cut, escape
from rules.money import Money
from rules.places import Place
from rules.roles import Action, Role, may
from storage.clients import Address, Client
from storage.invoices import Invoice
from storage.reminder_pauses import CLIENT

FIND = "client:find"
SHOW = "client:show"
NEW = "client:new"
EDIT = "client:edit"
FORM = "client:form"
ASK_TOO = "ask_for_card"
"""A tick in the form of a new client."""
ANYWAY = "client:anyway"
OPTION_NAME = 45


def list_message(say: Language, found: Sequence[Client], asked: str, may_edit: bool) -> Message:
    """Those whom `asked` finds, or the first by name where nothing was asked."""
    title = say("*Clients*") if not asked else say("*Clients: {asked}*", asked=escape(asked, 60))
    blocks = [section(title)]
    if not found:
        blocks.append(plain_section(_nobody(say, asked)))
    blocks += [
        section(client_line(say, one), button(say("Open"), SHOW, str(one.id))) for one in found
    ]
    blocks.append(actions(*_ways_on(say, may_edit)))
    return Message(title, blocks)


def card_message(say: Language, card: ClientCard, role: Role) -> Message:
    """Everything that is known of a client, with what somebody in that role may do with it."""
    client = card.client
    if card.erased_on is not None:
        return _erased_message(say, client, card.erased_on)
    title = say("*{name}* · {reference}", name=escape(client.name), reference=client.reference)
    blocks = [section(title), fields(_facts(say, card))]
    if card.newest:
        lines = [_invoice_line(say, one) for one in card.newest]
        blocks.append(section("\n".join(lines)))
    blocks.append(methods_block(say, card.methods))
    blocks += paused_rows(say, card.pauses, f"{CLIENT}:{client.id}", client.id)
    blocks += reach_blocks(say, card, role)
    blocks.append(actions(*_buttons(say, card, role), _search(say)))
    return Message(title, blocks)


def _buttons(say: Language, card: ClientCard, role: Role) -> list[Element]:
    client, of_client = card.client, str(card.client.id)
    ways = (
        (Action.CHARGE, client_button(say, client.id)),
        (Action.SEND_LINKS, link_button(say, client.id)),
        (Action.ASK_REFUNDS, refund_button(say, client.id)),
        (Action.ADD_CARDS, button(say("Ask for a card"), ASK, of_client)),
        (Action.EDIT_CLIENTS, button(say("Edit"), EDIT, of_client)),
        (Action.EDIT_INVOICES, button(say("New invoice"), NEW_INVOICE, of_client)),
        (Action.ERASE, button(say("Erase…"), ERASE, of_client, style="danger")),
    )
    shown = [one for action, one in ways if may(role, action)]
    reminders = reminders_button(say, card.pauses, f"{CLIENT}:{client.id}", role)
    return [*shown, *reminders, *stop_button(say, card, role)]


def client_line(say: Language, client: Client) -> str:
    """In mrkdwn: with the reference, so that two of a name can't be mistaken for each other."""
    parts = [f"*{escape(client.name)}*", client.reference]
    return " · ".join([*parts, escape(client.email)] if client.email else parts)


def client_option(client: Client) -> Option:
    """Of a select: the name, and what tells two of a name apart."""
    told = " · ".join(filter(None, [client.reference, client.email]))
    return option(f"{cut(client.name, OPTION_NAME)} · {told}", str(client.id))


def form_view(
    say: Language,
    card: ClientCard | None = None,
    notice: str = "",
) -> View:
    """Of a new client, or of one that is there. `notice` in mrkdwn stands above."""
    client = card.client if card else None
    blocks = [section(notice)] if notice else []
    blocks += [*_who(say, client), *_where(say, client), _payer(say, card)]
    if client is None:
        blocks.append(labelled(say("Card"), tick(ASK_TOO, say("Ask for a card")), optional=True))
    blocks.append(context(say("Write nothing about health here, and never a card number.")))
    return modal(
        say("Client") if client else say("New client"),
        blocks,
        close=say("Cancel"),
        submit=say("Save"),
        callback_id=FORM,
        private=str(client.id) if client else "",
    )


def same_name_view(say: Language, same: Sequence[Client], form: str) -> View:
    """There is one of that name: a new client, or the same? `form`: what was typed, to go on."""
    words = say("There is a client of that name already. Is it the same person?")
    blocks = [plain_section(words)]
    blocks += [
        section(client_line(say, one), button(say("Same person"), SHOW, str(one.id)))
        for one in same[:10]
    ]
    return modal(
        say("New client"),
        blocks,
        close=say("Cancel"),
        submit=say("Add as new"),
        callback_id=ANYWAY,
        private=form,
    )


def card_view(say: Language, card: ClientCard, role: Role, notice: str = "") -> View:
    """The card in a window."""
    message = card_message(say, card, role)
    blocks = [section(notice)] if notice else []
    return modal(say("Client"), [*blocks, *message.blocks], close=say("Close"))


def _erased_message(say: Language, client: Client, day: date) -> Message:
    words = say(
        "*{reference}*: this client’s data was erased on {day}. The invoices are kept.",
        reference=client.reference,
        day=day,
    )
    return Message(words, [section(words), actions(_search(say))])


def _nobody(say: Language, asked: str) -> str:
    if asked:
        return say("Nobody is found. Try another part of the name, the reference, or the e-mail.")
    return say("There are no clients yet.")


def _ways_on(say: Language, may_edit: bool) -> list[Element]:
    new = [button(say("New client"), NEW, style="primary")] if may_edit else []
    return [_search(say), *new]


def _search(say: Language) -> Element:
    return searching_select(FIND, say("Name, reference or e-mail"))


def _facts(say: Language, card: ClientCard) -> list[str]:
    client = card.client
    owed = [say.money(Money(amount, currency)) for currency, amount in card.owes.items() if amount]
    return [
        say("*Owes*\n{amounts}", amounts=", ".join(owed) or say("nothing")),
        say("*E-mail*\n{email}", email=escape(client.email or "–")),
        say("*Phone*\n{phone}", phone=escape(client.phone or "–")),
        say("*Address*\n{address}", address=escape(_address_line(say, client.address) or "–")),
        say("*Language*\n{language}", language=_language_name(say, client.language)),
        say("*Who pays*\n{who}", who=_payer_words(say, card)),
    ]


def _payer_words(say: Language, card: ClientCard) -> str:
    if card.payer is None:
        return say("the client")
    return f"{escape(card.payer.name)} · {card.payer.reference}"


def _address_line(say: Language, address: Address) -> str:
    country = address.country and place_name(Place(address.country, address.state or None), say)
    town = " ".join(filter(None, [address.postal_code, address.city]))
    return ", ".join(filter(None, [address.line1, address.line2, town, country]))


def _language_name(say: Language, code: str | None) -> str:
    return str(say.locale.languages[code]) if code else say("as the practice")


def _invoice_line(say: Language, invoice: Invoice) -> str:
    return say(
        "{reference}: {amount}, due {day}",
        reference=invoice.reference,
        amount=Money(invoice.due, invoice.currency),
        day=date.fromisoformat(invoice.due_on),
    )


def _who(say: Language, client: Client | None) -> list[Block]:
    languages = [option(say("As the practice"), AS_PRACTICE)]
    languages += [option(_language_name(say, code), code) for code in ("en", "fr")]
    chosen = (client and client.language) or AS_PRACTICE
    return [
        labelled(say("Name"), text_input(NAME, "", LONGEST_NAME, client.name if client else "")),
        _optional(say("E-mail"), EMAIL, (client and client.email) or "", "ada@example.org"),
        _optional(say("Phone"), PHONE, (client and client.phone) or "", "+1 512 555 0100"),
        labelled(say("Language"), select(LANGUAGE, languages, chosen=chosen)),
    ]


def _where(say: Language, client: Client | None) -> list[Block]:
    address = client.address if client else Address()
    place = str(Place(address.country, address.state or None)) if address.country else ""
    return [
        _optional(say("Street"), STREET, address.line1),
        _optional(say("Postal code"), POSTAL_CODE, address.postal_code),
        _optional(say("City"), CITY, address.city),
        _optional(
            say("Country or region"),
            PLACE,
            place,
            "US-TX, CA-QC, FR",
            hint=say("A code or a name. It decides which fee rules hold for this client."),
        ),
    ]


def _payer(say: Language, card: ClientCard | None) -> Block:
    chosen = client_option(card.payer) if card and card.payer else None
    return labelled(
        say("Who pays, if not the client"),
        searching_select(PAYER, say("Name, reference or e-mail"), chosen),
        hint=say("Such as a parent. Add them as a client first."),
        optional=True,
    )


def _optional(label: str, name: str, begins: str, example: str = "", hint: str = "") -> Block:
    return labelled(
        label, text_input(name, example, LONGEST_NAME, begins), hint=hint, optional=True
    )
