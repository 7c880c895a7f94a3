"""Runs are kept, bounded, shared and equal for equal states."""

from __future__ import annotations

import threading

import pytest

from dashboards.runs import Latest, Runs
from dashboards.viewstate import ViewState


def test_the_one_used_longest_ago_goes_first() -> None:
    made: list[str] = []

    def value(key: str) -> str:
        made.append(key)
        return key

    kept: Latest[str] = Latest(2)
    for key in ("a", "b", "a", "c", "a", "b"):
        assert kept.get(key, lambda key=key: value(key)) == key  # type: ignore[misc]
    assert made == ["a", "b", "c", "b"]
    assert len(kept) == 2


def test_equal_calls_at_once_share_one_answer() -> None:
    made = []
    begun, go_on = threading.Event(), threading.Event()

    def work() -> object:
        made.append(1)
        begun.set()
        assert go_on.wait(60)
        return object()

    kept: Latest[object] = Latest(4)
    answers: list[object] = []
    threads = [
        threading.Thread(target=lambda: answers.append(kept.get("k", work))) for _ in range(4)
    ]
    threads[0].start()
    assert begun.wait(60)
    for thread in threads[1:]:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join(60)
    assert len(made) == 1
    assert len(answers) == 4 and len(set(map(id, answers))) == 1


def test_a_failure_is_not_kept() -> None:
    kept: Latest[int] = Latest(2)

    def fail() -> int:
        raise ValueError

    with pytest.raises(ValueError):
        kept.get("k", fail)
    assert kept.get("k", lambda: 3) == 3


def test_a_moved_lever_gives_another_board(runs: Runs) -> None:
    state = ViewState("kalundborg")
    board = runs.board(state)
    assert runs.board(ViewState("kalundborg", lang="zh")) is board
    assert board.years == tuple(range(2020, 2028))
    moved = state.with_strengths(
        {"subsidy": 1.0, "ladder_tariff": 1.0, "land_use": 0.0}, runs.shelf
    )
    assert runs.board(moved) is not board
    assert runs.board(moved.baseline()) is board
