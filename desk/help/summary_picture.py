"""The picture of a week in the help channel: how many questions each day, as a PNG."""

from collections.abc import Sequence
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from babel.dates import format_date

from desk.context import Desk
from desk.document_pdf import FONTS
from desk.documents import RightLost
from desk.help.summaries import Week, week_of
from desk.language import Language, language_of
from storage import practices

_WIDTH, _HEIGHT, _EDGE, _FOOT = 960, 420, 40, 60
_BAR, _INK, _PAPER = "#2f6f9f", "#1d1c1d", "#ffffff"


def picture_for(desk: Desk, practice_id: int, monday: str) -> tuple[str, bytes]:
    """Its name and the image, in the practice's language. Raises RightLost where there is nothing
    of that week any more."""
    practice = practices.get(desk.store, practice_id)
    if practice is None:
        raise LookupError(f"There is no practice {practice_id}.")
    week = week_of(desk, practice, date.fromisoformat(monday))
    if not week.questions:
        raise RightLost
    return f"questions-{monday}.png", picture(language_of(practice.language), week)


def picture(say: Language, week: Week) -> bytes:
    """A bar for each day, with its number above it."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(FONTS / "DejaVuSansCondensed.ttf", 22)
    title = say("Questions of the week of {day}: {n}", day=week.monday, n=week.questions)
    draw.text((_EDGE, _EDGE // 2), title, fill=_INK, font=font)
    _bars(draw, font, week.by_day)
    for number in range(len(week.by_day)):
        day = format_date(week.monday + timedelta(days=number), "EEE", locale=say.locale)
        draw.text((_middle(number), _HEIGHT - _FOOT + 16), day, _INK, font, anchor="ma")
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _bars(draw: Any, font: Any, counts: Sequence[int]) -> None:
    foot, most = _HEIGHT - _FOOT, max(counts)
    draw.line((_EDGE, foot, _WIDTH - _EDGE, foot), _INK, 2)
    for number, count in enumerate(counts):
        tall = round((foot - 110) * count / most)
        middle = _middle(number)
        draw.rectangle((middle - 36, foot - tall, middle + 36, foot), _BAR)
        draw.text((middle, foot - tall - 8), str(count), _INK, font, anchor="ms")


def _middle(number: int) -> int:
    return _EDGE + round((_WIDTH - 2 * _EDGE) * (number + 0.5) / 7)
