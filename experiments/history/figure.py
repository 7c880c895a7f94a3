"""The growth of links in the replays beside the record."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from experiments.figures.style import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    drawing,
    grid,
    new_figure,
    weight,
    year_axis,
)
from experiments.labels import word

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from experiments.history.comparison import Comparison
    from experiments.history.replay import Replay


def draw(found: Comparison, lang: str = "en") -> Figure:
    """Draw links that had emerged by the end of each year: the band of the replays, the record."""
    with drawing(lang):
        figure = new_figure(height=3.4)
        axes = figure.subplots()
        _band(axes, found, found.replays, BLUE, word("self-organised", lang))
        if found.brokered:
            label = word("brokered", lang).format(f"{found.proposals:g}")
            _band(axes, found, found.brokered, ORANGE, label)
        years = list(found.years)
        axes.step(
            years,
            found.recorded_cumulative(),
            where="post",
            color=INK,
            label=word("recorded", lang),
        )
        title = word("history", lang).format(found.case.name)
        figure.suptitle(title, x=0.01, ha="left", fontsize=10, fontweight=weight(lang))
        axes.set_title(
            word("history sampled", lang).format(len(found.replays)),
            color=GREY, fontsize=7.5, fontweight="normal",
        )  # fmt: skip
        axes.set_ylabel(word("links emerged", lang))
        axes.set_ylim(bottom=0)
        year_axis(axes, years)
        grid(axes)
        axes.legend(loc="upper left")
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
    return figure


def _band(
    axes: Axes, found: Comparison, replays: Sequence[Replay], colour: str, label: str
) -> None:
    low, middle, high = found.band(replays)
    years = list(found.years)
    axes.fill_between(years, low, high, step="post", color=colour, alpha=0.2, lw=0)
    axes.step(years, middle, where="post", color=colour, label=label)
