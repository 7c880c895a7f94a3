"""Chart options from one small run: the numbers drawn are those of the results."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from dashboards.bands import Band
from dashboards.board import TRAJECTORIES, Board, Goal
from dashboards.charts import (
    goal_text,
    trajectory_frame,
    trajectory_overlay,
    trajectory_scale,
    trajectory_step,
)
from dashboards.numbers import digits, rounded, scale_of
from dashboards.pages.overview.figures import cards
from dashboards.texts import LANGUAGES
from experiments.results import Results

GOAL = Goal(
    target="t", indicator="co2_intensity", label=("CO2", "碳"), document=("Plan", "方案"),
    rule="fall", sign=">=", unit="%", base=2020, due=2025, level=3.0, amount=18.0, value=20.0,
    met=True, since=2024,
)  # fmt: skip


def data_of(option: dict[str, list[dict[str, object]]], series: str) -> list[dict[str, object]]:
    found = {one["id"]: one["data"] for one in option["series"]}
    data = found[series]
    assert isinstance(data, list)
    return data


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", TRAJECTORIES)
def test_a_trajectory_shows_the_results(
    name: str, lang: str, board: Board, results: Results
) -> None:
    step = trajectory_step(board, board, name, lang)
    scale = trajectory_scale(board, name, lang)
    drawn = [point["value"] for point in data_of(step, "scenario")]
    expected = [rounded(value / scale.divisor) for value in results.series(name).tolist()]
    assert drawn == expected
    assert data_of(step, "baseline") == data_of(step, "scenario")
    json.dumps(step, allow_nan=False)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_grid_is_told_apart_in_card_and_trajectories(
    lang: str, board: Board, results: Results
) -> None:
    note = cards(board, board, lang)[0]["note"]
    co2, grid = results.series("co2"), results.series("co2_grid_effect")
    scale = scale_of(max(abs(co2[-1] - co2[0]), abs(grid[-1])), "t CO2/yr", lang)
    for amount in (co2[-1] - co2[0], grid[-1]):
        assert digits(amount / scale.divisor, sign=True) in note
    fixed = np.array([p["value"] for p in data_of(trajectory_step(board, board, "co2", lang),
                                                  "fixed")])  # fmt: skip
    own = trajectory_scale(board, "co2", lang).divisor
    assert fixed * own + grid == pytest.approx(co2, rel=1e-3)
    assert not data_of(trajectory_step(board, board, "reused", lang), "fixed")


def test_frame_and_step_name_the_same_series(board: Board) -> None:
    frame, step = (
        trajectory_frame(board, "As in force", "en"),
        trajectory_step(board, board, "co2", "en"),
    )
    overlay = trajectory_overlay(None, False, board, "co2", "en")
    sent = [one["id"] for option in (step, overlay) for one in option["series"]]
    assert [one["id"] for one in frame["series"]] == sent
    assert frame["xAxis"]["data"] == ["2020", "2021", "2022", "2023", "2024", "2025"]


def test_targets_stand_at_their_year_and_level(board: Board) -> None:
    same = replace(GOAL, document=("Other plan", "另一方案"), level=3.001)
    missed = replace(GOAL, level=2.0, amount=30.0, met=False)
    far = replace(GOAL, due=2035)
    better = replace(GOAL, rule="improve")
    drawn = data_of(
        trajectory_step(
            replace(board, goals=(GOAL, same, missed, far, better)), board, "co2_intensity", "en"
        ),
        "goals",
    )
    assert [point["value"] for point in drawn] == [[5, 2.0, 5, 0], [5, 3.0, 5, 1]]
    assert drawn[1]["text"] == (
        "Target 2025: 18 % below 2020 (Plan)\nTarget 2025: 18 % below 2020 (Other plan)"
    )


def test_targets_of_the_run_agree_with_their_line(board: Board) -> None:
    measured = [
        g for g in board.goals if g.indicator in board.lines and g.rule in ("fall", "level")
    ]
    assert measured
    for goal in measured:
        line = board.lines[goal.indicator]
        value = line.values[goal.due - board.years[0]]
        below = line.better == "-"
        assert (value <= goal.level if below else value >= goal.level) == goal.met, goal
        assert goal_text(goal, "en") != goal_text(goal, "zh")


def test_cards_compare_with_the_baseline(board: Board) -> None:
    assert [card["trend"] for card in cards(board, board, "en")] == ["same"] * 6
    line = board.lines["co2"]
    lower = replace(line, values=(*line.values[:-1], line.values[-1] * 0.9))
    changed = replace(board, lines={**board.lines, "co2": lower}, public_cost_cny=2e6)
    shown = {
        card["key"]: card for card in cards(changed, replace(board, public_cost_cny=1e6), "en")
    }
    assert shown["co2"]["trend"] == "better" and not shown["co2"]["rises"]
    assert "(−10 %)" in shown["co2"]["change"]
    assert shown["cost"]["change"] == "+1.00 mn CNY (+100 %)" and shown["cost"]["trend"] == "same"
    assert shown["cost"]["rises"]
    chinese = {card["key"]: card for card in cards(changed, board, "zh")}
    assert chinese["cost"]["value"] == "200" and chinese["cost"]["unit"] == "万元"


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0, "0"), (999.6, "1,000"), (0.00123456, "0.00123"), (-5.0, "−5.00"), (math.nan, "–")],
)
def test_numbers_keep_three_digits(value: float, written: str) -> None:
    assert digits(value) == written


def test_a_band_is_scaled_with_its_trajectory_and_marked_when_stale(board: Board) -> None:
    count = len(board.years)
    band = Band(("kalundborg", "baseline", (), 1, 2026), "seeds", 20,
                {"co2": (1.2e6,) * count}, {"co2": (1.6e6,) * count})  # fmt: skip
    (series,) = trajectory_overlay(band, True, board, "co2", "en")["series"]
    assert series["data"] == [[count, 1, *(1.2, 1.6) * count]]
