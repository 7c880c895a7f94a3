"""Paired differences of scenarios to their reference, one row each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from experiments.figures.charts.forest import forest
from experiments.figures.charts.frame import foot, opened
from experiments.figures.style import drawing
from experiments.statistics.figures.words import say

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.statistics.paired import Paired


def draw(
    found: Mapping[str, Paired], reference: str, lang: str = "en", what: str = "", below: str = ""
) -> Figure:
    """Draw mean and t interval of each scenario's difference to the reference."""
    with drawing(lang):
        title = say("paired", lang).format(what)
        figure = opened(title, below, lang, 1.5 + 0.26 * len(found))
        axes = figure.subplots()
        bands = [(one.mean, one.t_low, one.t_high) for one in found.values()]
        forest(axes, list(found), bands)
        axes.set_xlabel(say("difference", lang).format(reference))
        first = next(iter(found.values()))
        sampled = first.sampled.text(lang)
        foot(figure, say("paired note", lang).format(100.0 * first.confidence, sampled))
    return figure
