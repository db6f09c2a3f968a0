"""Where reminders pause: how that is shown, the form in which somebody pauses them, and what they
are told. Names may stand here: only whoever asked sees it.
"""

from collections.abc import Iterator
from datetime import date

from commands.blocks import (
    Element,
    actions,
    button,
    date_input,
    labelled,
    mention,
    modal,
    searching_select,
    section,
    text_input,
)
from commands.replies import Block, Message, View
from desk.language import Language
from desk.privacy import escape
from desk.reminders.overview import Paused
from desk.reminders.pauses import LONGEST_REASON, REASON, UNTIL, Subject
from storage.reminder_pauses import ALL, INVOICE, Named, Pause

BACK = "reminders:back"
PAUSE = "reminders:pause"
"""Its value is the scope and the id, "client:12"; without, what is paused is chosen in the form."""
PAUSE_ALL = "reminders:pause:all"
RESUME = "reminders:resume"
"""Its value is what pauses, "client:12"."""
PAUSES = "reminders:pauses"
PAUSE_FORM = "reminders:pause:form"
FIND = "reminders:find"


def back_button(say: Language) -> Element:
    return button(say("Back"), BACK)


def paused_blocks(say: Language, paused: Paused) -> Iterator[Block]:
    if paused.shown:
        yield section(say("*Paused*"))
    for one in paused.shown:
        yield pause_block(say, _named_words(say, one), one.pause)


def pause_block(say: Language, words: str, pause: Pause) -> Block:
    return section(words, button(say("Resume"), RESUME, f"{pause.scope}:{pause.subject_id}"))


def pauses_view(say: Language, paused: Paused) -> View:
    """A page of those of clients and invoices."""
    blocks = [*paused_blocks(say, paused)]
    if not paused.shown:
        blocks.append(section(say("Nothing more is paused.")))
    more = [] if paused.next is None else [button(say("Next page"), PAUSES, str(paused.next))]
    blocks.append(actions(*more, back_button(say)))
    return modal(say("Reminders"), blocks, close=say("Close"))


def pause_words(say: Language, pause: Pause, client_id: int = 0) -> str:
    """In mrkdwn, where it is plain what is meant: until when, why, and by whom. `client_id`: whose
    page it is; a pause of another client is of who pays for them."""
    if pause.scope == ALL:
        what = say("*All reminders are paused*")
    elif pause.scope == INVOICE:
        what = say("*Reminders of this invoice are paused*")
    elif pause.subject_id == client_id:
        what = say("*Reminders of this client are paused*")
    else:
        what = say("*Reminders of who pays are paused*")
    return f"💤 {what}\n{_until_words(say, pause)}"


def pause_form(say: Language, subject: Subject | None) -> View:
    """`subject` None: it is chosen in the form."""
    if subject is None:
        what = labelled(
            say("Client or invoice"),
            searching_select(FIND, say("Name, reference, or an invoice’s number")),
        )
    else:
        what = section(subject_words(say, subject))
    blocks = [
        what,
        labelled(
            say("They go out again on"),
            date_input(UNTIL, ""),
            hint=say("Without a day, they pause until somebody resumes them."),
            optional=True,
        ),
        labelled(
            say("Why"),
            text_input(REASON, say("Away until spring"), LONGEST_REASON),
            hint=say("Only people with a role see it. Nothing about health, no card numbers."),
            optional=True,
        ),
    ]
    if subject is None or subject.scope == ALL:
        blocks.append(actions(back_button(say)))
    return modal(
        say("Pause reminders"),
        blocks,
        close=say("Cancel"),
        submit=say("Pause"),
        callback_id=PAUSE_FORM,
        private=subject.key if subject else "",
    )


def subject_words(say: Language, subject: Subject) -> str:
    """In mrkdwn: what is, or is to be, paused."""
    if subject.scope == ALL:
        return say("*All reminders*, to clients and to the staff")
    who = f"{escape(subject.name)} · {subject.client}"
    return f"*{subject.invoice}* · {who}" if subject.invoice else f"*{who}*"


def paused_words(say: Language, subject: Subject, pause: Pause) -> str:
    """In mrkdwn: they pause from now on."""
    return f"💤 {subject_words(say, subject)}\n{_until_words(say, pause)}"


def paused_message(say: Language, subject: Subject, pause: Pause) -> Message:
    resume = button(say("Resume"), RESUME, subject.key)
    words = paused_words(say, subject, pause)
    return Message(say("Reminders are paused."), [section(words, resume)])


def resumed_words(say: Language, subject: Subject) -> str:
    words = say("Reminders go out again; what was due meanwhile is not sent later.")
    return f"{subject_words(say, subject)}\n{words}"


def resumed_message(say: Language, subject: Subject) -> Message:
    return Message(say("Reminders go out again."), [section(resumed_words(say, subject))])


def _named_words(say: Language, one: Named) -> str:
    who = f"{escape(one.name)} · {one.client}"
    what = f"*{one.invoice}* · {who}" if one.invoice else f"*{who}*"
    return f"💤 {what}\n{_until_words(say, one.pause)}"


def _until_words(say: Language, pause: Pause) -> str:
    ends = (
        say("they go out again on {day}", day=date.fromisoformat(pause.until))
        if pause.until
        else say("until somebody resumes them")
    )
    return " · ".join(filter(None, [ends, escape(pause.reason), mention(pause.made_by)]))
