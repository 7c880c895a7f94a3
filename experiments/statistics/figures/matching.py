"""A history match: pairs of factors, and the runs of each wave against what was observed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from experiments.figures.charts.frame import foot, opened
from experiments.figures.style import GREEN, INK, PALE, RED, drawing
from experiments.statistics.figures.words import factor_label, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from experiments.statistics.calibration import Calibration

Floats = NDArray[np.float64]

MOST = 6
"""Factors shown in pairs, those whose range shrank most."""
CELLS = 8
"""Cells along a factor."""


def draw_pairs(found: Calibration, lang: str = "en") -> Figure:
    """Draw least implausibility (below) and share not ruled out (above) by pair of factors."""
    matched, names = found.matched, _shown(found)
    count = len(names)
    with drawing(lang):
        title = say("matching", lang).format(found.park)
        figure = opened(title, say("pairs", lang), lang, 2.0 + 0.95 * count)
        grid: Any = figure.subplots(count, count, squeeze=False)
        tried, scores = matched.waves[-1].tried, matched.waves[-1].tried_scores
        drawn: dict[str, Any] = {}
        for row, column in np.ndindex(count, count):
            axes: Axes = grid[row][column]
            axes.set_xticks([])
            axes.set_yticks([])
            for side in axes.spines.values():
                side.set_visible(False)
            x, y = (matched.names.index(names[k]) for k in (column, row))
            if row == column:
                label = factor_label(names[row], lang)
                axes.text(0.5, 0.5, _broken(label, lang), ha="center", va="center", fontsize=7)
                axes.set(xlim=(0, 1), ylim=(0, 1))
            elif row > column:
                drawn["least"] = _least(axes, tried[:, [x, y]], scores, matched.cutoff)
            else:
                drawn["depth"] = _depth(axes, tried[:, [x, y]], scores <= matched.cutoff)
        for name, place in (("least", grid[:, 0].tolist()), ("depth", grid[:, -1].tolist())):
            if name in drawn:
                bar = figure.colorbar(
                    drawn[name], ax=place, location="left" if name == "least" else "right",
                    shrink=0.8, aspect=30,
                )  # fmt: skip
                bar.set_label(say(name, lang), fontsize=7)
                bar.outline.set_visible(False)
        share = 100.0 * matched.waves[-1].share
        foot(figure, say("match note", lang).format(found.what, share))
    return figure


def draw_outputs(found: Calibration, lang: str = "en") -> Figure:
    """Draw the runs of each wave as distances from each observation, in standard deviations.

    The band is the cutoff; an observation that no run meets is marked as missed.
    """
    import matplotlib

    matched, misses = found.matched, found.matched.misses()
    count = len(matched.observations)
    with drawing(lang):
        title = say("matching", lang).format(found.park)
        figure = opened(title, f"{say('outputs', lang)} · {found.what}", lang, 1.8 + 0.28 * count)
        axes = figure.subplots()
        axes.axvspan(-matched.cutoff, matched.cutoff, color=GREEN, alpha=0.12, lw=0)
        axes.axvline(0.0, color=INK, lw=0.7)
        shades = matplotlib.colormaps["viridis"](np.linspace(0.85, 0.1, len(matched.waves)))
        places = np.arange(count)
        handles = []
        for k, wave in enumerate(matched.waves):
            signed = np.sign(wave.mean - [o.value for o in matched.observations]) * wave.scores
            shift = 0.5 * ((k + 0.5) / len(matched.waves) - 0.5)
            for place in places.tolist():
                (dots,) = axes.plot(
                    signed[:, place], np.full(len(signed), place + shift), "o", ms=2.2,
                    color=shades[k], alpha=0.7, mew=0,
                )  # fmt: skip
            handles.append(dots)
        for place, one in zip(places.tolist(), misses, strict=True):
            if one.missed:
                axes.annotate(
                    say("missed", lang), (1.0, place), xycoords=("axes fraction", "data"),
                    ha="right", va="center", fontsize=7, color=RED,
                )  # fmt: skip
        axes.set_yticks(places, [o.name for o in matched.observations])
        axes.invert_yaxis()
        axes.tick_params(axis="y", length=0)
        axes.grid(axis="x", color=PALE, linewidth=0.5)
        axes.set_axisbelow(True)
        labels = [say("wave {0}", lang).format(k) for k in range(1, len(matched.waves) + 1)]
        foot(figure, say("observed", lang) + "; ".join(("", *matched.notes)), handles, labels)
    return figure


def _shown(found: Calibration) -> list[str]:
    """Return the factors whose remaining range is narrowest, in the order of the match."""
    low, _, high = found.matched.ranges().T
    width = np.nan_to_num(high - low, nan=0.0)
    kept = sorted(np.argsort(width, kind="stable")[:MOST].tolist())
    return [found.matched.names[k] for k in kept]


def _cells(at: Floats) -> NDArray[np.int64]:
    return np.minimum((at * CELLS).astype(np.int64), CELLS - 1)


def _least(axes: Axes, at: Floats, scores: Floats, cutoff: float) -> Any:
    """Draw the least implausibility in each cell, over all other factors."""
    table = np.full((CELLS, CELLS), np.inf)
    cells = _cells(at)
    np.minimum.at(table, (cells[:, 1], cells[:, 0]), scores)
    return axes.pcolormesh(
        np.ma.masked_invalid(table), cmap="RdYlGn_r", vmin=0.0, vmax=2.0 * cutoff
    )


def _depth(axes: Axes, at: Floats, kept: NDArray[np.bool_]) -> Any:
    """Draw the share of each cell's inputs that is not ruled out."""
    count, held = np.zeros((CELLS, CELLS)), np.zeros((CELLS, CELLS))
    cells = _cells(at)
    np.add.at(count, (cells[:, 1], cells[:, 0]), 1.0)
    np.add.at(held, (cells[:, 1], cells[:, 0]), kept.astype(np.float64))
    share = np.ma.masked_where(count == 0.0, held / np.maximum(count, 1.0))
    return axes.pcolormesh(share, cmap="viridis", vmin=0.0, vmax=1.0)


def _broken(label: str, lang: str) -> str:
    from experiments.figures.charts.frame import wrapped

    return "\n".join(wrapped(label, 0.95))
