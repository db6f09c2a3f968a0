"""Files that are given to the web admin to be imported: looked at first, then taken in, both beside
the requests, in the way of the command line.

Whoever does the work holds a lease that ends by itself. So a process that is killed in the middle
leaves a file that the next look at its page goes on with, where the run stopped. What was given is
kept sealed, and only until it is in, given up, or a day old.
"""

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

from desk.access import Person, authorize
from desk.access_requests import role_of
from desk.context import Desk
from desk.forms import WrongFields
from desk.imports.habits import COMMA, DAY_FIRST, MONTH_FIRST, POINT, UNCLEAR_AMOUNTS, UNCLEAR_DAYS
from desk.imports.headings import CLIENTS, INVOICES, UNCLEAR_KIND
from desk.imports.kinds import kind_of
from desk.imports.opening import Opened, Told, open_file
from desk.imports.running import Findings, Import, Progress, check, take
from desk.imports.text_file import UNCLEAR, Given
from desk.language import Language, language_of
from desk.looks import DAY, MINUTE
from desk.privacy import plain, refuse_card_numbers
from rules.roles import Action
from rules.words import Refusal, Sentence, refuse, sentence
from storage import import_files
from storage.import_files import CHECKED, CHECKING, DONE, STOPPED, TAKING, File
from storage.import_runs import DONE as RUN_DONE
from storage.practices import Practice

FILE, KIND, ENCODING, DAYS, DECIMALS = "file", "kind", "encoding", "days", "decimals"
"""The fields."""
CHOICES: Mapping[str, Sequence[str]] = {
    KIND: (CLIENTS, INVOICES),
    ENCODING: ("utf-8", "utf-16", "cp1252", "mac_roman"),
    DAYS: (DAY_FIRST, MONTH_FIRST),
    DECIMALS: (POINT, COMMA),
}
"""What may be said of a file; "" leaves it to be seen."""
LARGEST = 5_000_000
"""Bytes: about 50,000 clients."""
LEASE = MINUTE
KEPT = DAY
LISTED = 20
KNOWN_SHOWN = 10
_IN_A_FORM: Mapping[str, Sentence] = {
    UNCLEAR.text: sentence(
        "It is not clear in which encoding the file is written. Save it as “CSV UTF-8”, or choose "
        "the encoding here."
    ),
    UNCLEAR_DAYS.text: sentence(
        "Line {line}: the day can be read in two ways, and no other line of the file shows which. "
        "Choose here how days are written."
    ),
    UNCLEAR_AMOUNTS.text: sentence(
        "Line {line}: the amount can be read in two ways, and no other line of the file shows "
        "which. Choose here how amounts are written."
    ),
    UNCLEAR_KIND.text: sentence(
        "The headings show neither clients nor invoices. Choose here what stands in the file."
    ),
}
"""What a form says in the place of what is said at a terminal."""


def give(
    desk: Desk,
    practice: Practice,
    person: Person,
    given: Given,
    form: Mapping[str, str],
    language: str,
) -> File:
    """It is looked at from now on. Raises WrongFields."""
    authorize(person, Action.IMPORT_AND_EXPORT)
    told = {name: form.get(name, "") for name in CHOICES if form.get(name) in CHOICES[name]}
    given = Given(plain(given.name, 100), given.content)
    _refuse_unreadable(given, told)
    now = desk.clock()
    new = File(
        id=0,
        name=given.name,
        size=len(given.content),
        told=json.dumps(told),
        language=language,
        state=CHECKING,
        given_by=person.slack_user,
        given_at=now,
        changed_at=now,
    )
    with desk.store.transaction():
        file = import_files.add(desk.store, practice.id, new, given.content)
    desk.aside(lambda: work(desk, practice, file.id))
    return file


def look(desk: Desk, practice: Practice, person: Person, file_id: int) -> File:
    """How it stands. What nobody works at any more goes on."""
    authorize(person, Action.IMPORT_AND_EXPORT)
    file = _named(desk, practice, file_id)
    if file.state in import_files.AT_WORK and file.lease_until <= desk.clock():
        desk.aside(lambda: work(desk, practice, file_id))
        file = _named(desk, practice, file_id)
    return file


def files(desk: Desk, person: Person) -> Sequence[File]:
    """The newest first."""
    authorize(person, Action.IMPORT_AND_EXPORT)
    return import_files.newest(desk.store, person.practice_id, LISTED)


def begin(desk: Desk, practice: Practice, person: Person, file_id: int, *, partial: bool) -> None:
    """What was found is written. A second time nothing more happens. `partial`: the good lines,
    although others are wrong."""
    authorize(person, Action.IMPORT_AND_EXPORT)
    file = _named(desk, practice, file_id)
    if file.state != CHECKED:
        return
    found = json.loads(file.found)
    if found["faulty"] and not partial:
        raise refuse("Some lines are wrong. Mend them and give the file again, or take the others.")
    values = {"partial": partial, "done": 0, "total": found["rows"]}
    values["given_by"] = person.slack_user
    if import_files.move(desk.store, practice.id, file, TAKING, desk.clock(), **values):
        desk.aside(lambda: work(desk, practice, file_id))


