"""Reminders at a glance: the rules as sentences, the switch of each, and what pauses."""

from collections.abc import Mapping
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from admin.forms import Form, submitted, typed
from admin.here import go_to, here, notice, show
from admin.page import Page, Route
from admin.reminders import ahead, rule, sent
from admin.reminders.words import next_words, until_words
from desk.admin import reminders
from desk.admin.names import names_of
from desk.admin.reminders import Rules, Sheet
from desk.forms import WrongFields
from desk.reminders.overview import Paused, paused_now
from desk.reminders.pauses import (
    EVERYTHING,
    REASON,
    UNTIL,
    Subject,
    pause_by_form,
    resume,
    subject_named,
)
from desk.reminders.rules import switch
from desk.reminders.words import rule_words
from rules.ids import read_id
from rules.reminder_state import CLIENT
from rules.roles import Action, may
from rules.words import refuse, sentence
from storage.reminder_pauses import ALL

WHAT, REFERENCE = "reminder_what", "reminder_reference"
ONE = "one"
DONE = {
    "saved": sentence("Saved. It holds from now on."),
    "on": sentence("It is on. What was due before is not sent any more."),
    "off": sentence("It is off. Nothing more goes out."),
    "paused": sentence("Reminders are paused."),
    "resumed": sentence("Reminders go out again; what was due meanwhile is not sent later."),
}


def show_home() -> ResponseReturnValue:
    return _shown(Form({}), 200)


def turn(kind: str) -> ResponseReturnValue:
    """Switches a rule on or off, as it was seen."""
    at, values = here(), typed()
    on = values.get("on") == "yes"
    switch(at.desk, at.practice, at.person, kind, rule.read_seen(values), on=on)
    return go_to("admin.reminders_home", done="on" if on else "off")


def pause() -> ResponseReturnValue:
    return submitted(_paused, _shown)


def end_pause() -> ResponseReturnValue:
    at, values = here(), typed()
    number = read_id(values.get("id", ""))
    if number is None:
        raise refuse("There is no such pause.")
    resume(at.desk, at.practice, at.person, values.get("scope", ""), number)
    return go_to("admin.reminders_home", done="resumed")


def _paused(values: Mapping[str, str]) -> Response:
    at = here()
    subject = _subject(values)
    pause_by_form(at.desk, at.practice, at.person, subject, values)
    return go_to("admin.reminders_home", done="paused")


def _subject(values: Mapping[str, str]) -> Subject:
    at, reference = here(), values.get(REFERENCE, "").strip()
    if values.get(WHAT) == ALL:
        if reference:
            wrong = sentence(
                "Leave this empty to pause all reminders, or choose to pause only this."
            )
            raise WrongFields({REFERENCE: wrong})
        return EVERYTHING
    found = subject_named(at.desk, at.practice, at.person, reference) if reference else None
    if found is None:
        wrong = sentence("No invoice and no client has this number or reference.")
        raise WrongFields({REFERENCE: wrong})
    return found


def _shown(form: Form, status: int) -> Response:
    at = here()
    found = reminders.rules(at.desk, at.practice, at.person)
    paused = paused_now(at.desk, at.practice, at.person, read_id(request.args.get("before", "")))
    pauses = [one.pause for one in paused.shown]
    if paused.everything is not None:
        pauses.append(paused.everything)
    return show(
        "reminders/home.html",
        status,
        rules=[_rule_shown(one, found, paused) for one in found.sheets],
        paused=paused,
        until=until_words,
        names=names_of(at.desk, at.person, {one.made_by for one in pauses}),
        edits=may(at.person.role, Action.EDIT_REMINDERS),
        form=form,
        what=[
            (ONE, at.say("A client or an invoice")),
            (ALL, at.say("All reminders, to clients and to the staff")),
        ],
        fields={"what": WHAT, "reference": REFERENCE, "until": UNTIL, "reason": REASON},
        done=notice(request.args.get("done", ""), DONE),
    )


def _rule_shown(sheet: Sheet, found: Rules, paused: Paused) -> Mapping[str, Any]:
    one, zone = sheet.rule, found.settings.time_zone
    return {
        "rule": one,
        "name": rule.name_of(one.kind),
        "lines": rule_words(here().say, one, found.settings).splitlines(),
        "next": next_words(sheet, zone, all_paused=paused.everything is not None),
        "no_mail": one.kind == CLIENT and not found.sends_mail,
    }


PAGE = Page(
    name="reminders",
    title=sentence("Reminders"),
    action=Action.SEE_REMINDERS,
    routes=(
        Route("home", "/", show_home),
        Route("turn", "/rules/<kind>/turn", turn, "POST"),
        Route("rule", "/rules/<kind>", rule.show_form),
        Route("save", "/rules/<kind>", rule.save_form, "POST"),
        Route("ahead", "/rules/<kind>/ahead", ahead.show_ahead),
        Route("pause", "/pause", pause, "POST"),
        Route("resume", "/resume", end_pause, "POST"),
        Route("sent", "/sent", sent.show_list),
        Route("why", "/sent/<id:reminder_id>", sent.show_why),
    ),
)
