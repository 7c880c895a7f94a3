"""Chart options of the trajectories: a fixed frame and the step that each run sends.

Options are plain data for ECharts. A point carries its own `text`, written here, which the tooltip
shows; functions cannot come from Python.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dashboards.bands import Band
from dashboards.board import Board, Goal, Line
from dashboards.numbers import Scale, digits, given, rounded, scale_of
from dashboards.texts import LANGUAGES, text

Option = dict[str, Any]

SCENARIO_COLOUR = "#0f8a7e"
BASELINE_COLOUR = "#8a8f98"
FIXED_DASH = [4, 3]
"""Dashes of the line at the grid factor of 2020."""
TARGET_COLOUR = "#c9641c"
"""Mid tones: at least 3:1 against the light and the dark page."""

DRAWN = ("fall", "rise", "level")
"""Rules of targets drawn in a trajectory: those that name a number."""


def trajectory_scale(baseline: Board, name: str, lang: str) -> Scale:
    """Return how a trajectory's numbers are written; set by the baseline, so that it stays."""
    line = baseline.lines[name]
    known = [abs(value) for value in line.values if math.isfinite(value)]
    return scale_of(max(known, default=0.0), line.unit, lang)


def trajectory_frame(baseline: Board, package: str, lang: str) -> Option:
    """Return what a trajectory keeps while sliders move: axes, styles and names."""
    named = text("baseline", lang, package=package)
    return {
        "animation": False,
        "grid": {"left": 4, "right": 14, "top": 10, "bottom": 2, "containLabel": True},
        "tooltip": {"trigger": "axis", "confine": True},
        "xAxis": {"type": "category", "data": [str(year) for year in baseline.years]},
        "yAxis": {"type": "value", "scale": True, "splitNumber": 3},
        "series": [
            _line("baseline", named, BASELINE_COLOUR, 1),
            _line("scenario", text("scenario", lang), SCENARIO_COLOUR, 2),
            _dashed(_line("fixed", text("fixed_grid", lang), SCENARIO_COLOUR, 0)),
            {
                "id": "goals",
                "name": text("target", lang),
                "type": "custom",
                "draw": "goal",
                "z": 4,
                "itemStyle": {"color": TARGET_COLOUR},
            },
            {
                "id": "band",
                "type": "custom",
                "draw": "band",
                "silent": True,
                "z": 1,
                "dimensions": [f"v{k}" for k in range(2 + 2 * len(baseline.years))],
                "encode": {"y": list(range(2, 2 + 2 * len(baseline.years)))},
                "itemStyle": {"color": SCENARIO_COLOUR},
            },
        ],
    }


def trajectory_step(board: Board, baseline: Board, name: str, lang: str) -> Option:
    """Return the values of one run beside the baseline, and the targets they are held against."""
    scale = trajectory_scale(baseline, name, lang)
    goals = [g for g in board.goals if g.indicator == name and g.rule in DRAWN]
    last = len(board.years) - 1
    return {
        "series": [
            {"id": "baseline", "data": _points(baseline.lines[name], scale)},
            {"id": "scenario", "data": _points(board.lines[name], scale)},
            {"id": "fixed", "data": _points(_at_fixed_grid(board.lines[name]), scale)},
            {
                "id": "goals",
                "data": [
                    {
                        "value": [year, rounded(level / scale.divisor), last, int(met)],
                        "text": words,
                    }
                    for year, level, met, words in _drawn(goals, board.years, lang)
                ],
            },
        ]
    }


