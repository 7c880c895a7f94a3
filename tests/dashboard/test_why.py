"""Explaining a figure: shares add up to it, rows too, and what a link may ask for."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import pytest

from dashboards.board import Board
from dashboards.pages.compare.change import change_of
from dashboards.pages.overview.explain import effect_rows
from dashboards.pages.overview.shares import BY, Share, Shares, kind_of, shares_of
from dashboards.pages.overview.why import (
    CARDS,
    MOST,
    asked_of,
    facts,
    heads,
    most_changed,
    rows,
    ways,
)
from experiments.results import Results

INDICATORS = {
    "co2": "co2", "energy": "energy_intensity_calorific", "reused": "reused",
    "links": "links_active", "water": "water_intensity", "wastewater": "wastewater",
    "solid": "solid_disposed", "tax": "tax", "value_added": "value_added",
    "air": "air_pollutants",
}  # fmt: skip
TAKEN_APART = [(kind, by) for kind, ways in BY.items() for by in ways
               if by not in ("rule", "effects")]  # fmt: skip


@pytest.mark.parametrize(("kind", "by"), TAKEN_APART)
@pytest.mark.parametrize("year", [2020, 2025])
def test_the_parts_add_up_to_the_figure(
    results: Results, board: Board, kind: str, by: str, year: int
) -> None:
    if kind == "targets":
        expected = float(board.goals_met)
    elif kind == "cost":
        expected = float(results.series("public_cost")[: year - 2019].sum())
    else:
        expected = float(results.series(INDICATORS[kind])[year - 2020])
    shares = shares_of(results, kind, by, year)
    assert shares.total == pytest.approx(expected, rel=1e-5 if kind == "value_added" else 1e-9)
    assert math.fsum(one.value for one in shares.parts) == pytest.approx(shares.total)
    assert all(name for one in shares.parts if one.key for name in one.name)
    hash(shares)


def fake(**values: float) -> Shares:
    parts = tuple(Share(key, (f"Mill {key}", f"厂{key}"), value) for key, value in values.items())
    return Shares(math.fsum(values.values()), parts)


def test_rows_keep_what_matters_and_add_up() -> None:
    before = fake(**{f"f{k}": 1000.0 - k for k in range(30)})
    here = fake(**{f"f{k}": 1000.0 - k + (5.0 if k in (3, 28) else 0.0) for k in range(30)})
    found = rows("wastewater", "firm", here, before, before, "en")
    assert [key for key, _ in found[:2]] == ["f3", "f28"], "the largest change stands first"
    assert len(found) == MOST + 2 and found[-1][0] == ""
    for column, whole in ((1, here), (3, before), (5, before)):
        amounts = [cells[column][0] for _, cells in found]
        assert math.fsum(amounts) * 1000.0 == pytest.approx(whole.total)  # type: ignore[arg-type]
    assert found[-1][1][0] == "Others (19)"
    assert most_changed(here, before) == "f3" and most_changed(before, before) == "f0"
    assert most_changed(fake(), fake()) == ""
    assert len(heads("wastewater", "firm", here, before, 2025, "en")) == len(found[0][1])


def test_a_whole_that_stays_is_said_to_stay() -> None:
    one = fake(a=2.0, b=1.0)
    said = dict(facts("links", one, one, fake(a=1.5), "en"))
    assert said == {
        "Scenario": "3",
        "Baseline": "3 (scenario: the same)",
        "First year": "1.50 (scenario: +100 %)",
    }
    (first, _) = rows("links", "part", one, one, one, "zh")
    assert first[1][0] == "厂a" and first[1][4] == (0.0, "–")


@pytest.mark.parametrize("word", ["", "elsewhere", "<b>", "why"])
def test_what_is_no_figure_is_not_explained(board: Board, word: str) -> None:
    assert asked_of(word, board, "en") is None


def test_every_card_and_target_can_be_explained(board: Board) -> None:
    for word in (*CARDS, *(goal.target for goal in board.goals)):
        for lang in ("en", "zh"):
            asked = asked_of(word, board, lang)
            assert asked is not None, word
            assert asked.year in board.years and asked.title and asked.kind in BY
    goal = board.goals[0]
    asked = asked_of(goal.target, board, "en")
    assert (asked is not None and "Target" in asked.note) or "Better" in asked.note
    odd = replace(board, goals=(replace(goal, indicator="jobs"),))
    assert kind_of("jobs") == "" and asked_of(goal.target, odd, "en") is None


def test_effects_of_both_runs_add_up(results: Results) -> None:
    effects = dict(change_of(results, 2025, "co2").effects)
    other = {name: value / 2 for name, value in effects.items()}
    found = effect_rows(effects, other, "t CO2/yr", "en")
    amounts = {key: [cell[0] for cell in cells[1:]] for key, cells in found}
    whole = amounts.pop("all")
    for k in range(3):
        total = math.fsum(values[k] for values in amounts.values())  # type: ignore[arg-type,misc]
        assert total == pytest.approx(whole[k])
    assert "effects" in ways("co2", 2025, 2020) and "effects" not in ways("co2", 2020, 2020)
    json.dumps(found, allow_nan=False)
