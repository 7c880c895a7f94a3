"""The look of all figures: colours safe for the colour-blind, thin lines, small type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from experiments.caption import caption
from experiments.figures.fonts import families

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from experiments.run_data import RunData

WIDTH = 7.2
"""Inches: the width of two columns of a journal page."""

INK, GREY, PALE = "#222222", "#767676", "#d9d9d9"
BLUE, ORANGE, GREEN, RED, SKY, PINK, YELLOW = (
    "#0072B2", "#E69F00", "#009E73", "#D55E00", "#56B4E9", "#CC79A7", "#F0E442",
)  # fmt: skip
"""Okabe and Ito (2008)."""

CLASS_COLOURS = {
    "mineral": "#8C8C8C",
    "metal": BLUE,
    "organic": GREEN,
    "chemical": PINK,
    "heat": RED,
    "fuel gas": ORANGE,
    "water": SKY,
}

GROUP_COLOURS = {
    "energy": "#EE8866",
    "water": "#99DDFF",
    "metals": "#77AADD",
    "minerals": "#BBBBBB",
    "chemicals": "#FFAABB",
    "textile": "#BBCC33",
    "food": "#EEDD88",
    "equipment": "#44BB99",
    "recycling": "#AAAA00",
    "outside": "#FFFFFF",
}
"""Tol's light scheme."""


@contextmanager
def drawing(lang: str) -> Iterator[None]:
    """Draw with our style and the language's fonts; matplotlib's own settings stay untouched."""
    import matplotlib
    import seaborn

    style = {
        **seaborn.axes_style("ticks"),
        **seaborn.plotting_context("paper"),
        "font.family": families(lang),
        "font.size": 8.0,
        "axes.titlesize": 8.5,
        "axes.titleweight": weight(lang),
        "axes.titlelocation": "left",
        "axes.labelsize": 8.0,
        "xtick.labelsize": 7.5,
        "ytick.labelsize": 7.5,
        "legend.fontsize": 7.5,
        "legend.title_fontsize": 8.0,
        "legend.frameon": False,
        "axes.linewidth": 0.7,
        "xtick.major.width": 0.7,
        "ytick.major.width": 0.7,
        "xtick.major.size": 3.0,
        "ytick.major.size": 3.0,
        "axes.edgecolor": INK,
        "axes.labelcolor": INK,
        "text.color": INK,
        "xtick.color": INK,
        "ytick.color": INK,
        "axes.unicode_minus": True,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "lines.linewidth": 1.6,
        "hatch.linewidth": 0.4,
    }
    with matplotlib.rc_context(style):
        yield


def new_figure(height: float, width: float = WIDTH) -> Figure:
    """Return an empty figure in inches, laid out so that nothing overlaps."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def weight(lang: str) -> str:
    """Return the weight of titles: bold, but normal in Chinese, whose fonts often have one."""
    return "normal" if lang == "zh" else "bold"


def head(figure: Figure, results: RunData, title: str, lang: str) -> None:
    """Write the figure's title and, below it, park, package and seed."""
    figure.suptitle(
        f"{title}\n", x=0.01, ha="left", fontsize=10, fontweight=weight(lang), linespacing=1.5
    )
    figure.text(0.01, _below(figure), caption(results, lang), fontsize=7.5, color=GREY, va="top")


def _below(figure: Figure) -> float:
    """Return the height of the caption: one title line under the upper edge."""
    return float(1.0 - 0.28 / figure.get_figheight())


def legend_beside(axes: Axes, handles: Sequence[Any], labels: Sequence[str]) -> None:
    """Put a legend to the right of the axes, beginning at their upper edge."""
    axes.legend(handles, labels, loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0.0)


def year_axis(axes: Axes, years: Any, pad: float = 0.3) -> None:
    """Show whole years only, a label every five (or each, in a short run)."""
    first, last = int(years[0]), int(years[-1])
    step = 5 if last - first >= 5 else 1
    axes.set_xlim(first - pad, last + pad)
    axes.set_xticks(range(first, last + 1, step))
    axes.set_xticks(range(first, last + 1), minor=True)


def grid(axes: Axes) -> None:
    """Draw a faint horizontal grid under the data."""
    axes.grid(axis="y", color=PALE, linewidth=0.5)
    axes.set_axisbelow(True)
