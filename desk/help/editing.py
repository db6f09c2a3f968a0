"""The articles of a practice: its agents change those that are shipped, and write their own.

Each version stays. The way back is one more version: to the text that was shipped, or, of an
article of their own, to none.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from secrets import token_hex

from desk.access import Person, authorize
from desk.context import Desk
from desk.fields import Fields
from desk.help.articles import Article, shipped
from desk.help.shelf import Library, library_of
from desk.help.wording import words_of
from desk.language import LANGUAGES
from desk.privacy import plain
from desk.settings import practice_settings, today_at
from rules.roles import Action
from rules.words import Refusal, refuse
from storage import audit, help_articles, practices
from storage.help_articles import Version
from storage.practices import Practice

TITLE, TEXT, ASKED = "article_title", "article_text", "article_asked"
"""The fields of the form."""
LONGEST_TITLE, LONGEST_TEXT, LONGEST_ASKED = 70, 2_800, 2_800
"""Characters: a title stands on buttons, and a text in one section of a message."""
MOST = 500
"""Articles that a practice can have."""
VERSIONS_SHOWN = 20
_LONGEST_NAME = 40
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,60}")


@dataclass(frozen=True)
class Draft:
    """An article as its form begins. `version`: the number of the one that holds, 0 of none that
    the practice wrote. `asked`: the questions that it wrote, a line each. `is_shipped`: there is a
    text to go back to."""

    name: str
    language: str
    version: int
    title: str
    text: str
    asked: str
    is_shipped: bool


@dataclass(frozen=True)
class _Place:
    """Of one version."""

    name: str
    language: str
    number: int


def articles_of(desk: Desk, practice: Practice, person: Person, language: str) -> list[Article]:
    """All that answer questions here, in that language where they are written in it: those of the
    practice's own after those that are shipped."""
    authorize(person, Action.EDIT_ARTICLES)
    library = library_of(desk, practice)
    found = [library.article(name, language) for name in library.names]
    return sorted(found, key=lambda one: (one.own, one.title if one.own else ""))


def to_edit(
    desk: Desk, practice: Practice, person: Person, name: str, language: str, number: int = 0
) -> Draft:
    """For the form; with `number`, as that earlier version of it was. Where it isn't written in
    that language yet, the form begins with the text in another one."""
    authorize(person, Action.EDIT_ARTICLES)
    library = library_of(desk, practice)
    if not library.has(name) or language not in LANGUAGES:
        raise gone()
    found = library.article(name, language)
    latest = _latest(desk, practice, name, language)
    shown = latest
    if number:
        shown = help_articles.version(desk.store, practice.id, name, language, number)
        if shown is None or shown.text is None:
            raise gone()
    return Draft(
        name,
        language,
        latest.version if latest else 0,
        title=(shown and shown.title) or found.title,
        text=(shown and shown.text) or found.text,
        asked=shown.asked if shown else "",
        is_shipped=name in shipped(language),
    )


def save(
    desk: Desk,
    practice: Practice,
    person: Person,
    name: str,
    language: str,
    opened: int,
    form: Mapping[str, str],
) -> Article:
    """The article as it is from now on; `name` "": a new one. `opened`: the version that the form
    showed. Raises WrongFields; Refusal where another one holds by now."""
    authorize(person, Action.EDIT_ARTICLES)
    title, text, asked = _read(form)
    with desk.store.transaction():
        practices.lock(desk.store, practice.id)
        library = library_of(desk, practice)
        if language not in LANGUAGES or (name and not library.has(name)):
            raise gone()
        if name:
            before = _latest(desk, practice, name, language)
        else:
            before = _same(desk, practice, language, title, text)
        if before and (before.title, before.text, before.asked) == (title, text, asked):
            return library.article(before.name, language)
        _refuse_changed(before, opened)
        name = name or _new_name(library, title)
        number = before.version + 1 if before else 1
        _add(desk, practice, person, _Place(name, language, number), title, text, asked)
    return library_of(desk, practice).article(name, language)


def written(
    desk: Desk,
    practice: Practice,
    person: Person,
    name: str,
    language: str,
    form: Mapping[str, str],
) -> Article:
    """The article as `save` would make it, not saved: to look at. Raises WrongFields."""
    authorize(person, Action.EDIT_ARTICLES)
    title, text, _ = _read(form)
    today = today_at(desk, practice_settings(desk, practice))
    library = library_of(desk, practice)
    if not name or not library.has(name):
        return Article(name, language, title, text, today, own=True)
    now = library.article(name, language)
    if (now.title, now.text) == (title, text):
        return now
    return replace(now, title=title, text=text, since=today)


