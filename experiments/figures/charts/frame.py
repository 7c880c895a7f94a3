"""The figure around charts: title, panels, legend below, and the note of what was sampled."""

from __future__ import annotations

import math
import textwrap
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from experiments.figures.style import GREY, new_figure, weight

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ONE_COLUMN, TWO_COLUMNS = 3.5, 7.2
"""Inches: the width of one and of two columns of a journal page."""

CHARACTERS_PER_INCH = 18.5
"""Of a note; a Chinese character counts for two."""
_LINE, _ROW = 0.135, 0.165
"""Inches a line of a note and a row of a legend take."""
_NEVER_FIRST = "，。；：、）》”"
_LEGEND_PER_INCH = 15.5
_KEY = 8
"""Characters that the key of a legend takes beside its label."""


def opened(title: str, below: str, lang: str, height: float, width: float = TWO_COLUMNS) -> Figure:
    """Return a figure with its title and, below it in grey, what is shown (park, year).

    Both are broken into lines that the width holds.
    """
    figure = new_figure(height, width)
    heads = wrapped(title, width, 0.72)
    lines = [*heads, *wrapped(below, width)]
    blank = "\n" * (len(lines) - len(heads))
    figure.suptitle(
        "\n".join(heads) + blank,
        x=0.01, ha="left", fontsize=10, fontweight=weight(lang), linespacing=1.35,
    )  # fmt: skip
    figure.text(
        0.01, 1.0 - (0.09 + 0.19 * len(heads)) / height, "\n".join(lines[len(heads) :]),
        fontsize=7.5, color=GREY, va="top", linespacing=1.25,
    )  # fmt: skip
    return figure


def foot(
    figure: Figure,
    text: str,
    handles: Sequence[Any] = (),
    labels: Sequence[str] = (),
    columns: int | None = None,
) -> None:
    """Put one legend for all panels under them, and under it a note in grey.

    The note says what bands are and what was sampled. The legend has as many columns as the width
    holds, unless told otherwise.
    """
    width, height = figure.get_figwidth(), figure.get_figheight()
    lines = wrapped(text, width) if text else []
    room = len(lines) * _LINE + 0.06
    figure.text(
        0.01, 0.04 / height, "\n".join(lines), fontsize=6.8, color=GREY, va="bottom",
        linespacing=1.25,
    )  # fmt: skip
    if len(handles):
        columns = columns or _columns(labels, width)
        figure.legend(
            handles, labels, loc="lower left", bbox_to_anchor=(0.0, room / height), ncols=columns,
            handlelength=2.8, borderaxespad=0.3,
        )  # fmt: skip
        room += math.ceil(len(labels) / columns) * _ROW + 0.1
    engine: Any = figure.get_layout_engine()
    engine.set(rect=(0.0, room / height, 1.0, 1.0 - room / height))


def _columns(labels: Sequence[str], width: float) -> int:
    """Return in how many columns labels fit, filled one column after the other, rows evened out."""
    count, room = len(labels), width * _LEGEND_PER_INCH
    for columns in range(count, 1, -1):
        rows = math.ceil(count / columns)
        widest = [
            max(_cells(label) for label in labels[k : k + rows]) for k in range(0, count, rows)
        ]
        used = 0
        for cells in widest:
            used += cells + _KEY
        if used <= room:
            return math.ceil(count / rows)
    return 1


def wrapped(text: str, width: float, scale: float = 1.0) -> list[str]:
    """Break a text into lines that `width` inches hold; Chinese breaks anywhere.

    >>> wrapped("one two", 3.5)
    ['one two']
    """
    room = int(width * CHARACTERS_PER_INCH * scale)
    if _cells(text) == len(text):
        return textwrap.wrap(text, room) or [""]
    lines, line, used = [], "", 0
    for letter in text:
        wide = _cells(letter)
        if used + wide > room and letter not in _NEVER_FIRST:
            lines.append(line)
            line, used = "", 0
        line, used = line + letter, used + wide
    return [*lines, line]


def _cells(text: str) -> int:
    """Return the width of a text in Latin characters; a Chinese one is 1.8 of them, rounded up."""
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide
