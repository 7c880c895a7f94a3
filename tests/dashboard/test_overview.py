"""The overview: what cards say of targets and bands, targets by document, the choice of lines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboards.bands import Band
from dashboards.board import TRAJECTORIES, Board, Goal
from dashboards.lines import LINES
from dashboards.pages.overview.figures import cards
from dashboards.pages.overview.goals import card_goal, goal_groups, main_goal
from dashboards.pages.overview.lines import MOST, chosen_lines, word_of

GOAL = Goal(
    target="cut",
    indicator="co2_intensity",
    label=("CO2 per value added", "单位增加值排放"),
    document=("Plan", "规划"),
    rule="fall",
    sign=">=",
    unit="%",
    base=2020,
    due=2025,
    level=2.0,
    amount=18.0,
    value=20.0,
    met=True,
    since=2023,
)
MISSED = replace(GOAL, target="more", amount=25.0, met=False, since=None)
LATER = replace(GOAL, target="later", due=2030, amount=30.0, value=17.5, met=False, since=None)


def test_a_card_names_the_target_due_last_that_asks_for_most(board: Board) -> None:
    early = replace(board, goals=(GOAL, MISSED))
    assert main_goal(early, "co2") == MISSED
    assert main_goal(replace(board, goals=(LATER, GOAL, MISSED)), "co2") == LATER
    assert main_goal(early, "links") is None and card_goal(early, "links", "en") == {}
    said = card_goal(early, "co2", "en")
    assert said["goal"] == "CO₂ per value added. Target 2025: 25 % below 2020"
    assert (said["goal_verdict"], said["goals_met"]) == (
        "missed by 5.00 points",
        "1 of 2 targets of this kind met",
    )
    met = card_goal(replace(board, goals=(GOAL,)), "co2", "zh")
    assert (met["goal_verdict"], met["goals_met"]) == ("2023年起达标", "此类目标1项中1项达标")


def test_every_missed_target_says_by_how_much(board: Board) -> None:
    missed = [r for g in goal_groups(board, board, "en") for r in g["rows"] if not r["met"]]
    peaks = {goal.target for goal in board.goals if goal.rule == "peak"}
    assert missed
    for row in missed:
        assert ("missed by" in row["verdict"]) == (row["target"] not in peaks), row


def test_targets_are_grouped_by_document_and_marked_where_the_policies_changed_them(
    board: Board,
) -> None:
    other = replace(GOAL, target="other", document=("Other plan", "其他规划"))
    before = replace(board, goals=(GOAL, other, MISSED))
    now = replace(board, goals=(replace(GOAL, met=False, value=10.0), other, MISSED))
    groups = goal_groups(now, before, "en")
    assert [group["document"] for group in groups] == ["Plan", "Other plan"]
    assert [group["met"] for group in groups] == ["0 of 2 met", "1 of 1 met"]
    turned, same = groups[0]["rows"]
    assert turned["changed"] is True and same["changed"] is False
    assert (turned["value"], turned["baseline"]) == ("−10 %", "−20 %")
    card = cards(now, before, "en")[-1]
    assert card["note"] == "Against the baseline 0 more are met and 1 no longer"


def test_a_band_stands_on_the_cards_on_the_scale_of_the_figure(board: Board) -> None:
    count = len(board.years)
    band = Band(("kalundborg", "baseline", (), 1, 2026), "seeds", 20,
                {name: (1.2e6,) * count for name in LINES},
                {name: (1.6e6,) * count for name in LINES}, (2e6, 3e6))  # fmt: skip
    shown = {card["key"]: card.get("band", "") for card in cards(board, board, "en", band)}
    assert shown["co2"] == "Four fifths of runs: 1.20 to 1.60"
    assert shown["cost"] and not shown["targets"]
    assert not any(card.get("band") for card in cards(board, board, "en"))


@pytest.mark.parametrize("word", ["", "elsewhere", ",,", "<b>"])
def test_what_names_no_line_draws_the_usual(word: str) -> None:
    assert chosen_lines(word) == TRAJECTORIES


def test_lines_chosen_are_named_in_a_link_and_bounded(board: Board) -> None:
    assert word_of(list(TRAJECTORIES)) == "" and word_of({"a": 1}) == "" == word_of(None)
    assert word_of(["reused", "co2", "no such line"]) == "co2,reused"
    assert chosen_lines(word_of(["reused", "co2"])) == ("co2", "reused")
    assert len(chosen_lines(",".join(LINES))) == MOST
    assert set(TRAJECTORIES) <= set(LINES) == set(board.lines)
