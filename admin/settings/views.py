"""All settings by their parts, and a form for each, with the fields that /billing shows."""

from collections.abc import Mapping

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from admin import words
from admin.forms import WRONG, Form, submitted
from admin.here import go_to, here, notice, show
from admin.page import Page, Route
from admin.settings.saving import save_part
from desk.admin.names import names_of
from desk.channel_words import WHAT_OTHERS_SEE
from desk.channels import NotOnlyOurs
from desk.setting_fields import NOTES, fields_of
from desk.setting_forms import FORMS, INVOICES, SettingsPage, page_to_edit, settings_page
from desk.setting_sections import SECTIONS
from desk.setting_words import moved_words, setting_name, value_words
from desk.settings import NEXT_NUMBER
from rules.roles import Action
from rules.words import sentence

DONE = {
    "saved": sentence("Saved."),
    "same": sentence("Nothing was changed."),
    "moved": sentence("Saved."),
}


def show_list() -> ResponseReturnValue:
    """All of them; with the way to each form for whoever may change them."""
    at, done = here(), request.args.get("done", "")
    page = settings_page(at.desk, at.practice, at.person)
    parts = [(part, title, _pairs(page, part)) for part, (title, _) in SECTIONS.items()]
    return show(
        "settings/list.html",
        parts=parts,
        may_edit=page.may_edit,
        done=notice(done, DONE),
        moved=moved_words(at.say, page.settings) if done == "moved" else [],
    )


def show_form(part: str) -> ResponseReturnValue:
    at = here()
    page = page_to_edit(at.desk, at.practice, at.person)
    holds = {one.name: one.value for one in fields_of(at.say, page, part)}
    return _form(part, page, Form(holds), 200)


def save(part: str) -> ResponseReturnValue:
    """All that stands in the form, or nothing of it."""
    at = here()
    page = page_to_edit(at.desk, at.practice, at.person)
    fields_of(at.say, page, part)
    return submitted(
        lambda values: _saved(part, page, values),
        lambda form, status: _form(part, page, form, status),
    )


def _saved(part: str, page: SettingsPage, values: Mapping[str, str]) -> ResponseReturnValue:
    try:
        made = save_part(part, values)
    except NotOnlyOurs as others:
        return _form(part, page, Form(values), WRONG, others)
    moved = any(one.name == "place" for one in made)
    return go_to("admin.settings_list", done="moved" if moved else "saved" if made else "same")


def _form(
    part: str, page: SettingsPage, form: Form, status: int, others: NotOnlyOurs | None = None
) -> Response:
    at = here()
    title, _ = SECTIONS[part]
    return show(
        "settings/form.html",
        status,
        title=title,
        fields=fields_of(at.say, page, part),
        form=form,
        note=NOTES.get(part),
        opened=form.value("opened") or (page.opened(part) if part in FORMS else ""),
        others=_others(others) if others else [],
        anyway=others.channel if others else "",
    )


def _pairs(page: SettingsPage, part: str) -> list[tuple[str, str]]:
    """Of each setting in the part, its name and its value."""
    say, settings = here().say, page.settings
    _, names = SECTIONS[part]
    told = [
        (setting_name(say, one), value_words(say, one, getattr(settings, one), settings.currency))
        for one in names
    ]
    if part == INVOICES:
        number = f"{settings.invoice_prefix}{page.next_number}"
        told.append((setting_name(say, NEXT_NUMBER), number))
    return told


def _others(others: NotOnlyOurs) -> list[str]:
    """Who reads in the channel, and the question whether it is to be so all the same."""
    at, readers = here(), others.readers
    names = names_of(at.desk, at.person, {*readers.guests, *readers.outsiders})

    def people(users: tuple[str, ...]) -> str:
        return ", ".join(words.who(user, names) for user in users)

    told = [at.say("Not only your own people read in {channel}.", channel=others.channel)]
    if readers.outsiders:
        told.append(at.say("Of other organisations: {people}.", people=people(readers.outsiders)))
    if readers.guests:
        told.append(at.say("Guests: {people}.", people=people(readers.guests)))
    if readers.unknown:
        told.append(
            at.say.plural(
                "{n} more member was not looked at.",
                "{n} more members were not looked at.",
                readers.unknown,
            )
        )
    return [*told, at.say.sentence(WHAT_OTHERS_SEE[others.name])]


PAGE = Page(
    name="settings",
    title=sentence("Settings"),
    action=Action.SEE_SETTINGS,
    routes=(
        Route("list", "/", show_list),
        Route("form", "/edit/<part>", show_form, action=Action.EDIT_SETTINGS),
        Route("save", "/edit/<part>", save, "POST", Action.EDIT_SETTINGS),
    ),
)
