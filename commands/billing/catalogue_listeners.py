"""Price items and practitioners: the list, the forms, and archiving."""

from commands.asked import Asked
from commands.billing.catalogue_views import (
    Pages,
    catalogue_view,
    item_form,
    practitioner_form,
    read_pages,
)
from desk.catalogue import (
    ITEM,
    PRACTITIONER,
    add_item,
    add_practitioner,
    archive,
    catalogue_of,
)
from desk.privacy import escape


def on_list(asked: Asked) -> None:
    """Shows both lists in the window."""
    _show(asked, Pages())


def on_turn(asked: Asked) -> None:
    """Turns to another page of one of them."""
    _show(asked, read_pages(asked.value))


def on_new_item(asked: Asked) -> None:
    """Shows the form of a new price item."""
    known = catalogue_of(asked.desk, asked.practice, asked.person)
    asked.reply.update(item_form(asked.say, known, read_pages(asked.private)))


def on_new_practitioner(asked: Asked) -> None:
    """Shows the form of a new practitioner."""
    catalogue_of(asked.desk, asked.practice, asked.person)
    asked.reply.update(practitioner_form(asked.say, read_pages(asked.private)))


def on_item_submitted(asked: Asked) -> None:
    """Adds it. WrongFields tells what is wrong, field by field."""
    added = add_item(asked.desk, asked.practice, asked.person, asked.values, asked.say)
    _show(asked, read_pages(asked.private), _added(asked, added.name))


def on_practitioner_submitted(asked: Asked) -> None:
    """Adds them. WrongFields tells what is wrong, field by field."""
    added = add_practitioner(asked.desk, asked.practice, asked.person, asked.values)
    _show(asked, read_pages(asked.private), _added(asked, added.name))


def on_archive_item(asked: Asked) -> None:
    """A price item is offered no more."""
    archive(asked.desk, asked.practice, asked.person, ITEM, asked.value)
    _show(asked, read_pages(asked.private), asked.say("*Archived.* Invoices that have it keep it."))


def on_archive_practitioner(asked: Asked) -> None:
    """A practitioner is offered no more."""
    archive(asked.desk, asked.practice, asked.person, PRACTITIONER, asked.value)
    _show(asked, read_pages(asked.private), asked.say("*Archived.* Invoices that have it keep it."))


def _added(asked: Asked, name: str) -> str:
    return asked.say("*Saved:* {name}", name=escape(name))


def _show(asked: Asked, pages: Pages, notice: str = "") -> None:
    known = catalogue_of(asked.desk, asked.practice, asked.person)
    asked.reply.update(catalogue_view(asked.say, known, pages, notice))
