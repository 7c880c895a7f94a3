"""The per-mu ranking: shares of classes, groups, ties, and no dependence on the order of rows."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from policies import land_use, per_mu
from policies.per_mu import classes, groups_of, place_in_group, scores, years_in_row

SHARES = (0.2, 0.55, 0.2, 0.05)
numbers = st.integers(0, 6).map(float)
crowds = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 3), numbers, numbers), max_size=60)


def columns(crowd: list[tuple[int, int, float, float]]) -> tuple[NDArray[np.float64], ...]:
    park, sector, one, two = np.array(crowd, dtype=np.float64).reshape(-1, 4).T
    return park, sector, one, two


def class_of(crowd: list[tuple[int, int, float, float]], key: NDArray[np.uint64]) -> list[float]:
    park, sector, one, two = columns(crowd)
    group = groups_of(park.astype(int), sector.astype(int), one > 0, 4)
    score = scores({"one": one, "two": two}, {"one": 0.7, "two": 0.2}, group)
    return classes(score, group, key, SHARES).tolist()


@given(crowds, st.randoms(use_true_random=False))
def test_the_order_of_rows_never_matters(
    crowd: list[tuple[int, int, float, float]], rng: Random
) -> None:
    key = np.arange(1, len(crowd) + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    order = list(range(len(crowd)))
    rng.shuffle(order)
    straight = class_of(crowd, key)
    shuffled = class_of([crowd[row] for row in order], key[order])
    np.testing.assert_array_equal(np.array(straight)[order], shuffled)


@given(crowds)
def test_the_unranked_have_no_class(crowd: list[tuple[int, int, float, float]]) -> None:
    found = np.array(class_of(crowd, np.arange(len(crowd), dtype=np.uint64)))
    np.testing.assert_array_equal(np.isnan(found), columns(crowd)[2] <= 0)


@given(st.integers(1, 400))
def test_each_class_has_its_share_within_one_firm(count: int) -> None:
    key = np.arange(count, dtype=np.uint64)
    found = classes(np.linspace(1, 0, count), np.zeros(count, dtype=np.int64), key, SHARES)
    assert (np.diff(found) >= 0).all(), "a lower score never has a better class"
    upto = [(found <= k).sum() / count for k in (1, 2, 3)]
    np.testing.assert_allclose(upto, np.cumsum(SHARES)[:3], atol=0.5 / count + 1e-9)


def test_a_small_sector_is_ranked_with_the_rest_of_the_park() -> None:
    sector = np.array([1] * 8 + [2] * 7 + [3])
    park = np.zeros(16, dtype=np.int64)
    group = groups_of(park, sector, np.ones(16, dtype=bool), 8)
    assert len(set(group[:8])) == 1
    assert len(set(group[8:])) == 1 and group[8] != group[0]


def test_parks_never_compete() -> None:
    park = np.array([0] * 5 + [1] * 5)
    group = groups_of(park, np.zeros(10, dtype=np.int64), np.ones(10, dtype=bool), 2)
    assert set(group[:5]).isdisjoint(group[5:])


def test_ties_are_broken_by_key() -> None:
    key = np.array([9, 3, 5, 1], dtype=np.uint64)
    group = np.zeros(4, dtype=np.int64)
    assert classes(np.ones(4), group, key, (0.25, 0.25, 0.25, 0.25)).tolist() == [4, 2, 3, 1]


def test_an_unknown_indicator_shares_its_weight_out() -> None:
    group = np.zeros(3, dtype=np.int64)
    yields = {"tax": np.array([1.0, 2.0, 3.0]), "energy": np.array([3.0, 2.0, 1.0])}
    without = scores(yields, {"tax": 0.4, "energy": 0.1, "research": 0.5}, group)
    alone = scores(yields, {"tax": 0.8, "energy": 0.2}, group)
    np.testing.assert_allclose(without, alone)
    assert without[2] == pytest.approx(0.8 * 2.5 / 3 + 0.2 * 0.5 / 3)


def test_the_ranking_and_its_plain_twin_agree_to_the_bit(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(4)
    park, sector = rng.integers(0, 2, 60), rng.integers(0, 5, 60)
    ranked, key = rng.random(60) < 0.8, rng.permutation(60).astype(np.uint64)
    found = {name: rng.integers(0, 6, 60) / 4.0 for name in ("land", "work", "energy")}
    weights = {"land": 0.5, "work": 0.2, "energy": 0.3}
    strength, years = rng.random(60), rng.integers(0, 4, 60).astype(np.float64)
    effects = rng.random((7, 5))

    def rank() -> list[bytes]:
        group = per_mu.groups_of(park, sector, ranked, 4)
        score = per_mu.scores(found, weights, group)
        place = per_mu.classes(score, group, key, SHARES)
        acts = land_use.act_by_class(place, years, strength, effects, 2.0, 1.5)
        return [one.tobytes() for one in (group, score, place, acts)]

    compiled = rank()
    for name in ("_group", "_places", "_weigh_places", "_class_by_place"):
        monkeypatch.setattr(per_mu, name, getattr(per_mu, name).py_func)
    monkeypatch.setattr(land_use, "act_by_class", land_use.act_by_class.py_func)  # type: ignore[attr-defined]
    assert rank() == compiled


@given(st.lists(numbers, min_size=1, max_size=30))
def test_places_are_the_share_beaten(values: list[float]) -> None:
    value = np.array(values)
    place = place_in_group(value, np.zeros(len(value), dtype=np.int64))
    beaten = [((value < v).sum() + 0.5 * (value == v).sum()) / len(value) for v in value]
    np.testing.assert_allclose(place, beaten)


def test_years_in_a_row_start_again() -> None:
    years = np.full(2, np.nan)
    for now in ([True, True], [True, False], [True, True]):
        years = years_in_row(np.array(now), years)
    assert years.tolist() == [3.0, 1.0]
