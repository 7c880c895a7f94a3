"""The six figures a planner reads first, each with its change against the baseline."""

from __future__ import annotations

import math
from typing import Any

from dashboards.bands import Band
from dashboards.board import Board
from dashboards.numbers import digits, percent, scale_of
from dashboards.pages.overview.goals import card_goal
from dashboards.texts import text

Card = dict[str, Any]

_WORTH_SAYING = 0.01
"""The grid's part of a change that is smaller is not named."""

_SMALLEST = 5e-4
"""A relative change smaller than this is written as none."""


def cards(board: Board, baseline: Board, lang: str, band: Band | None = None) -> list[Card]:
    """Return the six figures: label, value, unit, change, and `better`, `worse` or `same`.

    With the range of a band, and what the figure's main target says.
    """
    first, last = board.years[0], board.years[-1]
    by_line = {"co2": "co2", "energy": "energy_intensity_calorific", "reused": "reused",
               "links": "links_active"}  # fmt: skip
    found = []
    for key, name in by_line.items():
        line, before = board.lines[name], baseline.lines[name].values[-1]
        label = text(f"figure_{key}", lang, year=last)
        card = _card(key, label, line.values[-1], before, line.unit, line.better, lang)
        note = _since(board, lang) if key == "co2" else ""
        edges = (band.low[name][-1], band.high[name][-1]) if band else None
        found.append(
            {
                **card,
                "note": note,
                "band": _range(edges, line.values[-1], line.unit, lang),
                **card_goal(board, key, lang),
            }
        )
    costs = board.public_cost_cny, baseline.public_cost_cny
    label = text("figure_cost", lang, first=first, year=last)
    card = _card("cost", label, *costs, "CNY", "", lang)
    found.append({**card, "band": _range(band.cost if band else None, costs[0], "CNY", lang)})
    met = float(board.goals_met), float(baseline.goals_met)
    card = _card("targets", text("figure_targets", lang), *met, "count", "+", lang)
    unit = text("of_targets", lang, count=len(board.goals))
    found.append({**card, "unit": unit, "note": _turned(board, baseline, lang)})
    return found


def _range(edges: tuple[float, float] | None, value: float, unit: str, lang: str) -> str:
    """Return where four fifths of a band's runs lie, on the scale of the figure."""
    if edges is None:
        return ""
    scale = scale_of(value, unit, lang)
    low, high = (digits(edge / scale.divisor, whole=unit == "count") for edge in edges)
    return text("card_band", lang, low=low, high=high)


def _turned(board: Board, baseline: Board, lang: str) -> str:
    """Return how many targets the scenario meets that the baseline misses, and the reverse."""
    before = {goal.target: goal.met for goal in baseline.goals}
    turned = [goal.met for goal in board.goals if before.get(goal.target, goal.met) != goal.met]
    if not turned:
        return ""
    won = len([met for met in turned if met])
    return text("card_turned", lang, won=won, lost=len(turned) - won)


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
    if abs(grid) < _WORTH_SAYING * abs(change):
        return text("since", lang, year=board.years[0], change=whole)
    return text("since_of_the_grid", lang, year=board.years[0], change=whole, grid=part)


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
