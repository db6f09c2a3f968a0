"""Draws invoices and receipts as PDFs. The same words make the same bytes."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from desk.qr import qr_png

FONTS = Path(__file__).parent / "fonts"
REGULAR, BOLD = "DejaVuSansCondensed", "DejaVuSansCondensed-Bold"
INK, GREY, LINE, ACCENT, STAMP = "#1b1f23", "#5b6470", "#d5dae0", "#1f4e5f", "#b3261e"
MARGIN = 54
"""Three quarters of an inch, in points."""
QR_SIZE = 96
_PADDING = 6
"""What reportlab keeps free inside of the margins."""
OF_FIVE = (0.42, 0.1, 0.16, 0.16, 0.16)
"""The widths of an invoice's columns."""


@dataclass(frozen=True)
class Document:
    """Every word of it. `paper` is "letter" or "a4". `mark` is stamped across ("PAID"), `test` says
    at the top of each page that it isn't real; "" where there is none. A row holds what it is for,
    what stands small below that, and a text for each further column, on an invoice: how many, the
    price, the taxes and the amount. A sum also says whether it stands out. `page` is followed by
    the page's number, `widths` are the columns' as parts of the whole. `pay_at`: where it is paid,
    shown as a QR code beside `pay_words`; "" where that is nowhere."""

    language: str
    paper: str
    title: str
    reference: str
    mark: str
    test: str
    seller: tuple[str, ...]
    buyer: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sums: tuple[tuple[str, str, bool], ...]
    notes: tuple[str, ...]
    page: str
    widths: tuple[float, ...] = OF_FIVE
    pay_at: str = ""
    pay_words: str = ""


def drawn(document: Document) -> bytes:
    """The PDF. reportlab is loaded here, with the first one: a process that draws none is smaller
    and starts sooner."""
    from reportlab.lib import pagesizes
    from reportlab.platypus import SimpleDocTemplate

    _load_fonts()
    into = io.BytesIO()
    size = pagesizes.LETTER if document.paper == "letter" else pagesizes.A4
    template = SimpleDocTemplate(
        into,
        pagesize=size,
        leftMargin=MARGIN - _PADDING,
        rightMargin=MARGIN - _PADDING,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=f"{document.title} {document.reference}",
        author=next(iter(document.seller), ""),
        creator="Paydesk",
        lang=document.language,
        invariant=1,  # No time of making, and an id from the contents.
    )
    width = size[0] - 2 * MARGIN
    template.build(
        _story(document, width), onFirstPage=_frame(document), onLaterPages=_frame(document)
    )
    return into.getvalue()


def _story(document: Document, width: float) -> list[Any]:
    from reportlab.platypus import KeepTogether, Spacer

    sums = [_sums(document, width), Spacer(1, 14), *_notes(document)]
    if document.pay_at:
        sums += [Spacer(1, 14), _pay(document, width)]
    return [
        _head(document, width),
        Spacer(1, 24),
        _parties(document, width),
        Spacer(1, 22),
        _lines(document, width),
        Spacer(1, 10),
        KeepTogether(sums),
    ]


def _head(document: Document, width: float) -> Any:
    seller = [
        _text(document.seller[0] if document.seller else "", size=13, bold=True, color=ACCENT)
    ]
    seller += [_text(line, color=GREY) for line in document.seller[1:]]
    title = [_text(document.title, size=22, bold=True, align="right")]
    return _table([[seller, title]], [width * 0.6, width * 0.4], [("VALIGN", "TOP")])


def _parties(document: Document, width: float) -> Any:
    buyer = [_text(line, bold=at == 0) for at, line in enumerate(document.buyer)]
    facts = _table(
        [
            [_text(name, color=GREY), _text(value, align="right", bold=at == 0)]
            for at, (name, value) in enumerate(document.facts)
        ],
        [width * 0.14, width * 0.26],
        [("VALIGN", "TOP")],
    )
    return _table([[buyer, facts]], [width * 0.6, width * 0.4], [("VALIGN", "TOP")])


def _lines(document: Document, width: float) -> Any:
    heads = [
        _text(head, size=8, bold=True, color=GREY, align="left" if at == 0 else "right")
        for at, head in enumerate(document.heads)
    ]
    rows = [heads, *(_row(row) for row in document.rows)]
    return _table(
        rows,
        [width * part for part in document.widths],
        [("VALIGN", "TOP"), ("LINEBELOW", 0.5, LINE)],
        repeat=1,
    )


