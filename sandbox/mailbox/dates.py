"""Moments as their reader says them, in this machine's time zone and the reader's language."""

from datetime import UTC, datetime

from babel.dates import format_date, format_skeleton, format_time


def _local(seconds: float) -> datetime | None:
    """None for a moment that no calendar has, such as the year 30000."""
    try:
        return datetime.fromtimestamp(seconds, tz=UTC).astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def short_moment(seconds: float, now: float, language: str) -> str:
    """The time of today, the day of this year, or the date."""
    moment, today = _local(seconds), _local(now)
    if moment is None or today is None:
        return "–"
    if moment.date() == today.date():
        return format_time(moment, "short", locale=language)
    if moment.year == today.year:
        return format_skeleton("MMMd", moment, locale=language)
    return format_date(moment, "medium", locale=language)


def full_moment(seconds: float, language: str) -> str:
    moment = _local(seconds)
    if moment is None:
        return "–"
    day = format_date(moment, "full", locale=language)
    return f"{day}, {format_time(moment, 'short', locale=language)}"


def machine_moment(seconds: float) -> str:
    """For the datetime attribute of a time element."""
    moment = _local(seconds)
    return moment.isoformat(timespec="seconds") if moment else ""
