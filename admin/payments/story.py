"""The story of a payment in words: each thing that happened, with Stripe's own names for it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from admin import words
from admin.here import here
from desk.charge_states import CHARGE_STATES
from desk.refund_reasons import REFUND_STATES
from rules.words import Sentence, sentence
from storage.operations import CHARGE, REFUND
from storage.outbox import MAIL
from storage.payment_story import CALL, CARD, DEED, EVENT, MESSAGE, Chapter

_OUTCOMES: dict[str, tuple[Sentence, str]] = {
    "": (sentence("not answered yet"), "warn"),
    "done": (sentence("done"), "good"),
    "refused": (sentence("refused"), "bad"),
    "not_sent": (sentence("not done"), "quiet"),
    "unknown": (sentence("no answer"), "warn"),
}
_EVENT_STATES: dict[str, tuple[Sentence, str]] = {
    "pending": (sentence("waits"), "warn"),
    "working": (sentence("being worked on"), "warn"),
    "done": (sentence("done"), "good"),
    "parked": (sentence("could not be worked on"), "bad"),
}
_SENT: dict[str, tuple[Sentence, str]] = {
    "pending": (sentence("on its way"), "warn"),
    "sending": (sentence("on its way"), "warn"),
    "sent": (sentence("sent"), "good"),
    "failed": (sentence("could not be sent"), "bad"),
    "uncertain": (sentence("perhaps sent"), "warn"),
}
_STATES = {CALL: _OUTCOMES, EVENT: _EVENT_STATES, MESSAGE: _SENT, CARD: _SENT}
_DEEDS: dict[str, Sentence] = {
    "receipt.made": sentence("Receipt made"),
    "receipt.sent": sentence("Receipt sent once more"),
    **{f"{CHARGE}.{state}": said for state, said in CHARGE_STATES.items()},
    **{f"{REFUND}.{state}": said for state, said in REFUND_STATES.items()},
    "elsewhere.succeeded": sentence("Noted as paid elsewhere"),
    "elsewhere.cancelled": sentence("Undone"),
    "write_off.succeeded": sentence("Written off"),
    "write_off.cancelled": sentence("Undone"),
}


@dataclass(frozen=True)
class Told:
    """`state` with its `tone`, "" of none. `code`: what Stripe or the log calls it."""

    at: int
    text: str
    state: str = ""
    tone: str = ""
    code: str = ""


def told(chapter: Chapter, names: Mapping[str, str]) -> Told:
    """`names`: what people are called, by their Slack ids."""
    say = here().say
    state, tone = _STATES.get(chapter.source, {}).get(chapter.state, (None, ""))
    return Told(
        at=chapter.at,
        text=_text(chapter, names),
        state=say.sentence(state) if state else "",
        tone=tone,
        code=" ".join(filter(None, _codes(chapter))),
    )


def people(chapters: tuple[Chapter, ...]) -> set[str]:
    """Their Slack ids, as far as people are meant."""
    return {one.who for one in chapters if one.source in (DEED, MESSAGE, CARD)}


def _text(chapter: Chapter, names: Mapping[str, str]) -> str:
    say = here().say
    match chapter.source:
        case "call":
            return say("Call to Stripe: {step}", step=chapter.what)
        case "event":
            return say("Stripe told: {event}", event=_event_type(chapter.code))
        case "message" if chapter.what == MAIL:
            return say("E-mail to {address}", address=chapter.who or "…")
        case "message":
            return say("Message in Slack to {who}", who=words.who(chapter.who, names))
        case "card":
            return say("Card in Slack for {who}", who=words.who(chapter.who, names))
    deed = _DEEDS.get(chapter.what)
    done = say.sentence(deed) if deed else chapter.what
    return say("{deed} · {who}", deed=done, who=words.who(chapter.who, names))


def _codes(chapter: Chapter) -> tuple[str, ...]:
    if chapter.source == EVENT:
        return (chapter.what, chapter.who)
    if chapter.source == CALL:
        return (chapter.code, chapter.who)
    return (chapter.what,) if chapter.source == DEED and chapter.what in _DEEDS else (chapter.code,)


def _event_type(body: str) -> str:
    """Of what was kept of an event."""
    try:
        return str(json.loads(body)["type"])
    except (ValueError, KeyError, TypeError):
        return "?"
