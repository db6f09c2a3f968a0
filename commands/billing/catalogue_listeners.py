"""Price items and practitioners: the list, the forms, and archiving."""

from commands.asked import Asked
from commands.billing.catalogue_views import (
    catalogue_view,
    item_form,
    practitioner_form,
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
    _show(asked)


def on_new_item(asked: Asked) -> None:
    """Shows the form of a new price item."""
    asked.reply.update(item_form(asked.say, catalogue_of(asked.desk, asked.practice, asked.person)))


def on_new_practitioner(asked: Asked) -> None:
    """Shows the form of a new practitioner."""
    catalogue_of(asked.desk, asked.practice, asked.person)
    asked.reply.update(practitioner_form(asked.say))


def on_item_submitted(asked: Asked) -> None:
    """Adds it. WrongFields tells what is wrong, field by field."""
    added = add_item(asked.desk, asked.practice, asked.person, asked.values, asked.say)
    _show(asked, _added(asked, added.name))


def on_practitioner_submitted(asked: Asked) -> None:
    """Adds them. WrongFields tells what is wrong, field by field."""
    added = add_practitioner(asked.desk, asked.practice, asked.person, asked.values)
    _show(asked, _added(asked, added.name))


def on_archive_item(asked: Asked) -> None:
    """A price item is offered no more."""
    archive(asked.desk, asked.practice, asked.person, ITEM, asked.value)
    _show(asked, asked.say("*Archived.* Invoices that have it keep it."))


def on_archive_practitioner(asked: Asked) -> None:
    """A practitioner is offered no more."""
    archive(asked.desk, asked.practice, asked.person, PRACTITIONER, asked.value)
    _show(asked, asked.say("*Archived.* Invoices that have it keep it."))


def _added(asked: Asked, name: str) -> str:
    return asked.say("*Saved:* {name}", name=escape(name))


def _show(asked: Asked, notice: str = "") -> None:
    known = catalogue_of(asked.desk, asked.practice, asked.person)
    asked.reply.update(catalogue_view(asked.say, known, notice))