def _row(row: Sequence[str]) -> list[Any]:
    what, who, *numbers = row
    first = [_text(what)] + ([_text(who, size=8, color=GREY)] if who else [])
    return [first, *(_text(one, align="right") for one in numbers)]


def _sums(document: Document, width: float) -> Any:
    rows = [
        ["", _text(name, align="right", bold=strong), _text(value, align="right", bold=strong)]
        for name, value, strong in document.sums
    ]
    return _table(rows, [width * 0.2, width * 0.56, width * 0.24], [("VALIGN", "TOP")])


def _pay(document: Document, width: float) -> Any:
    """The code, and beside it the address for those who can't scan it."""
    from reportlab.platypus import Image

    code = Image(io.BytesIO(qr_png(document.pay_at)), QR_SIZE, QR_SIZE)
    words = [_text(document.pay_words, bold=True), _text(document.pay_at, size=8, color=GREY)]
    return _table([[code, words]], [QR_SIZE + 12, width - QR_SIZE - 12], [("VALIGN", "MIDDLE")])


def _notes(document: Document) -> list[Any]:
    return [_text(note, size=8, color=GREY) for note in document.notes]


def _frame(document: Document) -> Callable[[Any, Any], None]:
    """What stands on each page around the rest."""

    def draw(canvas: Any, template: Any) -> None:
        width, height = template.pagesize
        canvas.saveState()
        canvas.setFont(REGULAR, 8)
        canvas.setFillColor(GREY)
        canvas.drawRightString(
            width - MARGIN, MARGIN / 2, f"{document.page} {canvas.getPageNumber()}"
        )
        canvas.setFillColor(STAMP)
        if document.test:
            canvas.setFont(BOLD, 9)
            canvas.drawCentredString(width / 2, height - MARGIN / 2, document.test)
        if document.mark and canvas.getPageNumber() == 1:
            _stamp(canvas, document.mark, width - MARGIN - 90, height - MARGIN - 66)
        canvas.restoreState()

    return draw


def _stamp(canvas: Any, mark: str, x: float, y: float) -> None:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    canvas.saveState()
    canvas.setStrokeColor(STAMP)
    canvas.setLineWidth(2)
    canvas.setFont(BOLD, 18)
    wide = stringWidth(mark, BOLD, 18) + 20
    canvas.translate(x + 90 - wide / 2, y)
    canvas.rotate(6)
    canvas.roundRect(-wide / 2, -8, wide, 30, 5)
    canvas.drawCentredString(0, 0, mark)
    canvas.restoreState()


def _text(
    words: str,
    *,
    size: float = 9.5,
    bold: bool = False,
    color: str = INK,
    align: str = "left",
) -> Any:
    from reportlab.platypus import Paragraph

    return Paragraph(escape(words), _style(size, bold, color, align))


@cache
def _style(size: float, bold: bool, color: str, align: str) -> Any:
    from reportlab.lib.colors import HexColor
    from reportlab.lib.enums import TA_LEFT, TA_RIGHT
    from reportlab.lib.styles import ParagraphStyle

    return ParagraphStyle(
        f"{size} {bold} {color} {align}",
        fontName=BOLD if bold else REGULAR,
        fontSize=size,
        leading=size * 1.35,
        textColor=HexColor(color),
        alignment=TA_RIGHT if align == "right" else TA_LEFT,
        splitLongWords=1,
    )


def _table(
    rows: list[list[Any]],
    widths: list[float],
    commands: list[tuple[Any, ...]],
    repeat: int = 0,
) -> Any:
    from reportlab.platypus import Table

    whole = (0, 0), (-1, -1)
    style = [
        ("LEFTPADDING", *whole, 0),
        ("RIGHTPADDING", *whole, 4),
        ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
        ("TOPPADDING", *whole, 3),
        ("BOTTOMPADDING", *whole, 3),
        *((name, *whole, *values) for name, *values in commands),
    ]
    return Table(rows, colWidths=widths, style=style, repeatRows=repeat)


@cache
def _load_fonts() -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    for name in (REGULAR, BOLD):
        pdfmetrics.registerFont(TTFont(name, FONTS / f"{name}.ttf"))
