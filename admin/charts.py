"""Charts as pictures: SVG that is drawn here, without scripts, and stands in the page's own HTML as
data, so that nothing is loaded for it. It is light or dark as the page is.

A chart is never the only way to its figures: the table behind it stands beside it. Drawing takes
longer than all else on such a page, so the newest charts are kept.
"""

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

WIDTH, HEIGHT, BAR_HEIGHT = 440, 230, 32
"""Small, so that what is written can still be read on a phone."""
BLUE, AMBER, GREEN, RED = "#2f7fd1", "#d98a1f", "#2c9c69", "#d3544f"
"""Of the same weight on light and on dark paper."""
_INK, _DARK_INK = "#3b4452", "#cfd6df"
_LINE, _DARK_LINE = "#d8dde4", "#37404c"
_LINES = ".axis .guide.line,.axis .major.line,.axis .major.guide.line,.axis .line"
_LOOKS = (
    f".axis text,.axis text.major,.legends .legend text{{fill:{_INK}}}"
    f"{_LINES}{{stroke:{_LINE};"
    "stroke-dasharray:none}"
    ".reactive{fill-opacity:1;stroke-opacity:0}"
)
_DARK = (
    f".axis text,.axis text.major,.legends .legend text{{fill:{_DARK_INK}}}"
    f"{_LINES}{{stroke:{_DARK_LINE}}}"
)
_CSS = f"{_LOOKS}@media(prefers-color-scheme:dark){{{_DARK}}}"

KEPT = 100
_MOVES = frozenset({"script", "desc", "title"})


Write = Callable[[float], str]
"""How a value is written. Equal to another one where it writes the same."""


@dataclass(frozen=True)
class Series:
    """A colour of a chart: what it means, and its value at each label."""

    name: str
    values: tuple[float, ...]
    colour: str


@dataclass(frozen=True)
class Chart:
    """A picture, `source` as an image's address, and its size."""

    source: str
    width: int
    height: int


def columns(labels: Sequence[str], series: Sequence[Series], write: Write) -> Chart | None:
    """What is above another stands on it, what is below zero hangs. None where all is 0."""
    return _drawn("StackedBar", tuple(labels), tuple(series), write, HEIGHT)


def bars(labels: Sequence[str], series: Sequence[Series], write: Write) -> Chart | None:
    """The same lying down, for few labels that are long."""
    height = 80 + BAR_HEIGHT * len(labels)
    backwards = tuple(Series(one.name, one.values[::-1], one.colour) for one in series)
    return _drawn("HorizontalStackedBar", tuple(labels[::-1]), backwards, write, height)


@lru_cache(KEPT)
def _drawn(
    kind: str,
    labels: tuple[str, ...],
    series: tuple[Series, ...],
    write: Write,
    height: int,
) -> Chart | None:
    if not any(value for one in series for value in one.values):
        return None
    # Loaded with the first chart: it changes how this process looks for modules.
    import pygal

    chart = getattr(pygal, kind)(
        width=WIDTH,
        height=height,
        style=_style([one.colour for one in series]),
        css=["file://style.css", "file://graph.css", f"inline:{_CSS}"],
        js=[],
        no_prefix=True,
        value_formatter=write,
        show_legend=len(series) > 1,
        legend_at_bottom=True,
        legend_at_bottom_columns=len(series),
        max_scale=6,
        rounded_bars=2,
        truncate_label=-1,
        margin=8,
        margin_right=24,
    )
    chart.x_labels = labels
    for one in series:
        chart.add(one.name, list(one.values))
    chart.add_xml_filter(_still)
    written = base64.b64encode(chart.render()).decode("ascii")
    return Chart(f"data:image/svg+xml;base64,{written}", WIDTH, height)


def _style(colours: Sequence[str]) -> Any:
    from pygal.style import Style

    return Style(
        background="transparent",
        plot_background="transparent",
        font_family="system-ui, sans-serif",
        label_font_size=12,
        major_label_font_size=12,
        legend_font_size=13,
        colors=tuple(colours),
    )


def _still(root: Any) -> Any:
    """Without the script that every chart brings, what only that would show, and notes on when it
    was made."""
    for parent in list(root.iter()):
        for child in list(parent):
            if not isinstance(child.tag, str) or child.tag.rpartition("}")[2] in _MOVES:
                parent.remove(child)
    return root
