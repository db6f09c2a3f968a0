"""A client's payment methods: on their card, and in a window where they are changed."""

from datetime import date

from commands.blocks import (
    Element,
    actions,
    button,
    context,
    mention,
    modal,
    plain_section,
    section,
    sure,
)
from commands.cards.views import ASK, SHOW
from commands.charge.words import method_words
from commands.replies import Block, View
from desk.card_states import CARD_REASONS, CARD_STATES
from desk.charge_states import state_words
from desk.days import day_in
from desk.language import Language
from desk.method_sending import IN_USE
from desk.methods import BEING_PAID, MethodsSheet, Saved
from desk.privacy import escape
from processor.setups import Portal
from rules.money import Money
from storage.consents import SPOKEN, Consent
from storage.operations import Operation

METHODS, PORTAL = "cards:methods", "cards:portal"
"""Buttons; their value is the client's id."""
REMOVE, DEFAULT = "cards:remove", "cards:default"
"""Buttons; their value is the client's id and the method's: "12:pm_1"."""
CONSENTS_SHOWN = 5


def methods_block(say: Language, sheet: MethodsSheet) -> Block:
    """On the client's card."""
    lines = [f"• {_method_line(say, one)}" for one in sheet.methods] or [say("none saved")]
    title = say("*Payment methods*")
    button_there = button(say("Payment methods"), METHODS, str(sheet.payer.id))
    return section("\n".join([title, *lines, *_payments(say, sheet)]), button_there)


def methods_view(say: Language, sheet: MethodsSheet, *, may_change: bool, notice: str = "") -> View:
    """`notice` in mrkdwn stands above."""
    payer = sheet.payer
    blocks = [section(notice)] if notice else []
    blocks.append(
        section(say("*{name}* · {reference}", name=escape(payer.name), reference=payer.reference))
    )
    if sheet.failed:
        blocks.append(section(_failure(say, sheet.failed)))
    if not sheet.methods:
        blocks.append(section(say("No payment method is saved.")))
    for one in sheet.methods:
        blocks.append(section(_method_line(say, one)))
        if may_change and not one.changing:
            blocks.append(actions(*_changes(say, payer.id, one)))
    blocks += _asked(say, sheet, may_change=may_change)
    if sheet.consents:
        blocks.append(context(*_consents(say, sheet)))
    if may_change:
        of_payer = str(payer.id)
        blocks.append(
            actions(
                button(say("Ask for a card"), ASK, of_payer, "primary"),
                button(say("Client’s page"), PORTAL, of_payer),
            )
        )
    return modal(say("Payment methods"), blocks, close=say("Close"))


def portal_view(say: Language, portal: Portal) -> View:
    """Where the client looks after their payment methods themselves."""
    blocks = [section(say("*The client’s own page at Stripe*"))]
    if portal.lasting:
        blocks += [
            section(say("To be given to the client: it lets them in by e-mail, at any time.")),
            plain_section(portal.lasting),
        ]
    blocks += [
        section(say("Only for now: it leads in at once, and must be opened within five minutes.")),
        plain_section(portal.now),
    ]
    if not portal.lasting:
        blocks.append(
            context(
                say(
                    "A lasting link is there once an owner switches on its login page, at"
                    " dashboard.stripe.com → Settings → Billing → Customer portal."
                )
            )
        )
    return modal(say("Client’s page"), blocks, close=say("Close"))


def sentence_view(say: Language, words: str) -> View:
    """While Stripe is asked, or where it gives no page."""
    return modal(say("Client’s page"), [plain_section(words)], close=say("Close"))


def _method_line(say: Language, saved: Saved) -> str:
    parts = [f"*{escape(method_words(say, vars(saved.method)))}*"]
    if saved.default:
        parts.append(say("charged unless another is chosen"))
    if saved.expired:
        parts.append(say("expired"))
    if saved.changing:
        parts.append(say("being changed…"))
    return " · ".join(parts)


def _changes(say: Language, payer_id: int, saved: Saved) -> list[Element]:
    value = f"{payer_id}:{saved.method.method_id}"
    really = sure(
        say("Remove it?"),
        say("It can’t be charged any more. The client can save it again at any time."),
        say("Remove"),
        say("Keep it"),
    )
    remove = button(say("Remove"), REMOVE, value, "danger", really)
    if saved.default:
        return [remove]
    return [button(say("Make it the usual one"), DEFAULT, value), remove]


def _asked(say: Language, sheet: MethodsSheet, *, may_change: bool) -> list[Block]:
    if sheet.asked is None:
        return []
    words = say(
        "Another one was asked for: {state}", state=say.sentence(CARD_STATES[sheet.asked.state])
    )
    show = button(say("Show the link"), SHOW, sheet.asked.uid) if may_change else None
    return [section(words, show)]


def _failure(say: Language, failed: Operation) -> str:
    known = {**CARD_REASONS, IN_USE: BEING_PAID}
    why = known.get(failed.reason or "")
    words = say("*The last change came to nothing.*")
    return f"{words} {say.sentence(why)}" if why else words


def _consents(say: Language, sheet: MethodsSheet) -> list[str]:
    """The newest, the last first."""
    newest = sheet.consents[-CONSENTS_SHOWN:]
    return [_consent(say, one, sheet.time_zone) for one in reversed(newest)]


def _consent(say: Language, consent: Consent, zone: str) -> str:
    day = day_in(consent.at, zone)
    if consent.how == SPOKEN and consent.recorded_by:
        return say(
            "Agreed on the phone on {day}; {person} read it aloud (text of {version}, {language})",
            day=day,
            person=mention(consent.recorded_by),
            version=consent.wording,
            language=consent.language,
        )
    return say(
        "Agreed on Stripe’s page on {day} (text of {version}, {language})",
        day=day,
        version=consent.wording,
        language=consent.language,
    )


def _payments(say: Language, sheet: MethodsSheet) -> list[str]:
    if not sheet.payments:
        return []
    return [say("*Last payments*"), *(_payment(say, one, sheet) for one in sheet.payments)]


def _payment(say: Language, one: Operation, sheet: MethodsSheet) -> str:
    day: date = day_in(one.asked_at, sheet.time_zone)
    return "• " + say(
        "{amount} on {day}: {state}",
        amount=Money(one.amount, one.currency),
        day=day,
        state=say.sentence(state_words(one)),
    )