def leave(desk: Desk, practice: Practice, person: Person, file_id: int) -> None:
    """It was only looked at, and nothing is kept of it."""
    authorize(person, Action.IMPORT_AND_EXPORT)
    _named(desk, practice, file_id)
    import_files.forget(desk.store, practice.id, file_id, CHECKED)


def forget_old(desk: Desk) -> int:
    """What nobody has done anything with for a day."""
    return import_files.forget_before(desk.store, desk.clock() - KEPT)


def work(desk: Desk, practice: Practice, file_id: int) -> None:
    """Look at it, or take it in; nothing where somebody else does."""
    now = desk.clock()
    file = import_files.take(desk.store, practice.id, file_id, now, now + LEASE)
    if file is None:
        return
    try:
        _work(desk, practice, file)
    except Refusal as refusal:
        said = language_of(file.language).sentence(refusal.sentence)
        found = {**json.loads(file.found or "{}"), "why": said}
        _end(desk, practice, file, STOPPED, found)


def _work(desk: Desk, practice: Practice, file: File) -> None:
    given = Given(file.name, import_files.content(desk.store, practice.id, file.id))
    opened = open_file(given, _told(json.loads(file.told)))
    giver = Person(practice.id, file.given_by, role_of(desk, practice.id, file.given_by))
    job, kind = Import(desk, giver, practice, opened), kind_of(desk, practice, opened)
    run, say = job.run(), language_of(file.language)
    if run is not None and run.state == RUN_DONE:
        found = {**_how_read(opened), **_counted(Findings(rows=run.total), say), "before": True}
        _end(desk, practice, file, DONE, found)
        return
    progress = _Progress(desk, practice, file)
    with closing(check(job, kind, progress.to(file.size))) as checked:
        found = {**_how_read(opened), **_counted(checked.findings, say)}
        if file.state == CHECKING:
            kept = {"found": json.dumps(found), "total": checked.findings.rows}
            import_files.move(desk.store, practice.id, file, CHECKED, desk.clock(), **kept)
            return
        taken = take(job, kind, checked, progress.to(checked.findings.rows))
    found |= {"taken": taken.fresh, "late": _counted(taken, say)["faults"]}
    _end(desk, practice, file, DONE, found)


def _end(desk: Desk, practice: Practice, file: File, state: str, found: Mapping[str, Any]) -> None:
    """With its content gone."""
    with desk.store.transaction():
        kept = {"found": json.dumps(found)}
        import_files.move(desk.store, practice.id, file, state, desk.clock(), **kept)
        import_files.forget_content(desk.store, practice.id, file.id)


class _Progress:
    """Writes down how far the work is, once a second, and keeps the lease with it."""

    def __init__(self, desk: Desk, practice: Practice, file: File) -> None:
        self._desk, self._practice, self._file = desk, practice, file
        self._next = 0

    def to(self, total: int) -> Progress:
        def tell(done: int) -> None:
            now = self._desk.clock()
            if now >= self._next:
                self._next = now + 1_000
                store, mine = self._desk.store, self._practice.id
                import_files.go_on(store, mine, self._file, done, total, now + LEASE)

        return tell


def _refuse_unreadable(given: Given, told: Mapping[str, str]) -> None:
    """Raises WrongFields for what can't even be looked at."""
    wrong: Sentence | None = None
    if not given.name or not given.content:
        wrong = sentence("Choose a file that isn’t empty.")
    elif len(given.content) > LARGEST:
        wrong = sentence(
            "A file may have {n} megabytes here. Larger ones go in with `paydesk import`.",
            n=LARGEST // 1_000_000,
        )
    else:
        try:
            refuse_card_numbers(given.name)
            open_file(given, _told(told))
        except Refusal as refusal:
            wrong = _in_a_form(refusal.sentence)
    if wrong:
        raise WrongFields({FILE: wrong})


def _in_a_form(said: Sentence) -> Sentence:
    other = _IN_A_FORM.get(said.text)
    return sentence(other.text, **said.values) if other else said


def _told(chosen: Mapping[str, str]) -> Told:
    names = (KIND, ENCODING, DAYS, DECIMALS)
    return Told(*(chosen.get(name) for name in names))


def _named(desk: Desk, practice: Practice, file_id: int) -> File:
    file = import_files.get(desk.store, practice.id, file_id)
    if file is None:
        raise refuse("There is no such file any more. Give it again.")
    return file


def _how_read(opened: Opened) -> dict[str, Any]:
    columns = opened.columns
    return {
        "kind": columns.kind,
        "encoding": opened.file.encoding,
        "guessed": opened.file.guessed,
        "days": opened.habits.days,
        "columns": [columns.headings[field] for field in columns.places],
        "dropped": list(columns.dropped),
        "health": list(columns.health),
    }


def _counted(found: Findings, say: Language) -> dict[str, Any]:
    """Each fault with its line, its column and its sentence."""
    return {
        "rows": found.rows,
        "fresh": found.fresh,
        "there": found.there,
        "faulty": found.faulty,
        "known": found.known[:KNOWN_SHOWN],
        "faults": [[one.line, one.column, say.sentence(one.reason)] for one in found.faults],
    }
