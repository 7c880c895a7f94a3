"""Options over states of the world: values, regret, and how often a threshold is met."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.figures.charts.frame import foot, opened
from experiments.figures.style import BLUE, GREEN, INK, ORANGE, PALE, RED, drawing
from experiments.statistics.figures.words import say
from experiments.statistics.robustness import Robustness, regret

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

Floats = NDArray[np.float64]


def draw(
    found: Robustness,
    values: Floats,
    lang: str = "en",
    what: str = "",
    below: str = "",
    labels: Sequence[str] = (),
) -> Figure:
    """Draw values and regret of (option, state) values, and the share of states satisfied."""
    names = list(labels or found.options)
    table = np.asarray(values, dtype=np.float64).reshape(len(names), -1)
    table = table[:, np.isfinite(table).all(axis=0)]
    order = np.argsort(found.metrics["regret"], kind="stable")
    panels = 3 if found.threshold is not None else 2
    with drawing(lang):
        title = say("robustness", lang).format(len(names))
        figure = opened(title, below, lang, 1.7 + 0.3 * len(names))
        axes = figure.subplots(1, panels, sharey=True)
        _boxes(axes[0], table[order], BLUE)
        axes[0].set_xlabel(what or say("value", lang))
        gaps = regret(table, found.better)[order]
        _boxes(axes[1], gaps, ORANGE)
        axes[1].plot(gaps.max(axis=1), np.arange(len(names)), "D", color=RED, ms=4.0, zorder=4)
        axes[1].set_xlabel(say("regret", lang))
        if found.threshold is not None:
            share = found.metrics["satisfied"][order]
            axes[2].barh(np.arange(len(names)), share, color=GREEN, height=0.6)
            axes[2].set_xlim(0.0, 1.0)
            axes[2].tick_params(axis="y", length=0)
            axes[2].set_xlabel(say("satisfied", lang).format(f"{found.threshold:.4g}"))
        axes[0].set_yticks(np.arange(len(names)), [names[k] for k in order.tolist()])
        axes[0].invert_yaxis()
        foot(figure, say("states note", lang).format(found.states))
    return figure


def _boxes(axes: Axes, rows: Floats, colour: str) -> None:
    axes.boxplot(
        list(rows), orientation="horizontal", positions=np.arange(len(rows)), widths=0.55,
        whis=(5, 95), showfliers=False, patch_artist=True, manage_ticks=False,
        boxprops={"facecolor": colour, "alpha": 0.45, "linewidth": 0.7},
        medianprops={"color": INK, "linewidth": 1.2}, whiskerprops={"linewidth": 0.7},
        capprops={"linewidth": 0.7},
    )  # fmt: skip
    axes.grid(axis="x", color=PALE, linewidth=0.5)
    axes.set_axisbelow(True)
    axes.tick_params(axis="y", length=0)
