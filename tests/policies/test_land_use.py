"""Land use: what a class brings by date, and the terms of land."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from policies.land_use import LandUse
from policies.parameters import load_parameters
from sim.policy import View
from tests.policies.scene import assessed, firms, terms_of, view

RULE = LandUse(load_parameters())
A, B, C, D = 1.0, 2.0, 3.0, 4.0


def standing(classes: list[float], years_in_d: list[float] | None = None) -> dict[str, Any]:
    return {
        "land_use.class": np.array(classes),
        "land_use.years_in_d": np.array(years_in_d or [float(c == D) for c in classes]),
    }


def of_classes(year: int, classes: list[float], strength: float = 1.0, **known: Any) -> View:
    return view(
        ["machinery"] * len(classes), year, strength=strength, standing=standing(classes, **known)
    )


@pytest.mark.parametrize(
    ("year", "tax"),
    [(2020, [0.0, 1.2, 6.0, 6.0, 6.0]), (2021, [0.0, 1.2, 6.0, 6.0, 6.0]), (2022, [6.0] * 5)],
)
def test_relief_of_land_tax_by_class_and_date(year: int, tax: list[float]) -> None:
    terms = terms_of(RULE, of_classes(year, [A, B, C, D, np.nan]), assess=False)
    assert terms["land_tax_cny_per_m2"] == pytest.approx(tax)


def test_a_package_may_prolong_the_relief() -> None:
    longer = LandUse(load_parameters().changed({"hpm_lut_relief_A": 1.0, "hpm_lut_relief_B": 0.7}))
    terms = terms_of(longer, of_classes(2028, [A, B, C]), assess=False)
    assert terms["land_tax_cny_per_m2"] == pytest.approx([0.0, 1.8, 6.0])


@pytest.mark.parametrize(
    ("term", "by_class"),
    [
        ("power_adder_cny_per_kwh", [0.0, 0.0, 0.05, 0.2]),
        ("water_adder_cny_per_m3", [0.0, 0.0, 0.3, 1.0]),
        ("sewage_adder_cny_per_m3", [0.0, 0.0, 0.3, 1.0]),
        ("loan_spread_pp", [-0.2, 0.0, 0.0, 0.5]),
        ("expansion_share", [1.0, 1.0, 0.5, 0.0]),
        ("consider_factor", [1.0, 1.0, 1.3, 1.9]),
    ],
)
def test_what_a_class_brings(term: str, by_class: list[float]) -> None:
    terms = terms_of(RULE, of_classes(2024, [A, B, C, D]), assess=False)
    assert terms[term] == pytest.approx(by_class)


def test_the_adder_of_class_d_rises_after_three_years() -> None:
    seen = of_classes(2026, [D, D, C], years_in_d=[2.0, 3.0, 0.0])
    paid = terms_of(RULE, seen, assess=False)["power_adder_cny_per_kwh"]
    assert paid == pytest.approx([0.2, 0.2 * 1.333, 0.05])


def test_strength_never_relieves_more_than_the_tax() -> None:
    terms = terms_of(RULE, of_classes(2021, [A, B, D], strength=2.0), assess=False)
    assert terms["land_tax_cny_per_m2"] == pytest.approx([0.0, 0.0, 6.0])
    assert terms["expansion_share"] == pytest.approx([1.0, 1.0, 0.0])
    half = terms_of(RULE, of_classes(2021, [A, B, D], strength=0.5), assess=False)
    assert half["land_tax_cny_per_m2"] == pytest.approx([3.0, 3.6, 6.0])
    assert half["power_adder_cny_per_kwh"] == pytest.approx([0.0, 0.0, 0.1])


def ranked_view(year: int = 2024, count: int = 20, **book: Any) -> View:
    return view(firms(["machinery"] * count), year, **book)


def test_who_yields_more_per_mu_is_placed_higher() -> None:
    seen = ranked_view(tax_cny=np.arange(20.0), value_added_cny=np.arange(20.0) + 1)
    found = RULE.assess(seen)
    assert found["class"][-4:].tolist() == [A] * 4
    assert found["class"][0] == D
    assert (np.diff(found["score"]) > 0).all()


def test_years_in_class_d_are_counted_from_last_years_standing() -> None:
    seen = ranked_view(tax_cny=np.arange(20.0), value_added_cny=np.arange(20.0) + 1)
    before = {"land_use.years_in_d": np.full(20, 2.0)}
    found = RULE.assess(View(**{**seen.__dict__, "standing": before}))
    assert found["years_in_d"].tolist() == [3.0] + [0.0] * 19


def test_who_is_not_ranked() -> None:
    start = [-1000, 24, 36, -1000, -1000, -1000, -1000]
    crowd = firms(
        ["machinery"] * 6 + ["coal_chp"],
        start_month=start,
        inside=[True, True, True, False, True, True, True],
        active=[True, True, True, True, False, True, True],
        land_mu=[100.0, 100.0, 100.0, 100.0, 100.0, 0.0, 100.0],
    )
    ranked = RULE.ranked(view(crowd, 2024))
    assert ranked.tolist() == [True, True, False, False, False, False, False]
    idle = RULE.ranked(view(crowd, 2024, output=0.0))
    assert not idle.any()


def test_energy_counts_power_at_equal_value() -> None:
    power = np.full(20, 10.0)
    power[0] = 1e6
    seen = ranked_view(energy_tce=100.0, power_kwh=power)
    score = RULE.assess(seen)["score"]
    assert score[0] == score.min() and (score[1:] > score[0]).all()


def test_carbon_enters_the_ranking_in_2022() -> None:
    carbon = np.arange(20.0) + 1
    before, after = (RULE.assess(ranked_view(year, tco2e=carbon))["score"] for year in (2021, 2022))
    assert np.ptp(before) == 0
    assert (np.diff(after) < 0).all()


def test_nobody_is_ranked_before_there_are_books() -> None:
    seen = view(["machinery"] * 10, 2020, output=0.0)
    assert np.isnan(RULE.assess(seen)["class"]).all()
    terms = terms_of(RULE, seen)
    assert terms["power_adder_cny_per_kwh"].tolist() == [0.0] * 10
    assert terms["entry_va_per_mu_10k_cny"].tolist() == [0.0], "no mean to ask a share of"
    assert terms["redevelopment_share"] == pytest.approx([0.35])


def test_standard_land_asks_a_share_of_the_parks_own_mean() -> None:
    crowd = firms(["machinery"] * 4, park=[0, 0, 1, 1], land_mu=[10.0, 30.0, 10.0, 10.0])
    seen = view(crowd, 2024, value_added_cny=[2e6, 2e6, 4e6, 4e6], strength=[1.0, 2.0])
    terms = terms_of(RULE, seen)
    share = 25 / 31
    assert terms["entry_va_per_mu_10k_cny"] == pytest.approx([10 * share, 40 * share])
    assert terms["entry_priority"] == pytest.approx([0.5, 1.0])
    assert terms["redevelopment_share"] == pytest.approx([0.35, 0.5])


def test_a_park_without_the_lever_is_left_alone() -> None:
    crowd = firms(["machinery"] * 4, park=[0, 0, 1, 1])
    known = standing([D, D, D, D])
    seen = view(crowd, 2024, strength=[0.0, 1.0], standing=known)
    terms = terms_of(RULE, seen, assess=False)
    assert terms["power_adder_cny_per_kwh"] == pytest.approx([0.0, 0.0, 0.2, 0.2])
    assert terms["redevelopment_share"] == pytest.approx([0.2, 0.35])
    assert terms.breakdown("power_adder_cny_per_kwh", 0) == []
    assert terms.breakdown("power_adder_cny_per_kwh", 2) == [("land_use", "add", 0.2)]


def test_the_order_of_firms_never_matters() -> None:
    rng = np.random.default_rng(5)
    names = ["machinery"] * 12 + ["dyeing"] * 11 + ["tyre"] * 7
    tax, added, land = rng.lognormal(size=(3, 30))
    key = np.arange(30, dtype=np.uint64)
    order = rng.permutation(30)
    crowd = firms(names, land_mu=land, key=key)
    moved = firms([names[k] for k in order], land_mu=land[order], key=key[order])
    one = assessed(RULE, view(crowd, 2024, tax_cny=tax, value_added_cny=added))
    two = assessed(RULE, view(moved, 2024, tax_cny=tax[order], value_added_cny=added[order]))
    for name in ("class", "score", "years_in_d"):
        column = one.standing[f"land_use.{name}"]
        np.testing.assert_array_equal(column[order], two.standing[f"land_use.{name}"])
    asked = [terms_of(RULE, v)["entry_va_per_mu_10k_cny"].tolist() for v in (one, two)]
    assert asked[0] == asked[1]
