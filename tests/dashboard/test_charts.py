"""Chart options from one small run: the numbers drawn are those of the results."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from dashboards.bands import Band
from dashboards.board import TRAJECTORIES, Board, Goal, Place, Tie
from dashboards.charts import (
    goal_text,
    trajectory_frame,
    trajectory_overlay,
    trajectory_scale,
    trajectory_step,
)
from dashboards.numbers import digits, rounded, scale_of
from dashboards.pages.overview.figures import cards, goal_rows
from dashboards.parkmap import ASPECT, Box, map_box, map_frame, map_step
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
    framed, stepped = map_frame(board, "en"), map_step(board, board, "en")
    assert {one["id"] for one in framed["series"]} == {one["id"] for one in stepped["series"]}


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
        "Target 2025: 18.0 % below 2020 (Plan)\nTarget 2025: 18.0 % below 2020 (Other plan)"
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


def test_goal_rows_mark_what_the_policy_changed(board: Board) -> None:
    before = replace(board, goals=(GOAL,))
    after = replace(board, goals=(replace(GOAL, met=False, value=10.0),))
    assert goal_rows(before, before, "en")[0]["changed"] is False
    row = goal_rows(after, before, "en")[0]
    assert row["changed"] is True and row["verdict"] == "missed"
    assert (row["value"], row["baseline"]) == ("−10 %", "−20 %")


def place(name: str, x: float, y: float, role: str = "firm") -> Place:
    return Place(name, (name, name), ("Mill", "厂"), role, x, y, 100.0, 0.0)


def drawn_map(board: Board, *places: Place, ties: tuple[Tie, ...] = ()) -> Board:
    return replace(board, places=places, ties=ties, plots=())


def test_places_are_true_and_the_map_has_the_shape_of_the_page(board: Board) -> None:
    park = drawn_map(board, place("a", 0.0, 0.0), place("b", 4.0, 1.0))
    box = map_box(park)
    assert math.isclose((box.east - box.west) / (box.north - box.south), ASPECT)
    spots = {one["name"]: one["value"] for one in data_of(map_step(park, park, "en"), "firm")}
    assert spots == {"a": [0.0, 0.0], "b": [4.0, 1.0]}
    assert all(box.holds(x, y) for x, y in ((0.0, 0.0), (4.0, 1.0)))


def test_a_far_actor_stands_at_the_edge_in_its_direction(board: Board) -> None:
    near, far = place("near", 5.0, 0.5, "outside"), place("far", 102.0, 0.5, "outside")
    park = drawn_map(board, place("a", 0.0, 0.0), place("b", 4.0, 1.0), near, far)
    box = map_box(park)
    assert box.holds(5.0, 0.5) and not box.holds(102.0, 0.5) and box.east < 10.0
    marks = {str(one["name"]): one for one in data_of(map_step(park, park, "en"), "outside")}
    assert marks["near"]["value"] == [5.0, 0.5]
    (name,) = set(marks) - {"near"}
    assert name.startswith("far, ") and name.endswith(" km away")
    x, y = marks[name]["value"]  # type: ignore[misc]
    assert box.holds(x, y) and x > box.west + 0.9 * (box.east - box.west)
    assert math.isclose(y, 0.5, abs_tol=0.05)


def test_the_edge_lies_on_the_ray() -> None:
    box = Box(-2.0, 2.0, -1.0, 1.0)
    assert box.edge(20.0, 0.0) == (2.0, 0.0)
    assert box.edge(0.0, -7.0) == (0.0, -1.0)
    assert box.edge(10.0, 10.0) == (1.0, 1.0)


def test_links_widen_with_the_amount_and_keep_to_their_class(board: Board) -> None:
    ties = (
        Tie("a", "b", "mineral", ("Ash", "灰"), 100.0, "t"),
        Tie("a", "b", "mineral", ("Slag", "渣"), 1.0, "t"),
        Tie("a", "gone", "metal", ("Scrap", "废钢"), 1.0, "t"),
    )
    park = drawn_map(board, place("a", 0.0, 0.0), place("b", 4.0, 1.0), ties=ties)
    step = map_step(park, park, "en")
    wide, thin = data_of(step, "mineral")
    assert wide["coords"] == thin["coords"] == [[0.0, 0.0], [4.0, 1.0]]
    assert wide["lineStyle"]["width"] == 9.0 > thin["lineStyle"]["width"] > 1.0  # type: ignore[index]
    assert wide["lineStyle"]["curveness"] != thin["lineStyle"]["curveness"]  # type: ignore[index]
    assert wide["text"] == "a → b\nAsh\n100 t/yr"
    assert data_of(step, "metal") == []


def test_the_map_of_a_run_draws_every_link_between_places(board: Board) -> None:
    step = map_step(board, board, "zh")
    count = sum(len(one["data"]) for one in step["series"] if "coords" in str(one["data"][:1]))
    assert count == len(board.ties) > 0
    json.dumps(step, allow_nan=False)


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0, "0"), (999.6, "1,000"), (0.00123456, "0.00123"), (-5.0, "−5.00"), (math.nan, "–")],
)
def test_numbers_keep_three_digits(value: float, written: str) -> None:
    assert digits(value) == written


def test_a_band_is_scaled_with_its_trajectory_and_marked_when_stale(board: Board) -> None:
    count = len(board.years)
    band = Band(("kalundborg", "baseline", (), 1), "seeds", 20,
                {"co2": (1.2e6,) * count}, {"co2": (1.6e6,) * count})  # fmt: skip
    (series,) = trajectory_overlay(band, True, board, "co2", "en")["series"]
    assert series["data"] == [[count, 1, *(1.2, 1.6) * count]]
