"""Cost against effect by policy, and net cost by year, with bands over the seeds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from experiments.figures.fonts import families
from experiments.figures.style import (
    GREY,
    INK,
    PALE,
    drawing,
    grid,
    new_figure,
    weight,
    year_axis,
)
from experiments.finance.bands import mean_band
from experiments.finance.words import WORDS
from experiments.labels import policy_label

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.lines import Line2D

    from experiments.finance.finance import PublicFinance

Colour = tuple[float, float, float]

PER_TONNE = (10.0, 100.0, 1e3, 1e4, 1e5, 1e6)
"""Lines of equal cost, CNY per t CO2; those that leave the corner are drawn."""


def draw(found: PublicFinance, lang: str = "en") -> Figure:
    """Draw each case's net cost of budgets against the CO2 it avoids, and the cost by year.

    Errors: `InputError` for an unknown language, and for Chinese where no font has it.
    """
    import seaborn

    families(lang)
    with drawing(lang):
        figure = new_figure(height=4.2)
        figure.suptitle(
            f"{_word('title', lang)}\n", x=0.01, ha="left", fontsize=10, fontweight=weight(lang)
        )
        seeds = _word("seeds", lang).format(len(found.seeds), found.years[0], found.years[-1])
        notes = " · ".join((found.park, found.package, seeds, _word("band", lang)))
        figure.text(0.01, 0.93, notes, fontsize=7, color=GREY, va="top")
        left, right = figure.subplots(1, 2, width_ratios=(3, 2))
        names = [case for case, policies in found.cases.items() if policies]
        colours = dict(zip(names, seaborn.color_palette("colorblind", len(names)), strict=True))
        _against(left, found, colours, lang)
        _yearly(right, found, colours, lang)
        handles = [_handle(colour) for colour in colours.values()]
        figure.legend(handles, [_name(name, lang) for name in names], loc="outside lower center",
                      ncols=3, fontsize=6.5)  # fmt: skip
        figure.draw_without_rendering()
        figure.set_layout_engine("none")
    return figure


def _against(axes: Axes, found: PublicFinance, colours: dict[str, Colour], lang: str) -> None:
    """Draw one point a policy with its intervals, and lines of equal cost per tonne."""
    import seaborn

    points = {name: (found.total(name, "avoided_co2_t"), found.total(name, "net_cost_cny"))
              for name in colours}  # fmt: skip
    for name, (effect, cost) in points.items():
        x, y = effect[0] / 1e3, cost[0] / 1e4
        spread = [np.nan_to_num([[m - low], [high - m]]) / unit
                  for (m, low, high), unit in ((effect, 1e3), (cost, 1e4))]  # fmt: skip
        axes.errorbar(x, y, xerr=spread[0], yerr=spread[1], color=colours[name], lw=0.8, zorder=2)
    seaborn.scatterplot(
        x=[effect[0] / 1e3 for effect, _ in points.values()],
        y=[cost[0] / 1e4 for _, cost in points.values()],
        hue=list(points), palette=colours, legend=False, ax=axes, s=28, zorder=3,
    )  # fmt: skip
    right, top = axes.get_xlim()[1], axes.get_ylim()[1]
    for cny in PER_TONNE:
        slope = cny * 1e3 / 1e4
        end = min(right, top / slope)
        if end > 0.15 * right and end * slope > 0.15 * top:
            axes.plot((0, end), (0, end * slope), color=PALE, lw=0.7, zorder=1)
            label = _word("per", lang).format(f"{cny:,.0f}")
            axes.annotate(label, (end, end * slope), fontsize=6, color=GREY, ha="right")
    axes.axhline(0.0, color=INK, lw=0.6)
    axes.axvline(0.0, color=INK, lw=0.6)
    axes.set_title(_word("against", lang))
    axes.set_xlabel(_word("tonnes", lang))
    axes.set_ylabel(_word("money", lang))


def _yearly(axes: Axes, found: PublicFinance, colours: dict[str, Colour], lang: str) -> None:
    """Draw the net cost of each policy by year, with its interval over the seeds."""
    import seaborn

    for name, colour in colours.items():
        values = found.values[name]["net_cost_cny"] / 1e4
        if name not in WORDS and values.any():
            bands = np.array([mean_band(year) for year in values.T])
            seaborn.lineplot(x=found.years, y=bands[:, 0], color=colour, ax=axes, lw=1.2)
            axes.fill_between(found.years, bands[:, 1], bands[:, 2], color=colour, alpha=0.2, lw=0)
    axes.set_title(_word("yearly", lang))
    axes.set_xlabel("")
    axes.set_ylabel(_word("money", lang))
    year_axis(axes, found.years)
    grid(axes)


def _handle(colour: Colour) -> Line2D:
    from matplotlib.lines import Line2D

    return Line2D([], [], color=colour, marker="o", markersize=4, lw=1.2)


def _name(case: str, lang: str) -> str:
    label = _word(case, lang) if case in WORDS else policy_label(case, lang)
    limit = 18 if lang == "zh" else 38
    return label if len(label) <= limit else f"{label[: limit - 1]}…"


def _word(key: str, lang: str) -> str:
    return WORDS[key][1 if lang == "zh" else 0]
