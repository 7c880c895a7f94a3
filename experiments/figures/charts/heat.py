"""A table of numbers as colours, each cell with its number: probabilities, effects of pairs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.figures.style import GREY, INK, PALE

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]

SHARES, DIVERGING = "viridis", "RdBu"
"""Colour maps: one way for shares, two ways around 0 (both colour-blind safe)."""


def heat(
    axes: Axes,
    values: Floats,
    rows: Sequence[str],
    columns: Sequence[str],
    texts: Sequence[Sequence[str]] | None = None,
    limits: tuple[float, float] | None = (0.0, 1.0),
    colours: str = SHARES,
) -> None:
    """Draw (row, column) values as cells; nan is blank with a dash.

    `texts` replaces the numbers in the cells; without `limits` the colours span +- the largest.
    """
    import matplotlib

    if limits is None:
        largest = float(np.nanmax(np.abs(values), initial=0.0)) or 1.0
        limits = (-largest, largest)
    scale = matplotlib.colormaps[colours].with_extremes(bad="#F4F4F4")
    axes.pcolormesh(
        np.ma.masked_invalid(values), cmap=scale, vmin=limits[0], vmax=limits[1],
        edgecolors="white", linewidth=1.0,
    )  # fmt: skip
    axes.invert_yaxis()
    for row, column in np.ndindex(*values.shape):
        value = values[row, column]
        known = np.isfinite(value)
        text = texts[row][column] if texts else f"{value:.2f}" if known else "–"
        shade = scale((value - limits[0]) / (limits[1] - limits[0])) if known else (1, 1, 1, 1)
        dark = 0.299 * shade[0] + 0.587 * shade[1] + 0.114 * shade[2] < 0.55
        ink = "white" if dark else INK if known else GREY
        axes.text(column + 0.5, row + 0.5, text, ha="center", va="center", fontsize=7, color=ink)
    axes.set_xticks(np.arange(len(columns)) + 0.5, columns)
    axes.set_yticks(np.arange(len(rows)) + 0.5, rows)
    axes.tick_params(length=0)
    for side in axes.spines.values():
        side.set_visible(False)
    axes.set_facecolor(PALE)
