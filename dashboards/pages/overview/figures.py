"""The six figures a planner reads first, each with its change against the baseline."""

from __future__ import annotations

import math
from typing import Any

from dashboards.board import Board, Goal
from dashboards.charts import amount_text, goal_text
from dashboards.numbers import digits, percent, scale_of, subscript
from dashboards.texts import LANGUAGES, text

Card = dict[str, Any]

_SMALLEST = 5e-4
"""A relative change smaller than this is written as none."""


def cards(board: Board, baseline: Board, lang: str) -> list[Card]:
    """Return the six figures: label, value, unit, change, and `better`, `worse` or `same`."""
    first, last = board.years[0], board.years[-1]
    by_line = {"co2": "co2", "energy": "energy_intensity_calorific", "reused": "reused",
               "links": "links_active"}  # fmt: skip
    found = []
    for key, name in by_line.items():
        line, before = board.lines[name], baseline.lines[name].values[-1]
        label = text(f"figure_{key}", lang, year=last)
        card = _card(key, label, line.values[-1], before, line.unit, line.better, lang)
        found.append({**card, "note": _since(board, lang)} if key == "co2" else card)
    costs = board.public_cost_cny, baseline.public_cost_cny
    label = text("figure_cost", lang, first=first, year=last)
    found.append(_card("cost", label, *costs, "CNY", "", lang))
    met = float(board.goals_met), float(baseline.goals_met)
    card = _card("targets", text("figure_targets", lang), *met, "count", "+", lang)
    found.append({**card, "unit": text("of_targets", lang, count=len(board.goals))})
    return found


def _since(board: Board, lang: str) -> str:
    """Return the change of CO2 since the first year and the part of it that the grid made."""
    line = board.lines["co2"]
    change = line.values[-1] - line.values[0]
    grid = line.values[-1] - line.fixed[-1]
    scale = scale_of(max(abs(change), abs(grid)), line.unit, lang)
    whole, part = (
        f"{digits(amount / scale.divisor, sign=True)} {scale.name}".strip()
        for amount in (change, grid)
    )
    return text("since_of_the_grid", lang, year=board.years[0], change=whole, grid=part)


def goal_rows(board: Board, baseline: Board, lang: str) -> list[dict[str, Any]]:
    """Return a row a target: what, its value here and in the baseline, and whether met."""
    before = {goal.target: goal for goal in baseline.goals}
    return [
        {
            "target": goal.target,
            "label": subscript(goal.label[LANGUAGES.index(lang)]),
            "goal": goal_text(goal, lang),
            "value": _goal_value(goal, lang),
            "baseline": _goal_value(before[goal.target], lang) if goal.target in before else "–",
            "met": goal.met,
            "verdict": _verdict(goal, lang),
            "changed": goal.target in before and before[goal.target].met != goal.met,
        }
        for goal in board.goals
    ]


def _card(
    key: str, label: str, value: float, before: float, unit: str, better: str, lang: str
) -> Card:
    whole = unit == "count"
    scale = scale_of(value, unit, lang)
    change = value - before
    known = math.isfinite(change)
    same = not known or abs(change) <= (0.0 if whole else _SMALLEST * abs(before))
    trend = (
        "same" if same or not better else "better" if (change > 0) == (better == "+") else "worse"
    )
    return {
        "key": key,
        "label": label,
        "value": digits(value / scale.divisor, whole),
        "unit": scale.name,
        "change": text("no_change", lang) if same else _change(change, before, unit, lang),
        "rises": not same and change > 0,
        "trend": trend,
        "verdict": "" if trend == "same" else text(trend, lang),
    }


def _change(change: float, before: float, unit: str, lang: str) -> str:
    """Return a change with its sign, and in percent where there is something to compare with.

    Of a ratio the percent alone is written.
    """
    scale = scale_of(change, unit, lang)
    words = digits(change / scale.divisor, whole=unit == "count", sign=True)
    words = f"{words} {scale.name}".strip()
    if before == 0.0 or unit == "count":
        return words
    share = percent(100.0 * change / abs(before))
    return share if "10^4" in unit else f"{words} ({share})"


def _verdict(goal: Goal, lang: str) -> str:
    """Return whether a target is met in its year, and since when."""
    if goal.met and goal.since is not None and goal.rule != "peak":
        return text("met_since", lang, year=goal.since)
    return text("met" if goal.met else "missed", lang)


def _goal_value(goal: Goal, lang: str) -> str:
    if goal.rule == "peak":
        return text("peak_in", lang, year=round(goal.value))
    value = -goal.value if goal.rule == "fall" else goal.value
    if goal.rule in ("fall", "rise"):
        return percent(value)
    return amount_text(value, goal.unit, lang)