def trajectory_overlay(
    band: Band | None, stale: bool, baseline: Board, name: str, lang: str
) -> Option:
    """Return the band around a trajectory: dashed where it belongs to an earlier scenario."""
    if band is None:
        return {"series": [{"id": "band", "data": []}]}
    divisor = trajectory_scale(baseline, name, lang).divisor
    edges = zip(band.low[name], band.high[name], strict=True)
    values = [rounded(edge / divisor) for pair in edges for edge in pair]
    return {"series": [{"id": "band", "data": [[len(values) // 2, int(stale), *values]]}]}


def trajectory_table(
    board: Board, baseline: Board, package: str, name: str, lang: str
) -> dict[str, Any]:
    """Return a trajectory as a table to save: year, scenario and baseline, in its unit."""
    line, before = board.lines[name], baseline.lines[name]
    scenario, compared = text("scenario", lang), text("baseline", lang, package=package)
    rows = zip(board.years, line.values, before.values, strict=True)
    return {
        "columns": [text("year", lang), *(f"{one} ({line.unit})" for one in (scenario, compared))],
        "rows": [[year, _known(value), _known(other)] for year, value, other in rows],
    }


def _known(value: float) -> float | None:
    return value if math.isfinite(value) else None


def goal_text(goal: Goal, lang: str) -> str:
    """Return a target in words, with its year and document."""
    document = goal.document[LANGUAGES.index(lang)]
    return text("goal_of", lang, goal=goal_words(goal, lang), document=document)


def goal_words(goal: Goal, lang: str) -> str:
    """Return a target in words, with its year."""
    key = {"fall": "goal_fall", "rise": "goal_rise", "peak": "goal_peak"}.get(goal.rule)
    if key is None:
        key = "goal_least" if goal.sign.startswith(">") else "goal_most"
        key = "goal_improve" if goal.rule == "improve" else key
    return text(
        key,
        lang,
        due=goal.due,
        base=goal.base,
        amount=amount_text(goal.amount, goal.unit, lang, given)
        if key[5:] in ("least", "most")
        else given(goal.amount),
    )  # fmt: skip


def amount_text(
    value: float, unit: str, lang: str, write: Callable[[float], str] | None = None
) -> str:
    """Return a number with its unit in a language, to three digits or as `write` writes it.

    >>> amount_text(60.0, "%", "en"), amount_text(2.21e6, "t CO2/yr", "zh")
    ('60.0 %', '221 万吨CO₂/年')
    >>> amount_text(60.0, "%", "en", given)
    '60 %'
    """
    scale = scale_of(value, unit, lang)
    amount = value / scale.divisor
    written = write(amount) if write else digits(amount, whole=unit == "count")
    return f"{written} {scale.name}".strip()


def _line(series: str, name: str, colour: str, layer: int) -> Option:
    return {
        "id": series,
        "name": name,
        "type": "line",
        "symbol": "circle",
        "symbolSize": 4,
        "showSymbol": False,
        "z": layer + 1,
        "lineStyle": {"width": layer + 1, "color": colour},
        "itemStyle": {"color": colour},
    }


def _dashed(line: Option) -> Option:
    return {**line, "lineStyle": {**line["lineStyle"], "type": FIXED_DASH}}


def _at_fixed_grid(line: Line) -> Line:
    """Return the line at the grid factor of 2020; without points where the grid moves nothing."""
    return replace(line, values=line.fixed)


def _points(line: Line, scale: Scale) -> list[Option]:
    whole = line.unit == "count"
    return [
        {
            "value": rounded(value / scale.divisor),
            "text": f"{digits(value / scale.divisor, whole)} {scale.name}".strip(),
        }
        for value in line.values
    ]


def _drawn(
    goals: list[Goal], years: tuple[int, ...], lang: str
) -> list[tuple[int, float, bool, str]]:
    """Return targets with a level as (year's place, level, met, words), equal levels as one."""
    found: dict[tuple[int, float], list[Goal]] = {}
    for goal in goals:
        if math.isfinite(goal.level) and goal.due in years:
            key = (years.index(goal.due), float(f"{goal.level:.3g}"))
            found.setdefault(key, []).append(goal)
    return [
        (
            year,
            same[0].level,
            all(goal.met for goal in same),
            "\n".join(dict.fromkeys(goal_text(goal, lang) for goal in same)),
        )
        for (year, _), same in sorted(found.items())
    ]
