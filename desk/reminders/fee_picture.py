"""The picture of a month's fees: a bar for each payment method, with what clients paid of it and
what the practice bore, as a PNG."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

from desk.context import Desk
from desk.document_pdf import FONTS
from desk.documents import RightLost
from desk.language import Language, language_of
from desk.reminders.fee_report import FeeLine, FeeReport, fee_report
from desk.reminders.fee_words import method_words, report_title
from rules.money import Money
from storage import practices

FEE_REPORT = "fee_report"
"""In the payload of outbox rows of desk.documents.KIND: the ISO month, "2026-11"."""
_WIDTH, _EDGE, _TOP, _BAR, _ROW = 960, 40, 110, 36, 64
_LABEL, _AMOUNT = 200, 170
"""What stands left and right of a bar is as wide."""
_PASSED_ON, _ABSORBED, _INK, _PAPER = "#2f6f9f", "#d98c3f", "#1d1c1d", "#ffffff"


def picture_for(desk: Desk, practice_id: int, month: str) -> tuple[str, bytes]:
    """Its name and the image, in the practice's language. Raises RightLost where there is nothing
    of that month."""
    practice = practices.get(desk.store, practice_id)
    if practice is None:
        raise LookupError(f"There is no practice {practice_id}.")
    report = fee_report(desk, practice, date.fromisoformat(f"{month}-01"))
    if not report.lines:
        raise RightLost
    return f"fees-{month}.png", picture(language_of(practice.language), report)


def picture(say: Language, report: FeeReport) -> bytes:
    from PIL import Image, ImageDraw, ImageFont

    height = _TOP + _ROW * len(report.lines) + _EDGE // 2
    image = Image.new("RGB", (_WIDTH, height), _PAPER)
    draw, font = ImageDraw.Draw(image), ImageFont.truetype(FONTS / "DejaVuSansCondensed.ttf", 22)
    draw.text((_EDGE, _EDGE // 2), report_title(say, report.month), fill=_INK, font=font)
    _legend(draw, font, say)
    for number, line in enumerate(report.lines):
        _bar(draw, font, say, line, _TOP + _ROW * number, _longest(report.lines, line.currency))
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _legend(draw: Any, font: Any, say: Language) -> None:
    left, top = _EDGE, 62
    for colour, words in ((_PASSED_ON, say("Passed on")), (_ABSORBED, say("Absorbed"))):
        draw.rectangle((left, top, left + 22, top + 22), colour)
        draw.text((left + 32, top + 11), words, _INK, font, anchor="lm")
        left += 32 + round(draw.textlength(words, font)) + 40


def _bar(draw: Any, font: Any, say: Language, line: FeeLine, top: int, longest: int) -> None:
    """Each currency has a scale of its own."""
    left, middle = _EDGE + _LABEL, top + _BAR // 2
    room = _WIDTH - left - _EDGE - _AMOUNT
    passed_on, absorbed = (
        round(room * max(part, 0) / longest) for part in (line.passed_on, line.absorbed)
    )
    draw.text((_EDGE, middle), method_words(say, line.method), _INK, font, anchor="lm")
    if passed_on:
        draw.rectangle((left, top, left + passed_on, top + _BAR), _PASSED_ON)
    if absorbed:
        begins = left + passed_on
        draw.rectangle((begins, top, begins + absorbed, top + _BAR), _ABSORBED)
    kept = say.money(Money(line.kept, line.currency))
    draw.text((left + passed_on + absorbed + 12, middle), kept, _INK, font, anchor="lm")


def _longest(lines: Sequence[FeeLine], currency: str) -> int:
    sizes = (
        max(one.passed_on, 0) + max(one.absorbed, 0) for one in lines if one.currency == currency
    )
    return max(1, *sizes, 0)
