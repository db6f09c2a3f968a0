"""The articles of the practice: listed, edited, written anew, and taken back."""

from commands.asked import Asked
from commands.help.editing_views import (
    form_view,
    gone_view,
    list_view,
    saved_view,
    versions_view,
)
from desk.access import authorize
from desk.help.editing import (
    Draft,
    articles_of,
    gone,
    read_place,
    save,
    take_back,
    to_edit,
    versions_of,
)
from desk.settings import practice_settings
from rules.ids import read_id
from rules.roles import Action


def on_list(asked: Asked) -> None:
    """Opens the list of all articles."""
    found = articles_of(asked.desk, asked.practice, asked.person, asked.say.code)
    asked.reply.open(list_view(asked.say, found, 0))


def on_page(asked: Asked) -> None:
    """Another page of the list, in its place."""
    found = articles_of(asked.desk, asked.practice, asked.person, asked.say.code)
    begins = read_id(asked.value) or 0
    asked.reply.update(list_view(asked.say, found, begins))


def on_new(asked: Asked) -> None:
    """Opens an empty form."""
    authorize(asked.person, Action.EDIT_ARTICLES)
    draft = Draft("", asked.say.code, 0, "", "", "", is_shipped=False)
    asked.reply.open(form_view(asked.say, draft))


def on_edit(asked: Asked) -> None:
    """Opens the form of one article."""
    name, language, _ = read_place(asked.value)
    draft = to_edit(asked.desk, asked.practice, asked.person, name, language)
    asked.reply.open(form_view(asked.say, draft))


def on_use(asked: Asked) -> None:
    """The form, with an earlier text or the one in the other language."""
    place = read_place(asked.value)
    draft = to_edit(asked.desk, asked.practice, asked.person, *place)
    asked.reply.update(form_view(asked.say, draft))


def on_submitted(asked: Asked) -> None:
    """Saves it. WrongFields tells what is wrong, field by field."""
    name, language, opened = read_place(asked.private)
    if not name and not asked.private.startswith(":"):
        authorize(asked.person, Action.EDIT_ARTICLES)
        raise gone()
    place = (name, language, opened)
    saved = save(asked.desk, asked.practice, asked.person, *place, asked.values)
    notice = asked.say("*Saved.* This is what people read from now on:")
    asked.reply.update(saved_view(asked.say, saved, asked.person.role, notice))


def on_back(asked: Asked) -> None:
    """The shipped text again, or the end of an article of one's own."""
    place = read_place(asked.value)
    article = take_back(asked.desk, asked.practice, asked.person, *place)
    if article is None:
        asked.reply.update(gone_view(asked.say))
        return
    notice = asked.say("This is what people read from now on:")
    asked.reply.update(saved_view(asked.say, article, asked.person.role, notice))


def on_versions(asked: Asked) -> None:
    """Who has changed it, and when."""
    name, language, _ = read_place(asked.value)
    found = versions_of(asked.desk, asked.practice, asked.person, name, language)
    zone = practice_settings(asked.desk, asked.practice).time_zone
    asked.reply.open(versions_view(asked.say, found, zone))
