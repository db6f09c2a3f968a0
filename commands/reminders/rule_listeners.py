"""The form of a rule, the look at what it would send, and the switch below that."""

from dataclasses import replace

from commands.asked import Asked
from commands.reminders.rule_views import rule_form
from commands.reminders.showing import overview_of, preview_of_kind, read_place, read_seen, tried_of
from desk.access import authorize
from desk.reminders.rules import rules_of, save, switch, written
from desk.settings import practice_settings
from rules.roles import Action
from rules.words import refuse


def on_edit(asked: Asked) -> None:
    """Shows the form in the window."""
    authorize(asked.person, Action.EDIT_REMINDERS)
    rule = rules_of(asked.desk, asked.practice, asked.person).get(asked.value)
    if rule is None:
        raise refuse("There are no such reminders. Type /reminders to see those that there are.")
    settings = practice_settings(asked.desk, asked.practice)
    asked.reply.update(rule_form(asked.say, rule, settings))


def on_try(asked: Asked) -> None:
    """What the rule would send as it is written now; the form stays as it is."""
    kind, seen = read_seen(asked.private)
    rule = written(asked.desk, asked.practice, asked.person, kind, asked.values)
    tried = tried_of(asked, rule)
    settings = practice_settings(asked.desk, asked.practice)
    asked.reply.update(rule_form(asked.say, replace(rule, version=seen), settings, tried))


def on_submitted(asked: Asked) -> None:
    """Saves it. One that is off is shown with what it would send, and the button to switch it on;
    WrongFields tells what is wrong."""
    kind, seen = read_seen(asked.private)
    saved = save(asked.desk, asked.practice, asked.person, kind, asked.values, seen)
    if saved.active:
        asked.reply.update(overview_of(asked, asked.say("*Saved.* It holds from now on.")))
    else:
        asked.reply.update(preview_of_kind(asked, kind))


def on_ahead(asked: Asked) -> None:
    """What would go out in the next days."""
    asked.reply.update(preview_of_kind(asked, asked.value))


def on_page(asked: Asked) -> None:
    kind, after = read_place(asked.value)
    asked.reply.update(preview_of_kind(asked, kind, after))


def on_switched_on(asked: Asked) -> None:
    """It goes out from now on, as it was shown."""
    kind, seen = read_seen(asked.private)
    switch(asked.desk, asked.practice, asked.person, kind, seen, on=True)
    words = asked.say("*It is on.* What was due before is not sent any more.")
    asked.reply.update(overview_of(asked, words))
