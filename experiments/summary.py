"""The summary a planner reads: main indicators in three years, their change, target and verdict."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from experiments.figures.scale import readable
from experiments.labels import variable_label, word

if TYPE_CHECKING:
    from rich.table import Table

    from experiments.results import Results
    from experiments.targets import TargetResult

SHOWN = (
    "co2", "co2_park_effect", "co2_grid_effect", "co2_scope_1", "co2_scope_2", "co2_market",
    "co2_biogenic", "co2_peak_year", "co2_intensity",
    "energy_{tce}", "energy_intensity_{tce}", "co2_per_tce_{tce}", "water_fresh",
    "water_intensity", "solid_utilisation", "waste_heat_utilisation", "clean_power", "reused",
    "heat_reused", "water_reused",
    "links_active", "co2_avoided", "energy_saved_{tce}", "water_saved", "co2_reduced",
    "co2_reduced_2020_grid", "solid_waste_reduced", "wastewater_reduced",
    "air_pollutants_reduced", "firms_active", "firms_adopted", "jobs", "value_added_constant",
    "value_added_per_mu", "tax", "private_cost", "public_cost",
)  # fmt: skip
"""Indicators of the summary by name; `{tce}` stands for the switch of energy."""

YEARS = (2020, 2025, 2030)


@dataclass(frozen=True)
class SummaryRow:
    """One indicator: values by year and their change from the first to the last, in `unit`.

    `change` is in percent of the first value, for indicators in percent in points; None where
    there is none. `target` names the strictest target of the nearest place, `met` its verdict.
    """

    name: str
    label: str
    unit: str
    values: dict[int, float]
    change: float | None
    target: str
    met: bool | None


def summary(results: Results, lang: str = "en", tce: str = "calorific") -> list[SummaryRow]:
    """Return the rows of the summary for the first park of the results.

    Units are scaled to the largest value shown (kt for t, 万吨 in Chinese).
    """
    region = results.regions[0]
    targets = [target for target in results.targets(tce) if target.region == region]
    years = [year for year in shown_years(results)]
    rows = []
    for name in (pattern.format(tce=tce) for pattern in SHOWN):
        one, series = results.one(name), results.series(name)
        values = {year: float(series[year - int(results.years[0])]) for year in years}
        largest = max((abs(v) for v in values.values() if not math.isnan(v)), default=0.0)
        factor, unit = readable(one.unit_of("year"), largest, lang)
        nearest = nearest_target(targets, name)
        rows.append(
            SummaryRow(
                name=name,
                label=variable_label(one.variable, lang),
                unit=unit,
                values={year: value / factor for year, value in values.items()},
                change=None if one.unit == "year" else _change(list(values.values()), one.unit),
                target=target_text(nearest, lang) if nearest else "",
                met=nearest.met if nearest else None,
            )
        )
    return rows


def shown_years(results: Results) -> list[int]:
    """Return the years of the summary: 2020, 2025 and 2030 where they were run, else the ends."""
    known = results.years.tolist()
    years = {year for year in YEARS if year in known} | {known[0], known[-1]}
    return sorted(years)


def nearest_target(targets: Sequence[TargetResult], name: str) -> TargetResult | None:
    """Return the measured target of an indicator that weighs most.

    A number before a mere improvement, the province's before the nation's, then what is due
    first, then the strictest.
    """
    own = [target for target in targets if target.indicator == name and target.met is not None]
    if not own:
        return None

    def weight(target: TargetResult) -> tuple[bool, bool, int, float]:
        level = target.threshold or 0.0
        strict = level if target.sign in (">", ">=") else -level
        due = -(target.target_year or 0)
        return target.rule != "improve", target.place != "CN", due, strict

    return max(own, key=weight)


def target_text(target: TargetResult, lang: str) -> str:
    """Return a target in words: `-20 % by 2025`, `> 60 % by 2025`, `better than 2020 by 2025`."""
    due = word("by year", lang).format(target.target_year)
    if target.rule == "improve":
        base = target.base_year or YEARS[0]
        goal = word("better than", lang).format(base)
    elif target.rule == "peak":
        goal = word("peak", lang)
    elif target.rule in ("fall", "rise"):
        since = "" if target.base_year in (None, YEARS[0]) else f" ({target.base_year})"
        goal = f"{'−' if target.rule == 'fall' else '+'}{target.threshold:g} %{since}"
    else:
        _, unit = readable(target.unit, 0.0, lang)
        sign = {">=": "≥", "<=": "≤"}.get(target.sign, target.sign)
        goal = f"{sign} {target.threshold:g} {unit}".rstrip()
    return f"{due} {goal}" if lang == "zh" else f"{goal} {due}"


def summary_table(results: Results, lang: str = "en", tce: str = "calorific") -> Table:
    """Return the summary as a rich table, ready to print."""
    from rich.table import Table

    from experiments.caption import caption

    table = Table(title=caption(results, lang), title_justify="left", pad_edge=False)
    table.add_column(word("indicator", lang))
    table.add_column(word("unit", lang))
    years = shown_years(results)
    for year in years:
        table.add_column(str(year), justify="right")
    table.add_column(word("change", lang), justify="right")
    table.add_column(word("target", lang))
    table.add_column(word("met", lang))
    for row in summary(results, lang, tce):
        whole = row.name == "co2_peak_year"
        numbers = [f"{row.values[y]:.0f}" if whole else short(row.values[y]) for y in years]
        verdict = "" if row.met is None else word("yes" if row.met else "no", lang)
        table.add_row(row.label, row.unit, *numbers, _signed(row), row.target, verdict)
    return table


def short(value: float) -> str:
    """Return a number with four digits that count, at most.

    >>> short(1234567.0), short(0.012345), short(float("nan")), short(0.0)
    ('1,234,567', '0.01235', '-', '0')
    """
    if math.isnan(value):
        return "-"
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.4g}"


def _signed(row: SummaryRow) -> str:
    if row.change is None:
        return ""
    return f"{row.change:+.1f} {'pp' if row.unit == '%' else '%'}".replace("-", "−")


def _change(values: Sequence[float], unit: str) -> float | None:
    first, last = values[0], values[-1]
    if math.isnan(first) or math.isnan(last):
        return None
    if unit == "%":
        return last - first
    return (last / first - 1.0) * 100.0 if first > 0 else None
