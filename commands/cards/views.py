"""The windows in which a client is asked for a payment method, and the link is given to them."""

from commands.blocks import (
    Element,
    actions,
    button,
    context,
    labelled,
    modal,
    plain_section,
    section,
    sure,
    tick,
)
from commands.replies import Block, View
from desk.card_sheets import AskSheet, RequestSheet
from desk.card_states import CARD_REASONS, CARD_STATES, OTHER_REASON
from desk.language import Language
from desk.privacy import escape
from rules.payment_state import State
from storage.clients import Client

ASK = "cards:ask"
"""A button; its value is the client's id."""
SHOW, MAIL, QR = "cards:show", "cards:mail", "cards:qr"
WITHDRAW, SPOKEN = "cards:withdraw", "cards:spoken"
"""Buttons; their value is the request's uid."""
FORM, SPOKEN_FORM = "cards:form", "cards:spoken:form"
BY_MAIL, SAID_YES = "by_mail", "said_yes"
"""Fields with one tick."""
OPEN = "cards:open"
"""The button that leads to Stripe's page; its click says nothing new."""


def sheet_view(say: Language, sheet: AskSheet | RequestSheet) -> View:
    """The form, or the request that waits already."""
    return ask_view(say, sheet) if isinstance(sheet, AskSheet) else request_view(say, sheet)


def ask_view(say: Language, sheet: AskSheet) -> View:
    """Before a link is made."""
    blocks = [
        section(_who(say, sheet.client)),
        section(
            say("The client saves a card or bank account on Stripe’s page. Nothing is charged yet.")
        ),
    ]
    if sheet.mail_to:
        by_mail = say("Send the link to {email}", email=sheet.mail_to)
        blocks.append(labelled(say("E-mail"), tick(BY_MAIL, by_mail, ticked=True), optional=True))
    blocks += _read_aloud(say, sheet.words, optional=True)
    blocks += _notice(say, sheet.notice)
    blocks.append(context(_never_in_chat(say)))
    return modal(
        say("Ask for a card"),
        blocks,
        close=say("Cancel"),
        submit=say("Make the link"),
        callback_id=FORM,
        private=str(sheet.client.id),
    )


def request_view(say: Language, sheet: RequestSheet, notice: str = "") -> View:
    """From the first moment on: what has become of it, and the link while it works. `notice` in
    mrkdwn stands above."""
    asked = sheet.asked
    state = State(asked.state)
    blocks = [section(notice)] if notice else []
    blocks += [
        section(_who(say, sheet.client)),
        section(f"*{say.sentence(CARD_STATES[state])}*"),
    ]
    if asked.reason:
        blocks.append(section(say.sentence(CARD_REASONS.get(asked.reason, OTHER_REASON))))
    if asked.url:
        blocks += _link(say, sheet, asked.url)
    if state in (State.FAILED, State.CANCELLED):
        blocks.append(actions(button(say("Ask again"), ASK, str(sheet.client.id), "primary")))
    return modal(say("Ask for a card"), blocks, close=say("Close"))


def spoken_view(say: Language, sheet: RequestSheet) -> View:
    """What is read aloud to a client on the phone, before somebody opens the page for them."""
    return modal(
        say("On the phone"),
        [*_read_aloud(say, sheet.words, optional=False), *_notice(say, sheet.notice)],
        close=say("Cancel"),
        submit=say("Note it"),
        callback_id=SPOKEN_FORM,
        private=sheet.asked.uid,
    )


def _link(say: Language, sheet: RequestSheet, url: str) -> list[Block]:
    uid = sheet.asked.uid
    buttons: list[Element] = []
    if sheet.mail_to:
        buttons.append(button(say("Send by e-mail"), MAIL, uid, "primary"))
    buttons.append(button(say("QR code"), QR, uid))
    if sheet.spoken:
        buttons.append({**button(say("Open it now"), OPEN, uid, "primary"), "url": url})
    else:
        buttons.append(button(say("Client is on the phone"), SPOKEN, uid))
    really = sure(
        say("Withdraw the link?"),
        say("It leads nowhere from then on."),
        say("Withdraw"),
        say("Keep it"),
    )
    buttons.append(button(say("Withdraw"), WITHDRAW, uid, "danger", really))
    blocks = [
        plain_section(url),
        actions(*buttons),
        context(say("The link works for 24 hours, once. Whoever has it can save a method there.")),
        section(say("*To be copied into a message of your own*")),
        plain_section(sheet.letter),
    ]
    if sheet.spoken:
        blocks.append(context(say("The client said yes on the phone; that is noted.")))
    return [*blocks, *_notice(say, sheet.notice)]


def _read_aloud(say: Language, words: str, *, optional: bool) -> list[Block]:
    said_yes = tick(SAID_YES, say("I read this aloud, and the client said yes"))
    return [
        section(say("*If the client is on the phone or before you, read this aloud:*")),
        plain_section(words),
        labelled(say("Consent"), said_yes, optional=optional),
    ]


def _notice(say: Language, notice: str) -> list[Block]:
    if not notice:
        return []
    return [section(say("*New York has you tell every client:*")), plain_section(notice)]


def _who(say: Language, client: Client) -> str:
    return say("*{name}* · {reference}", name=escape(client.name), reference=client.reference)


def _never_in_chat(say: Language) -> str:
    return say("Never take a card number in chat or on paper: the client types it at Stripe.")
