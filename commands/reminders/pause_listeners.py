"""Pausing and resuming: by a form, by a button, or typed in one line; and what one thing has."""

from commands.asked import Asked
from commands.blocks import option
from commands.client.views import client_option
from commands.reminders.pause_views import (
    FIND,
    pause_form,
    paused_message,
    paused_words,
    pauses_view,
    resumed_message,
    resumed_words,
)
from commands.reminders.showing import (
    of_another_version,
    open_slowly,
    overview_of,
    read_subject,
    sheet_view_of,
)
from commands.reminders.typed import Typed, unknown
from commands.reminders.why_views import why_view
from commands.replies import Message
from desk.access import authorize
from desk.clients import search
from desk.invoices import find
from desk.reminders.overview import paused_now
from desk.reminders.pauses import (
    EVERYTHING,
    Subject,
    pause,
    pause_by_form,
    resume,
    subject_named,
)
from desk.reminders.why import why
from rules.ids import read_id
from rules.roles import Action
from storage.reminder_pauses import ALL, CLIENT, INVOICE


def pause_typed(asked: Asked, typed: Typed) -> None:
    """/reminders pause NP-0042 until 2026-12-20 away; without anything it is the form."""
    authorize(asked.person, Action.PAUSE_REMINDERS)
    if not typed.everything and not typed.reference:
        asked.reply.open(pause_form(asked.say, None))
        return
    subject = _subject_of(asked, typed)
    made = pause(
        asked.desk,
        asked.practice,
        asked.person,
        subject.scope,
        subject.id,
        typed.reason,
        typed.until,
    )
    asked.reply.show(paused_message(asked.say, subject, made))


def resume_typed(asked: Asked, typed: Typed) -> None:
    """/reminders resume NP-0042, /reminders resume all; without anything, what pauses is shown."""
    if not typed.everything and not typed.reference:
        open_slowly(asked, lambda: overview_of(asked))
        return
    subject = _subject_of(asked, typed)
    asked.reply.show(_resumed(asked, subject))


def show_named(asked: Asked, reference: str) -> None:
    """/reminders INV-1042"""
    subject = subject_named(asked.desk, asked.practice, asked.person, reference)
    if subject is None:
        raise unknown(reference)
    open_slowly(asked, lambda: sheet_view_of(asked, subject))


def on_pause(asked: Asked) -> None:
    """Opens the form, or turns the window to it."""
    authorize(asked.person, Action.PAUSE_REMINDERS)
    subject = read_subject(asked, asked.value) if asked.value else None
    asked.open_or_update(pause_form(asked.say, subject))


def on_pause_all(asked: Asked) -> None:
    authorize(asked.person, Action.PAUSE_REMINDERS)
    asked.open_or_update(pause_form(asked.say, EVERYTHING))


def on_search(asked: Asked) -> None:
    """Clients by name, and the invoice that has that number."""
    authorize(asked.person, Action.PAUSE_REMINDERS)
    found = [
        {**client_option(one), "value": f"{CLIENT}:{one.id}"}
        for one in search(asked.desk, asked.person, asked.value)
    ]
    if invoice := find(asked.desk, asked.practice, asked.person, asked.value):
        found.insert(0, option(invoice.reference, f"{INVOICE}:{invoice.id}"))
    asked.reply.offer(found)


def on_submitted(asked: Asked) -> None:
    """They pause from now on. WrongFields tells what is wrong."""
    subject = read_subject(asked, asked.private or asked.values.get(FIND, ""))
    made = pause_by_form(asked.desk, asked.practice, asked.person, subject, asked.values)
    if asked.private and subject.scope != ALL:
        asked.reply.update(sheet_view_of(asked, subject))
    else:
        words = paused_words(asked.say, subject, made)
        asked.reply.update(overview_of(asked, asked.say("*Saved.*") + "\n" + words))


def on_resume(asked: Asked) -> None:
    """In the first window, or below what somebody typed."""
    subject = read_subject(asked, asked.value)
    message = _resumed(asked, subject)
    if asked.window:
        asked.reply.update(overview_of(asked, resumed_words(asked.say, subject)))
    else:
        asked.reply.replace(message)


def on_resume_here(asked: Asked) -> None:
    """In the window of one client or invoice: that, or what it belongs to."""
    subject = read_subject(asked, asked.value)
    _resumed(asked, subject)
    shown = read_subject(asked, asked.private)
    asked.reply.update(sheet_view_of(asked, shown, resumed_words(asked.say, subject)))


def on_show(asked: Asked) -> None:
    """The button of a client or an invoice."""
    subject = read_subject(asked, asked.value)
    open_slowly(asked, lambda: sheet_view_of(asked, subject))


def on_pauses(asked: Asked) -> None:
    """A page of all pauses."""
    before = read_id(asked.value)
    paused = paused_now(asked.desk, asked.practice, asked.person, before)
    asked.reply.update(pauses_view(asked.say, paused))


def on_why(asked: Asked) -> None:
    found = read_id(asked.value)
    if found is None:
        raise of_another_version()
    shown = why(asked.desk, asked.practice, asked.person, found)
    asked.reply.open(why_view(asked.say, shown))


def _subject_of(asked: Asked, typed: Typed) -> Subject:
    if typed.everything:
        return EVERYTHING
    found = subject_named(asked.desk, asked.practice, asked.person, typed.reference)
    if found is None:
        raise unknown(typed.reference)
    return found


def _resumed(asked: Asked, subject: Subject) -> Message:
    resume(asked.desk, asked.practice, asked.person, subject.scope, subject.id)
    return resumed_message(asked.say, subject)