def take_back(
    desk: Desk, practice: Practice, person: Person, name: str, language: str, opened: int
) -> Article | None:
    """The text that was shipped holds again. None: there is none, and the article is gone."""
    authorize(person, Action.EDIT_ARTICLES)
    with desk.store.transaction():
        practices.lock(desk.store, practice.id)
        before = _latest(desk, practice, name, language)
        if before is None:
            raise gone()
        if before.text is not None:
            _refuse_changed(before, opened)
            back = _Place(name, language, before.version + 1)
            _add(desk, practice, person, back, None, None, "")
    library = library_of(desk, practice)
    return library.article(name, language) if library.has(name) else None


def versions_of(
    desk: Desk, practice: Practice, person: Person, name: str, language: str
) -> list[Version]:
    """The newest first."""
    authorize(person, Action.EDIT_ARTICLES)
    found = help_articles.versions(desk.store, practice.id, name, language, VERSIONS_SHOWN)
    if not found and not library_of(desk, practice).has(name):
        raise gone()
    return found


def read_place(text: str) -> tuple[str, str, int]:
    """The name, language and number of a button's value, such as "fees:en:2". What is none of a
    name is "": there is no such article."""
    name, _, rest = text.partition(":")
    language, _, number = rest.partition(":")
    known = bool(_NAME.fullmatch(name)) and language in LANGUAGES
    counted = int(number) if number.isascii() and number.isdigit() and len(number) < 7 else 0
    return name if known else "", language, counted


def gone() -> Refusal:
    return refuse("That article isn’t there any more.")


def _read(form: Mapping[str, str]) -> tuple[str, str, str]:
    fields = Fields(form)
    title = fields.read(TITLE, _title)
    text = fields.read(TEXT, _text)
    asked = fields.read(ASKED, lambda typed: _lines(typed.splitlines())[:LONGEST_ASKED])
    fields.refuse_if_wrong()
    return title or "", text or "", asked or ""


def _title(typed: str) -> str:
    title = plain(typed, LONGEST_TITLE)
    if not words_of(title):
        raise refuse("Give the article a title.")
    return title


def _text(typed: str) -> str:
    text = "\n".join(plain(line, LONGEST_TEXT) for line in typed.splitlines()).strip()
    if not words_of(text):
        raise refuse("Write what the article says.")
    if len(text) > LONGEST_TEXT:
        raise refuse("That is too long for one article.")
    return text


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(kept for line in lines if (kept := plain(line)))


def _latest(desk: Desk, practice: Practice, name: str, language: str) -> Version | None:
    return next(iter(help_articles.versions(desk.store, practice.id, name, language, 1)), None)


def _same(desk: Desk, practice: Practice, language: str, title: str, text: str) -> Version | None:
    """The new article that the same form has made before."""
    written = help_articles.newest(desk.store, practice.id)
    wanted = (language, title, text)
    return next((one for one in written if (one.language, one.title, one.text) == wanted), None)


def _refuse_changed(before: Version | None, opened: int) -> None:
    if (before.version if before else 0) != opened:
        raise refuse(
            "This was changed since you opened it, so nothing of yours was saved. Open it again"
            " to see how it is now."
        )


def _new_name(library: Library, title: str) -> str:
    if len(library.names) >= MOST:
        raise refuse("There are {n} articles already. Take one out first.", n=MOST)
    name = "-".join(word.strip("#") for word in words_of(title))[:_LONGEST_NAME].strip("-")
    return f"{name}-{token_hex(3)}"


def _add(
    desk: Desk,
    practice: Practice,
    person: Person,
    place: _Place,
    title: str | None,
    text: str | None,
    asked: str,
) -> None:
    since = today_at(desk, practice_settings(desk, practice)).isoformat()
    at, author = desk.clock(), person.slack_user
    new = Version(place.name, place.language, place.number, title, text, asked, since, author, at)
    help_articles.add(desk.store, practice.id, new)
    audit.record(
        desk.store,
        practice.id,
        actor=author,
        action="article.saved" if text is not None else "article.taken_back",
        target=f"article {place.name} {place.language}",
        detail={"version": place.number, "title": title},
        now=at,
    )
