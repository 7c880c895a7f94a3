"""Sensitivity indices by factor, with what the design and the replicates leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from experiments.figures.charts.frame import foot, opened
from experiments.figures.style import BLUE, GREY, INK, ORANGE, PALE, drawing
from experiments.statistics.figures.words import factor_label, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from experiments.statistics.sensitivity import Indices

MOST = 15
"""Factors shown, those of the largest main index."""

_AXIS = {"sobol": "share of variance", "pawn": "distance", "delta": "distance"}


def draw(found: Indices, lang: str = "en", what: str = "", below: str = "") -> Figure:
    """Draw the indices of an output; `what` names it, `below` says of which runs and year."""
    names = found.ranked()[:MOST]
    height = 1.7 + 0.24 * len(names)
    with drawing(lang):
        figure = opened(say("sensitivity", lang).format(what), below, lang, height)
        if found.method == "morris":
            left, right = figure.subplots(1, 2, width_ratios=(3, 2))
            _rows(left, found, names, ("mu_star",), lang)
            left.set_xlabel(say("mu_star", lang))
            _scatter(right, found, names, lang)
        else:
            axes = figure.subplots()
            others = [name for name in found.values if name != found.main]
            _rows(axes, found, names, (found.main, *others), lang)
            axes.set_xlabel(say(_AXIS[found.method], lang))
        note = say("indices note", lang).format(
            100.0 * found.confidence, found.replicates, found.points
        )
        alone = say("one replicate", lang) if found.replicates == 1 else ""
        handles, labels = figure.axes[0].get_legend_handles_labels()
        if found.method == "morris":
            handles, labels = [], []
        foot(figure, " ".join((note, alone)).strip(), handles, labels)
    return figure


def _rows(
    axes: Axes, found: Indices, names: list[str], indices: tuple[str, ...], lang: str
) -> None:
    at = [found.names.index(name) for name in names]
    places = np.arange(len(names))[::-1].astype(float)
    for number, index in enumerate(indices):
        colour, marker = ((BLUE, "o"), (ORANGE, "s"))[number % 2]
        values = found.values[index][at]
        where = places + (0.16 if len(indices) > 1 else 0.0) * (1 - 2 * number)
        for table, width, alpha in ((found.interval, 3.0, 0.45), (found.noise, 0.9, 1.0)):
            if index in table:
                half = table[index][at] * (2.0 if table is found.noise else 1.0)
                axes.hlines(
                    where, values - half, values + half, color=colour, lw=width, alpha=alpha
                )
        axes.plot(values, where, marker, color=colour, ms=4.5, label=say(index, lang), zorder=3)
    axes.axvline(0.0, color=INK, lw=0.6)
    if found.floor is not None:
        axes.axvline(found.floor, color=GREY, lw=0.9, ls=(0, (4, 2)), label=say("floor", lang))
    labels = [factor_label(name, lang) for name in names]
    if found.method == "morris":
        labels = [f"{label}  {number}" for number, label in enumerate(labels, 1)]
    axes.set_yticks(places, labels)
    axes.set_ylim(-0.6, len(names) - 0.4)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x", color=PALE, linewidth=0.5)
    axes.set_axisbelow(True)


def _scatter(axes: Axes, found: Indices, names: list[str], lang: str) -> None:
    """Draw sigma against mu*, the classical plot of Morris, by the number of the row."""
    mu, sigma = found.values["mu_star"], found.values["sigma"]
    axes.scatter(mu, sigma, s=16, color=BLUE, zorder=3)
    edge = float(max(mu.max(initial=0.0), sigma.max(initial=0.0))) or 1.0
    axes.plot([0, edge], [0, edge], color=PALE, lw=0.8, zorder=1)
    for number, name in enumerate(names[:5], 1):
        k = found.names.index(name)
        axes.annotate(
            str(number), (mu[k], sigma[k]), xytext=(4, 3), textcoords="offset points", fontsize=7
        )
    axes.set_xlim(0.0, 1.1 * edge)
    axes.set_ylim(0.0, max(1.1 * float(sigma.max(initial=0.0)), 0.1 * edge))
    axes.set_xlabel(say("mu_star", lang))
    axes.set_ylabel(say("sigma", lang))
    axes.grid(color=PALE, linewidth=0.5)
    axes.set_axisbelow(True)
