"""Moments as their reader says them: in the machine's time zone and the reader's language."""

from datetime import UTC, date, datetime

from babel import Locale
from babel.dates import format_date, format_time

_NEAR_DAYS = {"en": ("Today", "Yesterday"), "fr": ("Aujourd’hui", "Hier")}
_DATE_LENGTHS = {
    "date": "long",
    "date_num": "y-MM-dd",
    "date_slash": "short",
    "date_short": "medium",
    "date_long": "full",
}


def local(seconds: float) -> datetime:
    """The moment in this machine's time zone, which is also that of the browser on it."""
    return datetime.fromtimestamp(seconds, tz=UTC).astimezone()


def clock_time(seconds: float, locale: str) -> str:
    return format_time(local(seconds), "short", locale=_locale(locale))


def full_moment(seconds: float, locale: str) -> str:
    """For the tip over a time: the day in full, and the time."""
    day = format_date(local(seconds), "full", locale=_locale(locale))
    return f"{day}, {clock_time(seconds, locale)}"


def day_name(day: date, today: date, locale: str) -> str:
    """ "Today", "Yesterday", or the day in full."""
    near = _NEAR_DAYS.get(_locale(locale).language, _NEAR_DAYS["en"])
    ago = (today - day).days
    if 0 <= ago < len(near):
        return near[ago]
    return format_date(day, "full", locale=_locale(locale))


def date_token(name: str, seconds: float, today: date, locale: str) -> str | None:
    """What one {name} of <!date^…> stands for; None if Slack knows no such name."""
    moment = local(seconds)
    if name == "time":
        return clock_time(seconds, locale)
    if name == "time_secs":
        return format_time(moment, "medium", locale=_locale(locale))
    if name.endswith("_pretty"):
        near = day_name(moment.date(), today, locale)
        return (
            near
            if abs((today - moment.date()).days) < len(_NEAR_DAYS["en"])
            else (date_token(name.removesuffix("_pretty"), seconds, today, locale))
        )
    length = _DATE_LENGTHS.get(name)
    return format_date(moment, length, locale=_locale(locale)) if length else None


def _locale(name: str) -> Locale:
    return Locale.parse(name, sep="-")
