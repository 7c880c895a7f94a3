"""The search repeats itself, survives being stopped, and takes no nan for a good value."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from experiments.pareto import Settings, Space, search
from sim.faults import InputError
from tests.experiments.pareto.problems import bnh, box, zdt1

pytest.importorskip("pymoo")

SETTINGS = Settings(population=12, generations=8)


class Killed(Exception):
    """Stands for the end of the process."""


def stored(judge, store, lives=10**9):
    """The judge over a store of rows by position; it dies after so many rows that it must make."""
    left = lives

    def look_up(positions):
        nonlocal left
        for row in positions:
            if row.tobytes() not in store:
                if left == 0:
                    raise Killed
                left -= 1
                store[row.tobytes()] = judge(row[None])
        rows = [store[row.tobytes()] for row in positions]
        return tuple(np.concatenate(column) for column in zip(*rows, strict=True))

    return look_up


def same(one, other):
    return all(
        np.array_equal(getattr(one, name), getattr(other, name))
        for name in ("positions", "values", "excess", "generation")
    ) and np.array_equal(one.archive.positions, other.archive.positions)


@pytest.mark.parametrize("problem", [zdt1(4), bnh()])
def test_stopped_anywhere_and_repeated_it_is_the_search_that_was_not_stopped(problem):
    space, judge, constraints = problem
    whole = search(space, judge, 2, SETTINGS, constraints)
    for lives in np.random.default_rng(5).integers(0, 96, 5).tolist():
        store = {}
        with pytest.raises(Killed):
            search(space, stored(judge, store, lives), 2, SETTINGS, constraints)
        assert len(store) == lives
        again = search(space, stored(judge, store, 96 - lives), 2, SETTINGS, constraints)
        assert same(again, whole)


def test_no_position_is_valued_twice_and_all_lie_on_the_grid():
    space, judge, _ = zdt1(3)
    found = search(space, judge, 2, SETTINGS)
    assert len(np.unique(found.positions, axis=0)) == len(found.positions) == 96
    assert (found.positions >= 0).all() and (found.positions <= space.most).all()
    assert found.generation.tolist() == np.repeat(np.arange(1, 9), 12).tolist()


def test_a_small_space_is_searched_to_its_end():
    space = box([0.0, 0.0], [1.0, 1.0], 0.5)

    def judge(positions):
        x = space.values(positions)
        return np.stack([x[:, 0], 1.0 - x[:, 0] + x[:, 1]], axis=1), np.zeros((len(x), 0))

    found = search(space, judge, 2, Settings(4, 20))
    assert len(found.positions) == space.size == 9
    assert sorted(found.values[found.front].tolist()) == [[0.0, 1.0], [0.5, 0.5], [1.0, 0.0]]


def test_start_positions_come_first_and_another_seed_goes_another_way():
    space, judge, _ = zdt1(3)
    start = [np.array([3, 4, 5]), np.array([100, 0, 0])]
    found = search(space, judge, 2, SETTINGS, start=start)
    assert found.positions[:2].tolist() == [[3, 4, 5], [100, 0, 0]]
    other = search(space, judge, 2, Settings(12, 8, seed=2), start=start)
    assert not np.array_equal(found.positions, other.positions)


def test_what_could_not_be_valued_never_reaches_the_front():
    space, judge, _ = zdt1(3)

    def broken(positions):
        values, excess = judge(positions)
        values[space.values(positions)[:, 0] < 0.5] = np.nan
        return values, excess

    found = search(space, broken, 2, SETTINGS)
    assert np.isnan(found.values).any()
    assert not np.isnan(found.archive.values).any()
    assert found.values[found.front][:, 0].min() >= 0.5


def test_where_nothing_can_be_valued_the_front_is_empty():
    space = box([0.0, 0.0], [1.0, 1.0], 0.1)
    found = search(
        space, lambda p: (np.full((len(p), 2), np.nan), np.zeros((len(p), 0))), 2, Settings(4, 3)
    )
    assert len(found.positions) == 12 and not len(found.front) and not len(found.archive)


def test_faults_of_a_space_and_of_settings_are_all_named():
    with pytest.raises(InputError, match="named twice") as raised:
        Space(("a", "a"), (0.0, 0.0), (1.0, 0.0), (0.5, 0.5))
    assert len(raised.value.faults) == 3
    with pytest.raises(InputError) as raised:
        Settings(population=1, generations=0, algorithm="borg")
    assert len(raised.value.faults) == 3


def test_levers_run_to_their_largest_strength():
    space = Space.of_levers(["subsidy", "broker"], 0.25)
    assert space.high == (2.0, 2.0) and space.size == 81
    assert space.named(np.array([1, 8])) == {"subsidy": 0.25, "broker": 2.0}
    assert space.nearest({"subsidy": 0.6}).tolist() == [2, 0]
    with pytest.raises(InputError, match="subsidy"):
        Space.of_levers(["subsydi"])


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    for name in ("pymoo", "pymoo.core.duplicate"):
        monkeypatch.setitem(sys.modules, name, None)
    space, judge, _ = zdt1(3)
    with pytest.raises(InputError, match=r"parkloop\[optimise\]"):
        search(space, judge, 2, SETTINGS)
