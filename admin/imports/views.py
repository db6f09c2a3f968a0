"""Imports as on the command line: a file is given, what it would bring is shown with every wrong
line, and then it is taken in, with a page that says how far it is."""

import json
from collections.abc import Mapping
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from admin.forms import WRONG, Form, typed
from admin.here import go_to, here, show
from admin.page import Page, Route
from desk.admin import imports
from desk.admin.imports import CHOICES, DAYS, DECIMALS, ENCODING, FILE, KIND, LARGEST
from desk.admin.names import names_of
from desk.forms import WrongFields
from desk.imports.headings import CLIENTS, FIELDS, INVOICES
from desk.imports.text_file import ENCODINGS, Given
from desk.settings import practice_settings
from rules.roles import Action
from rules.words import Sentence, sentence
from storage.import_files import AT_WORK, CHECKED, CHECKING, DONE, STOPPED, TAKING, File

SECONDS = "2"
"""Between two looks at a page that shows how far the work is."""
STATE_WORDS: Mapping[str, Sentence] = {
    CHECKING: sentence("being looked at"),
    CHECKED: sentence("looked at"),
    TAKING: sentence("on its way in"),
    DONE: sentence("imported"),
    STOPPED: sentence("stopped"),
}
TONES = {DONE: "good", STOPPED: "bad", CHECKED: "warn"}
KIND_WORDS: Mapping[str, Sentence] = {
    CLIENTS: sentence("Clients"),
    INVOICES: sentence("Invoices"),
}
WORDS: Mapping[str, Sentence] = {
    **KIND_WORDS,
    "dmy": sentence("The day first: 25/04/2026"),
    "mdy": sentence("The month first: 04/25/2026"),
    "point": sentence("With a point: 1250.50"),
    "comma": sentence("With a comma: 1250,50"),
    **{name: sentence("{name}", name=known) for name, known in ENCODINGS.items()},
}


NOTHING: Mapping[str, Any] = {
    "why": "",
    "before": False,
    "known": [],
    "faults": [],
    "late": [],
}


def show_list() -> ResponseReturnValue:
    return _shown(Form({}), 200)


def give() -> ResponseReturnValue:
    """A file from the form."""
    at, values = here(), typed()
    sent = request.files.get(FILE)
    given = Given(sent.filename or "", sent.read()) if sent else Given("", b"")
    try:
        file = imports.give(at.desk, at.practice, at.person, given, values, at.say.code)
    except WrongFields as wrong:
        return _shown(Form(values, wrong.by_field), WRONG)
    return go_to("admin.imports_one", file_id=file.id)


def show_one(file_id: int) -> ResponseReturnValue:
    """How it stands; while it is worked at, the page comes again by itself."""
    at = here()
    file = imports.look(at.desk, at.practice, at.person, file_id)
    working = file.state in AT_WORK
    answer = show(
        "imports/one.html",
        file=file,
        found=_found(file),
        state=STATE_WORDS[file.state],
        tone=TONES.get(file.state, "quiet"),
        working=working,
        words_of=WORDS,
        many=_many(file),
    )
    if working:
        answer.headers["Refresh"] = SECONDS
    return answer


def begin(file_id: int) -> ResponseReturnValue:
    at = here()
    partial = typed().get("partial") == "yes"
    imports.begin(at.desk, at.practice, at.person, file_id, partial=partial)
    return go_to("admin.imports_one", file_id=file_id)


def leave(file_id: int) -> ResponseReturnValue:
    """Nothing of it is kept."""
    at = here()
    imports.leave(at.desk, at.practice, at.person, file_id)
    return go_to("admin.imports_list")


def _shown(form: Form, status: int) -> Response:
    at = here()
    files = imports.files(at.desk, at.person)
    return show(
        "imports/list.html",
        status,
        form=form,
        files=[(one, STATE_WORDS[one.state], TONES.get(one.state, "quiet")) for one in files],
        names=names_of(at.desk, at.person, {one.given_by for one in files}),
        zone=practice_settings(at.desk, at.practice).time_zone,
        megabytes=LARGEST // 1_000_000,
        choices=_choices(),
        fields=[(KIND_WORDS[kind], ", ".join(FIELDS[kind])) for kind in (CLIENTS, INVOICES)],
    )


def _choices() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Each field with its label and what may be chosen."""
    say = here().say
    labels = {
        KIND: say("What stands in the file"),
        ENCODING: say("Encoding"),
        DAYS: say("How days are written"),
        DECIMALS: say("How amounts are written"),
    }
    itself = ("", say("As the file shows"))
    return [
        (name, label, [itself, *((one, say.sentence(WORDS[one])) for one in CHOICES[name])])
        for name, label in labels.items()
    ]


def _found(file: File) -> Mapping[str, Any]:
    """What a look came to; nothing yet while there was none."""
    return {**NOTHING, **json.loads(file.found or "{}")}


def _many(file: File) -> Mapping[str, str]:
    """What was counted, in words."""
    found, say = _found(file), here().say
    if "rows" not in found:
        return {}
    return {
        "rows": say.plural("{n} row", "{n} rows", found["rows"]),
        "fresh": say.plural("{n} is new", "{n} are new", found["fresh"]),
        "there": say.plural("{n} is there already", "{n} are there already", found["there"]),
        "faulty": say.plural("{n} is wrong", "{n} are wrong", found["faulty"]),
        "taken": say.plural("{n} was imported.", "{n} were imported.", found.get("taken", 0)),
    }


PAGE = Page(
    name="imports",
    title=sentence("Imports"),
    action=Action.IMPORT_AND_EXPORT,
    largest=LARGEST + 1_000_000,
    routes=(
        Route("list", "/", show_list),
        Route("give", "/", give, "POST"),
        Route("one", "/<id:file_id>", show_one),
        Route("begin", "/<id:file_id>/begin", begin, "POST"),
        Route("leave", "/<id:file_id>/leave", leave, "POST"),
    ),
)
