"""CO2 by scope, stacked, with the total at the grid factor of 2020 and avoided CO2 beside."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from experiments.figures.scale import readable
from experiments.figures.style import (
    BLUE,
    GREEN,
    INK,
    ORANGE,
    SKY,
    grid,
    head,
    legend_beside,
    new_figure,
    year_axis,
)
from experiments.labels import word

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from experiments.run_data import RunData

_PARTS = (
    ("co2_scope_1", "scope 1", BLUE),
    ("co2_power", "scope 2 power", ORANGE),
    ("co2_heat", "scope 2 heat", SKY),
)


def draw(results: RunData, *, lang: str = "en") -> Figure:
    """Draw scope 1 and both parts of scope 2 as stacked bars, one a year.

    The dashed line is the total at the grid factor of 2020: the gap to the bars is the grid's own
    decarbonisation. Avoided CO2 stands as a line of its own; it is never subtracted.
    """
    figure = new_figure(height=3.2)
    head(figure, results, word("co2_by_scope", lang), lang)
    axes = figure.subplots()
    years, total = results.years, results.series("co2")
    factor, unit = readable("t CO2/yr", float(np.max(total)), lang)
    bottom = np.zeros(len(years))
    for name, key, colour in _PARTS:
        values = results.series(name) / factor
        axes.bar(years, values, bottom=bottom, color=colour, width=0.72, label=word(key, lang))
        bottom = bottom + values
    fixed = results.series("co2_2020_grid") / factor
    axes.plot(years, fixed, color=INK, lw=1.0, ls=(0, (4, 2)), label=word("2020 grid", lang))
    avoided = results.series("co2_avoided") / factor
    axes.plot(
        years, avoided, color=GREEN, lw=1.0, marker="o", ms=3, mfc="white",
        label=word("avoided", lang),
    )  # fmt: skip
    axes.set_ylabel(unit)
    year_axis(axes, years, pad=0.6)
    grid(axes)
    legend_beside(axes, *axes.get_legend_handles_labels())
    return figure
