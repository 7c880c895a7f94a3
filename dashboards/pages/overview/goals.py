"""The targets that the page holds a run against: the one a card names, and the table of all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from dashboards.board import Board, Goal
from dashboards.charts import amount_text, goal_words
from dashboards.numbers import digits, percent, subscript
from dashboards.pages.overview.shares import kind_of
from dashboards.texts import LANGUAGES, text

FAMILIES: Final[Mapping[str, tuple[str, ...]]] = {
    "co2": ("co2_intensity", "co2_peak_year", "co2_per_tce_calorific", "co2_reduced"),
    "energy": ("energy_intensity_calorific", "energy_saved_calorific", "clean_energy"),
    "reused": ("solid_utilisation", "solid_intensity", "solid_waste_reduced"),
}
"""Card -> indicators of the targets it is held against; of the first, one is named on the card."""


def main_goal(board: Board, card: str) -> Goal | None:
    """Return the target a card names: of those due last, the one asking for most.

    Taken among targets of the family's first indicator that has any.
    """
    for indicator in FAMILIES.get(card, ()):
        goals = [goal for goal in board.goals if goal.indicator == indicator]
        if goals:
            latest = max(goal.due for goal in goals)
            return max((g for g in goals if g.due == latest), key=lambda goal: -_margin(goal))
    return None


def family(board: Board, card: str) -> list[Goal]:
    """Return the targets a card is held against."""
    return [goal for goal in board.goals if goal.indicator in FAMILIES.get(card, ())]


def card_goal(board: Board, card: str, lang: str) -> dict[str, Any]:
    """Return what a card says of targets: the main one, whether met, and how many of all are."""
    goal = main_goal(board, card)
    if goal is None:
        return {}
    same = family(board, card)
    met = len([one for one in same if one.met])
    label = subscript(goal.label[LANGUAGES.index(lang)])
    return {
        "goal": text("card_goal", lang, label=label, goal=goal_words(goal, lang)),
        "goal_document": goal.document[LANGUAGES.index(lang)],
        "goal_met": goal.met,
        "goal_verdict": verdict(goal, lang),
        "goals_met": text("card_goals_kind", lang, met=met, count=len(same)),
    }


def verdict(goal: Goal, lang: str) -> str:
    """Return whether a target is met in its year: since when, or missed by how much."""
    if not goal.met:
        return text("missed_by", lang, gap=_gap(goal, lang)) if _gap(goal, lang) else text(
            "missed", lang
        )  # fmt: skip
    if goal.since is not None and goal.rule != "peak":
        return text("met_since", lang, year=goal.since)
    return text("met", lang)


def goal_value(goal: Goal, lang: str) -> str:
    """Return what a run reached of a target, in what the target counts."""
    if goal.rule == "peak":
        return text("peak_in", lang, year=round(goal.value))
    value = -goal.value if goal.rule == "fall" else goal.value
    if goal.rule in ("fall", "rise"):
        return percent(value)
    return amount_text(value, goal.unit, lang)


def goal_groups(board: Board, baseline: Board, lang: str) -> list[dict[str, Any]]:
    """Return the targets by document, in the order of the table, each as a row of texts."""
    before = {goal.target: goal for goal in baseline.goals}
    groups: dict[str, list[dict[str, Any]]] = {}
    for goal in board.goals:
        document = goal.document[LANGUAGES.index(lang)]
        groups.setdefault(document, []).append(_row(goal, before.get(goal.target), lang))
    return [
        {
            "document": document,
            "met": text("card_goals", lang, met=len([r for r in rows if r["met"]]),
                        count=len(rows)),
            "rows": rows,
        }
        for document, rows in groups.items()
    ]  # fmt: skip


def _row(goal: Goal, before: Goal | None, lang: str) -> dict[str, Any]:
    label = subscript(goal.label[LANGUAGES.index(lang)])
    return {
        "target": goal.target,
        "label": label,
        "why": bool(kind_of(goal.indicator)),
        "goal": goal_words(goal, lang),
        "value": goal_value(goal, lang),
        "baseline": goal_value(before, lang) if before else "–",
        "met": goal.met,
        "verdict": verdict(goal, lang),
        "changed": before is not None and before.met != goal.met,
    }


def _margin(goal: Goal) -> float:
    """Return by how much a target is surpassed, as a share of what it asks; below 0 missed."""
    sign = 1.0 if goal.sign.startswith(">") else -1.0
    return sign * (goal.value - goal.amount) / max(abs(goal.amount), 1e-9)


def _gap(goal: Goal, lang: str) -> str:
    """Return by how much a target is missed; nothing of a peak, which counts no amount."""
    gap = abs(goal.value - goal.amount)
    if goal.rule == "peak":
        return ""
    if goal.unit == "%":
        return text("points", lang, points=digits(gap))
    return amount_text(gap, goal.unit, lang)
