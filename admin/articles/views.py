"""Help articles: listed, searched, written with a preview, and given back an earlier text."""

from collections.abc import Mapping, Sequence

from flask import request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from admin import words
from admin.articles.slack_look import parts_of
from admin.forms import WRONG, Form, typed
from admin.here import go_to, here, notice, show
from admin.page import Page, Route
from admin.table import Asked, Cell, Column, Filter, Place, Table, asked, paged
from desk.access import authorize
from desk.admin.articles import CHANGED, OWN, SHIPPED, Shelved, shelf
from desk.admin.names import names_of
from desk.forms import WrongFields
from desk.help import editing
from desk.help.articles import Article
from desk.help.editing import ASKED, TEXT, TITLE, Draft, gone, read_place
from desk.language import LANGUAGES
from desk.settings import practice_settings
from rules.ids import read_id
from rules.roles import Action
from rules.words import Sentence, sentence

OPENED, LANGUAGE, PREVIEW = "opened", "language", "preview"
ORIGINS: Mapping[str, Sentence] = {
    SHIPPED: sentence("Came with Paydesk"),
    CHANGED: sentence("Changed here"),
    OWN: sentence("Written here"),
}
ORIGIN = Filter("origin", sentence("Text"), (("", sentence("All")), *ORIGINS.items()))
NAMES_OF_LANGUAGES: Mapping[str, Sentence] = {
    "en": sentence("English"),
    "fr": sentence("French"),
}
COLUMNS = (
    Column(sentence("Article")),
    Column(sentence("Text")),
    Column(sentence("Holds since")),
)
DONE = {
    "saved": sentence("Saved. This is what people read from now on."),
    "back": sentence("The text that came with Paydesk holds again."),
    "gone": sentence("The article is gone. Nobody is answered with it any more."),
}


def show_list() -> ResponseReturnValue:
    """In the person's language."""
    wish = asked([ORIGIN])
    found = _found(wish)

    def fetch(after: Place | None, before: Place | None, limit: int) -> Sequence[int]:
        if before is not None:
            return range(max(0, before[1] - limit), min(before[1], len(found)))
        begins = after[1] + 1 if after else 0
        return range(begins, min(begins + limit, len(found)))

    page = paged(wish, fetch, lambda number: ("", number))
    table = Table(
        caption=sentence("Help articles"),
        columns=COLUMNS,
        rows=[_row(found[number]) for number in page.rows],
        asked=wish,
        empty=sentence("There is no article."),
        endpoint="admin.articles_list",
        filters=[ORIGIN],
        search=sentence("A word of the title or the text"),
        many=len(found),
        previous=page.previous,
        next=page.next,
    )
    told = notice(request.args.get("done", ""), DONE)
    return show("articles/list.html", table=table, done=told)


def show_new() -> ResponseReturnValue:
    """An empty form."""
    authorize(here().person, Action.EDIT_ARTICLES)
    return _shown(_nothing(), Form({LANGUAGE: here().say.code}), 200)


def save_new() -> ResponseReturnValue:
    values = typed()
    language = values.get(LANGUAGE, "")
    if language not in LANGUAGES:
        raise gone()
    return _sent(_nothing(language), values)


def show_form(name: str, language: str) -> ResponseReturnValue:
    """With the text that holds, or an earlier one, and how that looks in Slack."""
    at = here()
    place = _place(name, language)
    number = read_id(request.args.get("version", "")) or 0
    draft = editing.to_edit(at.desk, at.practice, at.person, *place, number)
    values = {TITLE: draft.title, TEXT: draft.text, ASKED: draft.asked}
    values[OPENED] = str(draft.version)
    looks = editing.written(at.desk, at.practice, at.person, *place, values)
    return _shown(draft, Form(values), 200, looks)


def save_form(name: str, language: str) -> ResponseReturnValue:
    at = here()
    draft = editing.to_edit(at.desk, at.practice, at.person, *_place(name, language))
    return _sent(draft, typed())


