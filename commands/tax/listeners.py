"""/tax: the tax rates, a form for each, and what an invoice of 100.00 becomes with it."""

from collections.abc import Mapping
from dataclasses import replace

from commands.asked import Asked
from commands.replies import View
from commands.tax.views import archived_view, form_view, list_message, saved_view
from desk import fees, taxes
from desk.settings import practice_settings
from rules.ids import read_id
from rules.words import refuse


def on_command(asked: Asked) -> None:
    """/tax"""
    rates = taxes.tax_rates(asked.desk, asked.person)
    asked.reply.show(list_message(asked.say, rates, _time_zone(asked)))


def on_new(asked: Asked) -> None:
    """Opens an empty form."""
    taxes.tax_rates(asked.desk, asked.person)
    asked.reply.open(form_view(asked.say, _currency(asked)))


def on_edit(asked: Asked) -> None:
    """Opens the form of one rate."""
    rate = taxes.tax_rate(asked.desk, asked.person, _id(asked.value))
    asked.reply.open(form_view(asked.say, _currency(asked), rate))


def on_preview(asked: Asked) -> None:
    """Shows in the form what an invoice of 100.00 becomes with what stands in it."""
    asked.reply.update(_form(asked, asked.values))


def on_submitted(asked: Asked) -> None:
    """Saves a new rate, or a new version of the one that the form is of. WrongFields tells what is
    wrong, field by field."""
    if asked.private:
        rate_id, opened = _opened(asked.private)
        saved = taxes.edit(asked.desk, asked.person, rate_id, opened, asked.values)
    else:
        saved = taxes.add(asked.desk, asked.person, asked.values)
    preview = taxes.preview(asked.values)
    view = saved_view(asked.say, saved, preview, _currency(asked), _time_zone(asked))
    asked.reply.update(view)


def on_archive(asked: Asked) -> None:
    """The rate of the form is used no more."""
    rate = taxes.archive(asked.desk, asked.person, _id(asked.value))
    asked.reply.update(archived_view(asked.say, rate))


def _form(asked: Asked, values: Mapping[str, str]) -> View:
    rate = None
    if asked.private:
        rate_id, opened = _opened(asked.private)
        now = taxes.tax_rate(asked.desk, asked.person, rate_id)
        rate = replace(now, version_id=opened or now.version_id)
    return form_view(asked.say, _currency(asked), rate, taxes.preview(values), values)


def _currency(asked: Asked) -> str:
    return fees.home_currency(asked.practice)


def _time_zone(asked: Asked) -> str:
    return practice_settings(asked.desk, asked.practice).time_zone


def _opened(private: str) -> tuple[int, int | None]:
    """Which rate the form is of, and the version that it showed."""
    rate_id, _, version_id = private.partition(":")
    return _id(rate_id), read_id(version_id)


def _id(text: str) -> int:
    found = read_id(text)
    if found is None:
        raise refuse("This tax rate is no longer in use. Type /tax to see those that are.")
    return found
