"""Worker processes: lanes in turn, lost workers, and what a worker imports."""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor, Future
from pathlib import Path
from typing import Any

import pytest

from dashboards.background import Background
from experiments.study import Study
from experiments.sweep import describe
from experiments.sweep.job import Batch
from experiments.sweep.pool import StartError
from experiments.sweep.worker import NICE, run_batch

PATIENCE_S = 240.0


class Hand(Executor):
    """A pool in which the test itself finishes each piece of work."""

    slots = 1

    def __init__(self) -> None:
        self.handed: list[tuple[Any, Future[Any]]] = []
        self.marks: list[Path] = []
        self.ended = False

    def ready(self) -> bool:
        return True

    def submit(self, work: Callable[..., Any], /, *args: Any, **_: Any) -> Future[Any]:
        future: Future[Any] = Future()
        self.handed.append((args[-1], future))
        self.marks.append(Path(args[0]))
        return future

    def stop(self) -> None:
        pass

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.ended = True

    def names(self, count: int) -> list[Any]:
        """Return what was handed over, once it is so much."""
        until = time.monotonic() + PATIENCE_S
        while len(self.handed) < count and time.monotonic() < until:
            time.sleep(0.002)
        return [name for name, _ in self.handed]


@pytest.fixture
def hand(monkeypatch: pytest.MonkeyPatch) -> Hand:
    pool = Hand()
    monkeypatch.setattr("experiments.sweep.executors.executor", lambda workers: pool)
    return pool


@pytest.fixture
def background(hand: Hand) -> Iterator[Background]:
    opened = Background(1)
    yield opened
    opened.close()
    assert hand.ended


def test_lanes_take_turns_and_the_urgent_go_first(hand: Hand, background: Background) -> None:
    one, other, urgent = background.lane(), background.lane(), background.lane(urgent=True)
    for k in range(4):
        one.submit(print, f"one {k}")
    assert hand.names(2) == ["one 0", "one 1"], "more than one ahead is under way"
    for k in range(2):
        other.submit(print, f"other {k}")
    urgent.submit(print, "urgent")
    for k in range(5):
        hand.handed[k][1].set_result(k)
        hand.names(k + 3)
    order = hand.names(7)[2:]
    assert order[0] == "urgent"
    assert order[1:5] in (
        ["one 2", "other 0", "one 3", "other 1"],
        ["other 0", "one 2", "other 1", "one 3"],
    )


def test_a_stopped_lane_drops_what_waits_and_no_more(hand: Hand, background: Background) -> None:
    one, other = background.lane(), background.lane()
    mine = [one.submit(print, k) for k in range(4)]
    hand.names(2)
    kept = other.submit(print, "kept")
    one.stop()
    assert [future.cancelled() for future in mine] == [False, False, True, True]
    hand.handed[0][1].set_result("done")
    assert mine[0].result(PATIENCE_S) == "done"
    assert hand.names(3)[2] == "kept"
    hand.handed[2][1].set_result(7)
    assert kept.result(PATIENCE_S) == 7


def test_a_stopped_lane_tells_the_runs_under_way_and_no_others(
    hand: Hand, background: Background
) -> None:
    one, other = background.lane(), background.lane()
    one.submit(print, "one")
    other.submit(print, "other")
    hand.names(2)
    one.stop()
    assert [mark.exists() for mark in hand.marks] == [True, False]
    hand.handed[0][1].set_result(None)
    one.submit(print, "later")
    hand.names(3)
    assert not hand.marks[0].exists(), "the mark ends with what it stopped"
    assert not hand.marks[2].exists(), "a lane can be used again"


def test_work_whose_worker_died_is_given_to_another_three_times_in_all(
    hand: Hand, background: Background
) -> None:
    class KilledWorker(Exception):
        """As dask names it."""

    future = background.submit(print, "x")
    for count in (1, 2, 3):
        hand.names(count)
        hand.handed[count - 1][1].set_exception(KilledWorker())
    with pytest.raises(KilledWorker):
        future.result(PATIENCE_S)
    fine = background.submit(print, "y")
    hand.names(4)
    hand.handed[3][1].set_result("fine")
    assert fine.result(PATIENCE_S) == "fine"


