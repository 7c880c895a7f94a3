"""PRIM and CART: coverage against density, and the ranges of the boxes found."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from experiments.figures.charts.frame import foot, opened
from experiments.figures.style import BLUE, GREEN, GREY, INK, ORANGE, PALE, PINK, RED, drawing
from experiments.statistics.figures.words import factor_label, say

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from experiments.statistics.discovery import Discovery

COLOURS = (BLUE, ORANGE, GREEN, PINK, RED)


def draw(found: Discovery, lang: str = "en", below: str = "") -> Figure:
    """Draw the way to each box and the boxes as ranges of their restricted factors."""
    boxes = found.boxes[: len(COLOURS)]
    asked = dict.fromkeys(one.factor for box in boxes for one in box.restrictions)
    rows = max(len(asked), 1)
    with drawing(lang):
        title = say("discovery", lang).format(found.interest, found.runs)
        figure = opened(title, below, lang, max(3.1, 2.0 + 0.42 * rows))
        left, right = figure.subplots(1, 2, width_ratios=(2, 3))
        _tradeoff(left, found, lang)
        _ranges(right, found, list(asked), lang)
        labels = [
            say("box {0}", lang).format(k, box.coverage, box.density)
            for k, box in enumerate(boxes, 1)
        ]
        handles = [_handle(colour) for colour in COLOURS[: len(boxes)]]
        foot(figure, "; ".join(found.notes), handles, labels)
    return figure


def _handle(colour: str) -> object:
    from matplotlib.lines import Line2D

    return Line2D([], [], color=colour, lw=3.0)


def _tradeoff(axes: Axes, found: Discovery, lang: str) -> None:
    base = found.interest / found.runs
    axes.axhline(base, color=GREY, lw=0.8, ls=(0, (4, 2)))
    for k, box in enumerate(found.boxes[: len(COLOURS)]):
        if k < len(found.trajectories):
            way = found.trajectories[k]
            axes.plot(
                [step.coverage for step in way], [step.density for step in way],
                "-o", ms=2.2, lw=0.8, color=COLOURS[k], alpha=0.7,
            )  # fmt: skip
        axes.plot([box.coverage], [box.density], "D", ms=6.5, color=COLOURS[k], mec=INK, mew=0.6)
    axes.set_xlim(-0.03, 1.03)
    axes.set_ylim(-0.03, 1.05)
    axes.set_xlabel(say("coverage", lang))
    axes.set_ylabel(say("density", lang))
    axes.grid(color=PALE, linewidth=0.5)
    axes.set_axisbelow(True)


def _ranges(axes: Axes, found: Discovery, factors: list[str], lang: str) -> None:
    """Draw each box's range of a factor as a bar within the range of the inputs, ends written."""
    boxes = found.boxes[: len(COLOURS)]
    high = 0.8 / max(len(boxes), 1)
    for row, name in enumerate(factors):
        low, top = found.ranges[found.names.index(name)]
        axes.barh(row, 1.0, height=0.86, color=PALE, alpha=0.5, lw=0)
        for k, box in enumerate(boxes):
            one = next((one for one in box.restrictions if one.factor == name), None)
            if one is None:
                continue
            ends = [low if one.low is None else one.low, top if one.high is None else one.high]
            start, end = ((end - low) / (top - low) for end in ends)
            place = row - 0.4 + high * (k + 0.5)
            axes.barh(place, end - start, left=start, height=high * 0.85, color=COLOURS[k], lw=0)
            for value, at, p, side in (
                (one.low, start, one.low_p, "left"), (one.high, end, one.high_p, "right"),
            ):  # fmt: skip
                if value is not None:
                    near = end - start < 0.3
                    align = ("right" if side == "left" else "left") if near else side
                    nudge = -0.01 if align == "right" else 0.01
                    mark = "" if p is not None and p < 0.05 else " (n.s.)"
                    axes.text(at + nudge, place, f"{value:.3g}{mark}", ha=align, va="center",
                              fontsize=6.5, color=INK if near else "white")  # fmt: skip
    axes.set_yticks(np.arange(len(factors)), [factor_label(name, lang) for name in factors])
    axes.invert_yaxis()
    axes.set_xlim(0.0, 1.0)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(say("range of inputs", lang))
