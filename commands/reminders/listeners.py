"""/reminders: what is on and what is off, and what was typed after it."""

from commands.asked import Asked
from commands.reminders import pause_listeners
from commands.reminders.lost_views import lost_view
from commands.reminders.showing import (
    open_slowly,
    overview_of,
    preview_of_kind,
    read_ended,
    read_seen,
)
from commands.reminders.typed import AHEAD, PAUSE, RESUME, read_typed
from desk.reminders.overview import lost_lately
from desk.reminders.rules import switch
from rules.reminder_state import CLIENT


def on_command(asked: Asked) -> None:
    """/reminders, /reminders preview, /reminders pause NP-0042 until 2026-12-20 away,
    /reminders resume NP-0042, /reminders INV-1042"""
    typed = read_typed(asked.text)
    if typed.what == PAUSE:
        pause_listeners.pause_typed(asked, typed)
    elif typed.what == RESUME:
        pause_listeners.resume_typed(asked, typed)
    elif typed.what == AHEAD:
        open_slowly(asked, lambda: preview_of_kind(asked, CLIENT))
    elif typed.reference:
        pause_listeners.show_named(asked, typed.reference)
    else:
        open_slowly(asked, lambda: overview_of(asked))


def on_back(asked: Asked) -> None:
    """From any window that the first one leads to."""
    asked.reply.update(overview_of(asked))


def on_lost(asked: Asked) -> None:
    """A page of what did not go out."""
    before = read_ended(asked.value) if asked.value else None
    lost = lost_lately(asked.desk, asked.practice, asked.person, before)
    asked.reply.update(lost_view(asked.say, lost))


def on_off(asked: Asked) -> None:
    """Nothing more goes out by the rule."""
    kind, seen = read_seen(asked.value)
    switch(asked.desk, asked.practice, asked.person, kind, seen, on=False)
    asked.reply.update(overview_of(asked, asked.say("*It is off.* Nothing more goes out.")))