def take_back(name: str, language: str) -> ResponseReturnValue:
    """The shipped text again, or the end of an article of one's own."""
    at, opened = here(), read_id(typed().get(OPENED, ""))
    place = _place(name, language)
    left = editing.take_back(at.desk, at.practice, at.person, *place, _number(opened))
    if left is None:
        return go_to("admin.articles_list", done="gone")
    return go_to("admin.articles_one", name=name, language=language, done="back")


def show_versions(name: str, language: str) -> ResponseReturnValue:
    """Who has changed it, and when."""
    at, place = here(), _place(name, language)
    found = editing.versions_of(at.desk, at.practice, at.person, *place)
    return show(
        "articles/versions.html",
        name=name,
        language=language,
        title=editing.to_edit(at.desk, at.practice, at.person, *place).title,
        versions=found,
        names=names_of(at.desk, at.person, {one.author for one in found}),
        zone=practice_settings(at.desk, at.practice).time_zone,
        spoken=NAMES_OF_LANGUAGES[language],
    )


def _sent(draft: Draft, values: Mapping[str, str]) -> Response:
    """Saved, or shown as people would read it."""
    at = here()
    try:
        if PREVIEW in values:
            looks = editing.written(
                at.desk, at.practice, at.person, draft.name, draft.language, values
            )
            return _shown(draft, Form(values), 200, looks)
        opened = _number(read_id(values.get(OPENED, "0")))
        place = draft.name, draft.language, opened
        saved = editing.save(at.desk, at.practice, at.person, *place, values)
    except WrongFields as wrong:
        return _shown(draft, Form(values, wrong.by_field), WRONG)
    return go_to("admin.articles_one", name=saved.name, language=draft.language, done="saved")


def _shown(draft: Draft, form: Form, status: int, looks: Article | None = None) -> Response:
    return show(
        "articles/one.html",
        status,
        draft=draft,
        form=form,
        opened=form.value(OPENED) or draft.version,
        fields={"title": TITLE, "text": TEXT, "asked": ASKED, "language": LANGUAGE},
        languages=[(code, here().say.sentence(NAMES_OF_LANGUAGES[code])) for code in LANGUAGES],
        spoken=NAMES_OF_LANGUAGES[draft.language],
        looks=looks,
        parts=parts_of(looks) if looks else [],
        done=notice(request.args.get("done", ""), DONE),
    )


def _found(wish: Asked) -> Sequence[Shelved]:
    at = here()
    origin = wish.chosen[ORIGIN.name]
    return shelf(at.desk, at.practice, at.person, at.say.code, wish.search, origin)


def _row(one: Shelved) -> list[Cell]:
    article = one.article
    to_it = url_for("admin.articles_one", name=article.name, language=article.language)
    return [
        Cell(article.title, to_it),
        Cell(
            here().say.sentence(ORIGINS[one.origin]), tone="" if one.origin == SHIPPED else "good"
        ),
        Cell(words.short_day(article.since.isoformat())),
    ]


def _nothing(language: str = "") -> Draft:
    return Draft("", language or here().say.code, 0, "", "", "", is_shipped=False)


def _place(name: str, language: str) -> tuple[str, str]:
    """Of an address; what is none of an article is refused."""
    known, code, _ = read_place(f"{name}:{language}")
    if not known:
        raise gone()
    return known, code


def _number(version: int | None) -> int:
    return -1 if version is None else version


PAGE = Page(
    name="articles",
    title=sentence("Help articles"),
    action=Action.EDIT_ARTICLES,
    for_support=True,
    routes=(
        Route("list", "/", show_list),
        Route("new", "/new", show_new),
        Route("add", "/new", save_new, "POST"),
        Route("one", "/<name>/<language>", show_form),
        Route("save", "/<name>/<language>", save_form, "POST"),
        Route("back", "/<name>/<language>/back", take_back, "POST"),
        Route("versions", "/<name>/<language>/versions", show_versions),
    ),
)