def test_an_error_of_the_work_itself_is_told_at_once(hand: Hand, background: Background) -> None:
    future = background.submit(print, "x")
    hand.names(1)
    hand.handed[0][1].set_exception(ArithmeticError("no"))
    with pytest.raises(ArithmeticError):
        future.result(PATIENCE_S)
    assert len(hand.handed) == 1


def test_a_pool_that_cannot_be_opened_is_told_and_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pool, tries = Hand(), []

    def executor(workers: int) -> Hand:
        tries.append(workers)
        if len(tries) <= 3:
            raise StartError("none")
        return pool

    monkeypatch.setattr("experiments.sweep.executors.executor", executor)
    background = Background(1)
    with pytest.raises(StartError):
        background.submit(print, "x").result(PATIENCE_S)
    future = background.submit(print, "y")
    assert pool.names(1) == ["y"]
    pool.handed[0][1].set_result(1)
    assert future.result(PATIENCE_S) == 1
    background.close()


def test_closing_tells_everyone_who_waits(hand: Hand) -> None:
    background = Background(1)
    futures = [background.lane().submit(print, k) for k in range(4)]
    hand.names(2)
    background.close()
    for future in futures:
        with pytest.raises(CancelledError):
            future.result(PATIENCE_S)


@pytest.fixture(scope="module")
def real() -> Iterator[Background]:
    opened = Background(2)
    yield opened
    opened.close()


def test_a_worker_loads_neither_the_pages_nor_solara(real: Background) -> None:
    study = Study.of(name="x", park="kalundborg", package="none", until=2021, outputs=["co2"])
    job = describe.job(study.runs()[0])
    batch = Batch((job,), {job.park: pickle.dumps(study.parks["kalundborg"])}, study.outputs)
    assert real.submit(run_batch, batch).result(PATIENCE_S).outcomes[0].status == "ok"
    asked = [real.submit(eval, "list(__import__('sys').modules)") for _ in range(20)]
    names = {name for answer in asked for name in answer.result(PATIENCE_S)}
    assert "experiments.scenario" in names
    ours = {"dashboards", "solara", "ipyvue", "reacton", "uvicorn", "starlette"}
    assert {name.partition(".")[0] for name in names} & ours == set()


def test_a_run_under_way_ends_at_once_and_gives_nothing(real: Background) -> None:
    study = Study.of(
        name="x", park="kalundborg", package="none", outputs=["co2"], seeds=list(range(400))
    )
    jobs = tuple(describe.job(run) for run in study.runs())
    batch = Batch(jobs, {jobs[0].park: pickle.dumps(study.parks["kalundborg"])}, study.outputs)
    lane = real.lane()
    future = lane.submit(run_batch, batch)
    time.sleep(0.5)
    assert not future.done()
    lane.stop()
    assert len(future.result(PATIENCE_S).outcomes) < len(jobs)


@pytest.mark.skipif(not hasattr(os, "nice"), reason="no priorities here")
def test_workers_work_at_a_low_priority(real: Background) -> None:
    found = {real.submit(eval, "__import__('os').nice(0)").result(PATIENCE_S) for _ in range(4)}
    assert found == {max(NICE, os.nice(0))}


def test_a_killed_worker_loses_nothing(real: Background) -> None:
    pid = real.submit(os.getpid).result(PATIENCE_S)
    futures = [real.submit(time.sleep, 0.2) for _ in range(8)]
    os.kill(pid, signal.SIGKILL)
    assert [future.result(PATIENCE_S) for future in futures] == [None] * 8
    assert real.submit(os.getpid).result(PATIENCE_S) != pid


def test_a_closed_background_opens_anew(real: Background) -> None:
    first = real.submit(os.getpid).result(PATIENCE_S)
    real.close()
    with pytest.raises(ProcessLookupError):
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            os.kill(first, 0)
            threading.Event().wait(0.05)
    assert real.submit(os.getpid).result(PATIENCE_S) != first
