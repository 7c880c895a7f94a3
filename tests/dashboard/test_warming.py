"""What a fresh server loads before it is asked."""

from __future__ import annotations

import pytest

from dashboards import process, warming
from dashboards.bands import Bands
from dashboards.runs import Runs
from dashboards.stops import Stop
from dashboards.viewstate import Key, ViewState


@pytest.fixture
def asked(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked for, in order."""
    found: list[str] = []
    board = Runs.board

    def band(self: Bands, runs: Runs, key: Key, kind: str, stop: Stop) -> None:
        found.append(f"band of {key[0]}")

    def watched(self: Runs, state: ViewState) -> object:
        found.append(f"run of {state.park}")
        return board(self, state)

    monkeypatch.setattr(process, "_RUNS", [runs])
    monkeypatch.setattr(Bands, "work_out", band)
    monkeypatch.setattr(Runs, "board", watched)
    monkeypatch.setattr(warming, "_POLL_S", 0.01)
    return found


def test_the_first_run_comes_before_the_workers(asked: list[str]) -> None:
    rests: list[float] = []

    def rested(seconds: float) -> bool:
        rests.append(seconds)
        return len(rests) > 2

    warming.warm(rested)
    assert asked == ["run of kalundborg", "band of kalundborg"]
    assert rests == [warming.REST_S] * 3


def test_workers_start_at_last_where_nobody_comes(
    asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warming, "LONGEST_S", 0.05)
    warming.warm(lambda _: False)
    assert asked[-1] == "band of kalundborg"


def test_workers_that_stand_are_left_alone(
    asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dashboards.background.Background.opened", True)
    warming.warm(lambda _: True)
    assert asked == ["run of kalundborg"]


def test_a_run_that_fails_ends_it_quietly(
    asked: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ArithmeticError

    monkeypatch.setattr(Runs, "board", fail)
    warming.warm(lambda _: True)
    assert asked == []
