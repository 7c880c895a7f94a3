"""Chart options and table rows of the scenarios that stand side by side."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

from dashboards.numbers import MINUS, Scale, digits, percent, rounded, scale_of, subscript
from dashboards.pages.compare.columns import BEFORE, NOW, Column
from dashboards.pages.compare.measured import MAIN, SUMMED, known
from dashboards.tables import Cell, number
from dashboards.texts import LANGUAGES, text

Option = dict[str, Any]

MODES: Final = ("values", "difference", "percent")
"""What the table holds: the numbers, or their differences to the baseline."""


BARRED: Final = tuple(name for name in MAIN if not name.startswith("public"))
"""Indicators that have bars."""

HIDDEN: Final = 0.005
"""A change below so many percent is not written beside a value."""


def plain_label(name: str, lang: str) -> str:
    """Return an indicator's label."""
    return subscript(known(name).label[LANGUAGES.index(lang)])


def label_of(name: str, lang: str) -> str:
    """Return an indicator's label; one that counts by all years says so."""
    label = plain_label(name, lang)
    return text("compare_summed", lang, label=label) if name in SUMMED else label


def line_scale(columns: Sequence[Column], name: str, lang: str) -> Scale:
    """Return how an indicator's yearly values are written; set by the baseline, so it stays."""
    values = columns[-1].measured.series[name]
    largest = max((abs(value) for value in values if math.isfinite(value)), default=0.0)
    return scale_of(largest, known(name).unit, lang)


def lines_frame(columns: Sequence[Column], lang: str) -> Option:
    """Return what a trajectory keeps while sliders move: a line a scenario, baseline below."""
    return {
        "animation": False,
        "grid": {"left": 4, "right": 14, "top": 10, "bottom": 2, "containLabel": True},
        "tooltip": {"trigger": "axis", "confine": True},
        "xAxis": {"type": "category", "data": [str(year) for year in columns[0].measured.years]},
        "yAxis": {"type": "value", "scale": True, "splitNumber": 3},
        "series": [
            {
                "id": one.name,
                "name": one.title,
                "type": "line",
                "symbol": one.symbol,
                "symbolSize": 6,
                "showSymbol": one.name not in (NOW, BEFORE),
                "z": {NOW: 5, BEFORE: 2}.get(one.name, 3),
                "lineStyle": {"width": 3 if one.name == NOW else 2, "color": one.colour},
                "itemStyle": {"color": one.colour},
            }
            for one in reversed(columns)
        ],
    }


def lines_step(columns: Sequence[Column], name: str, lang: str) -> Option:
    """Return the values of an indicator by year and scenario."""
    scale, whole = line_scale(columns, name, lang), known(name).unit == "count"
    return {
        "series": [
            {
                "id": one.name,
                "data": [
                    {
                        "value": rounded(value / scale.divisor),
                        "text": f"{digits(value / scale.divisor, whole)} {scale.name}".strip(),
                    }
                    for value in one.measured.series[name]
                ],
            }
            for one in reversed(columns)
        ]
    }


def lines_table(columns: Sequence[Column], name: str, lang: str) -> dict[str, Any]:
    """Return an indicator by year and scenario as a table to save, in its unit."""
    unit = known(name).unit
    series = [one.measured.series[name] for one in columns]
    return {
        "columns": [text("year", lang), *(f"{one.title} ({unit})" for one in columns)],
        "rows": [
            [year, *(value if math.isfinite(value) else None for value in values)]
            for year, *values in zip(columns[0].measured.years, *series, strict=True)
        ],
    }


def shares(columns: Sequence[Column], name: str) -> list[float]:
    """Return by how many percent each scenario differs from its baseline; nan of nothing."""
    found = []
    for one in columns:
        value, before = one.measured.figure(name), one.before.figure(name)
        found.append(100.0 * (value - before) / abs(before) if before else math.nan)
    return found


def bars_frame(columns: Sequence[Column], lang: str) -> Option:
    """Return the frame of the differences in percent: a group of bars an indicator."""
    drawn = [one for one in columns if one.name != BEFORE]
    axis = {"type": "value", "axisLabel": {"formatter": "{value} %", "hideOverlap": True}}
    names = {
        "type": "category",
        "inverse": True,
        "data": [label_of(name, lang) for name in BARRED],
        "axisLabel": {"width": 190, "overflow": "truncate"},
        "axisTick": {"show": False},
    }
    return {
        "animation": False,
        "grid": {"left": 8, "right": 24, "top": 8, "bottom": 8, "containLabel": True},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}, "confine": True},
        "xAxis": {**axis, "splitNumber": 4},
        "yAxis": names,
        "narrow": {
            "xAxis": {**axis, "splitNumber": 2},
            "yAxis": {**names, "axisLabel": {"width": 128, "overflow": "truncate", "fontSize": 10}},
        },
        "series": [
            {
                "id": one.name,
                "name": one.title,
                "type": "bar",
                "barGap": "0%",
                "barCategoryGap": "25%",
                "itemStyle": {"color": one.colour},
            }
            for one in drawn
        ],
    }


def bars_step(columns: Sequence[Column], lang: str) -> Option:
    """Return the differences of each scenario to its baseline in percent."""
    drawn = [one for one in columns if one.name != BEFORE]
    by_name = {name: shares(drawn, name) for name in BARRED}
    return {
        "series": [
            {
                "id": one.name,
                "data": [
                    {
                        "value": rounded(by_name[name][k], 3),
                        "text": f"{percent(by_name[name][k])} ({_change(one, name, lang)})",
                    }
                    for name in BARRED
                ],
            }
            for k, one in enumerate(drawn)
        ]
    }


def rows(columns: Sequence[Column], mode: str, lang: str) -> list[tuple[str, list[Cell]]]:
    """Return the rows of the table: an indicator each, a cell each scenario."""
    found: list[tuple[str, list[Cell]]] = []
    for name in MAIN:
        by_column = shares(columns, name)
        cells = [_cell(one, name, by_column[k], mode, lang) for k, one in enumerate(columns)]
        found.append((name, [label_of(name, lang), *cells]))
    return found


def _cell(one: Column, name: str, share: float, mode: str, lang: str) -> Cell:
    value = one.measured.figure(name)
    change = value - one.before.figure(name)
    if mode == "percent":
        return number(share, percent(share) if change else "0 %")
    if mode == "difference":
        return number(change, _change(one, name, lang))
    words = _written(value, name, lang, sign=False)
    if one.name != BEFORE and abs(share) >= HIDDEN:
        words = f"{words}\n({percent(share)})"
    return number(value, words)


def _change(one: Column, name: str, lang: str) -> str:
    change = one.measured.figure(name) - one.before.figure(name)
    return _written(change, name, lang, sign=True)


def _written(value: float, name: str, lang: str, sign: bool) -> str:
    """Write a number of an indicator in its unit.

    >>> _written(-1500.0, "reused", "en", True)
    '−1.50 kt/yr'
    """
    unit = known(name).figure_unit
    scale = scale_of(value, unit, lang)
    whole = unit in ("count", "count/yr", "persons")
    words = digits(value / scale.divisor, whole, sign)
    return f"{words} {scale.name}".strip().replace("-", MINUS)
