"""Symbiosis links over time: running by class of stream, begun and ended a year."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.figures.style import (
    BLUE,
    CLASS_COLOURS,
    INK,
    ORANGE,
    grid,
    head,
    legend_beside,
    new_figure,
    year_axis,
)
from experiments.labels import class_label, word

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from experiments.run_data import RunData

Floats = NDArray[np.float64]


def draw(results: RunData, *, lang: str = "en") -> Figure:
    """Draw links running by month, stacked by class, over links begun and ended by year."""
    figure = new_figure(height=4.2)
    head(figure, results, word("links_over_time", lang), lang)
    upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(2.2, 1))
    month = np.arange(12 * len(results.years)) / 12.0 + int(results.years[0])
    running = running_by_class(results)
    if running:
        upper.stackplot(
            month, *running.values(), lw=0,
            colors=[CLASS_COLOURS[name] for name in running],
            labels=[class_label(name, lang) for name in running],
        )  # fmt: skip
        handles, labels = upper.get_legend_handles_labels()
        legend_beside(upper, handles[::-1], labels[::-1])
    upper.set_title(word("links running", lang))
    upper.set_ylim(bottom=0)
    _births_and_deaths(lower, results, lang)
    year_axis(lower, results.years)
    lower.set_xlim(float(month[0]), float(month[-1]) + 1.0 / 12.0)
    for axes in (upper, lower):
        _whole_numbers(axes)
        grid(axes)
    figure.align_ylabels()
    return figure


def running_by_class(results: RunData) -> dict[str, Floats]:
    """Return the links that run in each month by class of stream, the largest class first."""
    links = results.links
    months, first = 12 * len(results.years), int(results.years[0])
    start = _months(links["start"].tolist(), first, months)
    end = _months(links["end"].tolist(), first, months)
    found = {}
    for name in CLASS_COLOURS:
        mine = links["class"] == name
        if mine.any():
            change = np.zeros(months + 1)
            np.add.at(change, start[mine], 1.0)
            np.add.at(change, end[mine], -1.0)
            found[name] = np.cumsum(change)[:months]
    order = sorted(found, key=lambda name: -float(found[name].sum()))
    return {name: found[name] for name in order}


def _births_and_deaths(axes: Axes, results: RunData, lang: str) -> None:
    middle = results.years + 0.5
    begun, ended = results.series("links_born"), results.series("links_died")
    axes.bar(middle, begun, width=0.72, color=BLUE, label=word("links begun", lang))
    axes.bar(middle, -ended, width=0.72, color=ORANGE, label=word("links ended", lang))
    axes.axhline(0, color=INK, lw=0.6)
    axes.set_title(word("links a year", lang))
    axes.yaxis.set_major_formatter(lambda value, _: f"{abs(value):.0f}")
    legend_beside(axes, *axes.get_legend_handles_labels())


def _months(periods: list[str], first: int, last: int) -> NDArray[np.int64]:
    """Return the month of the run of each period; `last` for an empty one."""
    found = [(int(p[:4]) - first) * 12 + int(p[5:]) - 1 if p else last for p in periods]
    return np.array(found, dtype=np.int64)


def _whole_numbers(axes: Axes) -> None:
    """Set ticks at whole numbers, none beyond the limits."""
    from matplotlib.ticker import MaxNLocator

    low, high = axes.get_ylim()
    ticks = MaxNLocator(integer=True, nbins=5).tick_values(low, high)
    axes.set_yticks([tick for tick in ticks if low <= tick <= high])
