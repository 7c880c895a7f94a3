"""Trajectories of the main indicators with the targets of the documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from experiments.caption import package_text
from experiments.figures.band import band_label, quantiles
from experiments.figures.scale import readable
from experiments.figures.style import BLUE, GREEN, GREY, INK, RED, grid, head, new_figure, year_axis
from experiments.labels import word
from experiments.targets import TargetResult, evaluate_all

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from experiments.run_data import RunData


FIXED = (0, (3, 2))
"""Dashes of CO2 at the grid factor of 2020."""


def draw(
    results: RunData,
    *,
    lang: str = "en",
    band: Sequence[RunData] = (),
    beside: RunData | None = None,
    tce: str = "calorific",
) -> Figure:
    """Draw six panels: CO2, its intensity, energy, water, waste utilisation and reuse.

    `band` are runs whose 5-95 % range is shaded; the legend says what they sampled. `beside` is
    another run, drawn in grey (a baseline, or the run without symbiosis). The dashed line is CO2
    at the grid factor of 2020: the gap is the grid's own decarbonisation. `tce` is the switch of
    energy. Of the targets in force the strictest of the nation and of the province are marked,
    filled where met.
    """
    panels = (
        ("co2", "", "panel co2"),
        ("co2_intensity_change", "co2_intensity", "panel co2 intensity"),
        (f"energy_intensity_{tce}_change", f"energy_intensity_{tce}", "panel energy intensity"),
        ("water_intensity_change", "water_intensity", "panel water intensity"),
        ("solid_utilisation", "solid_utilisation", "panel utilisation"),
        ("reused", "", "panel reused"),
    )
    figure = new_figure(height=4.7)
    head(figure, results, word("trajectories", lang), lang)
    targets = evaluate_all(results, tce)
    all_axes = figure.subplots(2, 3).ravel()
    for axes, (name, aim, title) in zip(all_axes, panels, strict=True):
        axes.set_title(word(title, lang))
        _panel(axes, results, name, lang, band, beside)
        marked = strictest(targets, aim, int(results.years[0]))
        _mark(axes, marked, results)
        if not name.endswith("_change"):
            axes.set_ylim(0, axes.get_ylim()[1])
        _name_marks(axes, marked, int(results.years[-1]))
    all_axes[2].set_ylabel(f"{all_axes[2].get_ylabel()}\n({word(tce, lang)})")
    _legend(figure, lang, band, beside)
    return figure


def strictest(targets: Sequence[TargetResult], aim: str, first: int) -> list[TargetResult]:
    """Return, by place and year, the strictest measured target of an indicator from base year on.

    Targets that count from another year than the first are left out: they have no fixed line.
    """
    found: dict[tuple[str, int], TargetResult] = {}
    for target in targets:
        if target.indicator != aim or target.threshold is None or target.rule == "improve":
            continue
        if target.target_year is None:
            continue
        if target.rule != "level" and target.base_year not in (None, first):
            continue
        key = target.place, target.target_year
        other = found.get(key)
        if other is None or (other.threshold or 0.0) < target.threshold:
            found[key] = target
    return list(found.values())


def _panel(
    axes: Axes,
    results: RunData,
    name: str,
    lang: str,
    band: Sequence[RunData],
    beside: RunData | None,
) -> None:
    years, values = results.years, results.series(name)
    one = results.one(name)
    largest = float(np.nanmax(np.abs(values))) if np.isfinite(values).any() else 0.0
    factor, unit = readable(one.unit_of("year"), largest, lang)
    if band:
        low, middle, high = quantiles(band, name)
        axes.fill_between(years, low / factor, high / factor, color=BLUE, alpha=0.18, lw=0)
        axes.plot(years, middle / factor, color=BLUE, lw=0.9, ls=(0, (4, 2)))
    if beside is not None:
        axes.plot(beside.years, beside.series(name) / factor, color=GREY, lw=1.2)
    axes.plot(years, values / factor, color=BLUE, marker="o", ms=2.6)
    if name in ("co2", "co2_intensity_change"):
        axes.plot(years, _at_fixed_grid(results, name) / factor, color=INK, lw=0.9, ls=FIXED)
    changes = name.endswith("_change")
    axes.set_ylabel(word("since", lang).format(int(years[0])) if changes else unit)
    if changes:
        axes.axhline(0, color=INK, lw=0.6)
    axes.margins(y=0.1)
    year_axis(axes, years, pad=0.6)
    grid(axes)


def _at_fixed_grid(results: RunData, name: str) -> NDArray[np.float64]:
    """Return CO2, or the change of CO2 per value added in percent, at the grid factor of 2020."""
    co2 = results.series("co2_2020_grid")
    if name == "co2":
        return co2
    with np.errstate(divide="ignore", invalid="ignore"):
        per_unit = co2 / results.series("value_added_constant")
        change: NDArray[np.float64] = (per_unit / per_unit[0] - 1.0) * 100.0
    return change


def _mark(axes: Axes, targets: Sequence[TargetResult], results: RunData) -> None:
    """Mark targets at their year, with a thin line from the first year."""
    for target in targets:
        level, colour = _level(target), GREEN if target.met else RED
        span = [int(results.years[0]), target.target_year or int(results.years[-1])]
        axes.plot(span, [level, level], color=colour, lw=0.8, ls=":")
        axes.plot(
            span[1:], [level], marker="D", ms=4.2, color=colour, zorder=4,
            mfc=colour if target.met else "white",
        )  # fmt: skip


def _name_marks(axes: Axes, targets: Sequence[TargetResult], last: int) -> None:
    """Write place and level beside each mark, above it in the last year, pushed apart."""
    from matplotlib.patheffects import withStroke

    low, high = axes.get_ylim()
    axes.set_ylim(low, high)
    apart, free = 0.075 * (high - low), -np.inf
    for target in sorted(targets, key=_level):
        level = _level(target)
        lifted = level + apart if target.target_year == last else level
        free = max(lifted, free + apart)
        text = f"{target.place.removeprefix('CN-')} {level:.4g} %".replace("-", "−")
        year, late = target.target_year or 0, target.target_year == last
        axes.text(
            year if late else year + 0.45, free, text, fontsize=6.5, zorder=5,
            ha="right" if late else "left", va="center_baseline",
            color=GREEN if target.met else RED,
            path_effects=[withStroke(linewidth=1.8, foreground="white")],
        )  # fmt: skip


def _level(target: TargetResult) -> float:
    """Return where a target stands in its panel: a fall is a negative change."""
    threshold = target.threshold or 0.0
    return -threshold if target.rule == "fall" else threshold


def _legend(
    figure: Figure,
    lang: str,
    band: Sequence[RunData],
    beside: RunData | None,
) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    own: list[Line2D | Patch] = [Line2D([], [], color=BLUE, marker="o", ms=3)]
    names = [word("run", lang)]
    own.append(Line2D([], [], color=INK, lw=0.9, ls=FIXED))
    names.append(word("2020 grid co2", lang))
    if beside is not None:
        own.append(Line2D([], [], color=GREY))
        names.append(package_text(beside, lang))
    if band:
        own.append(Patch(color=BLUE, alpha=0.18, lw=0))
        names.append(band_label(band, lang))
    for key, colour, fill in (("yes", GREEN, GREEN), ("no", RED, "white")):
        own.append(Line2D([], [], color=colour, marker="D", ms=4.2, mfc=fill, ls=":", lw=0.8))
        names.append(f"{word('target', lang)} · {word('met', lang)}: {word(key, lang)}")
    figure.legend(own, names, loc="outside lower left", ncols=2 if band else len(own))
