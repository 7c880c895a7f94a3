"""How many replicates the points needed, and which reached the cap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from experiments.figures.charts.frame import foot, opened
from experiments.figures.style import BLUE, RED, drawing, grid
from experiments.statistics.figures.words import say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.statistics.replicated import Replicated


def draw(found: Replicated, lang: str = "en", below: str = "") -> Figure:
    """Draw points by the number of replicates they needed; those at the cap in red."""
    settled = [one for one in found.settled if one is not None]
    needed = np.array([one.needed for one in settled if one.needed is not None], dtype=np.int64)
    capped, most = sum(one.capped for one in settled), found.rule.most
    from matplotlib.ticker import MaxNLocator

    with drawing(lang):
        figure = opened(say("replicates", lang), below, lang, 3.0)
        axes = figure.subplots()
        numbers, counts = np.unique(needed, return_counts=True)
        bars = [axes.bar(numbers, counts, width=0.8, color=BLUE)]
        labels = [say("settled", lang)]
        if capped:
            bars.append(axes.bar([most], [capped], width=0.8, color=RED, hatch="//", ec="white"))
            labels.append(say("capped", lang).format(most))
        axes.set_xlabel(say("number", lang))
        axes.set_ylabel(say("points", lang))
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        grid(axes)
        widths = "; ".join(width.text() for width in found.widths)
        note = say("width note", lang).format(widths, 100.0 * found.rule.confidence)
        foot(figure, note, bars, labels)
    return figure
