"""Public finance: known answers on runs made by hand, and books that add up on real ones."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from experiments import Results, Scenario
from experiments.finance import PublicFinance, finance
from experiments.finance.bands import mean_band, ratio_band
from experiments.finance.compare import anyway, effects, output_by_sector, split
from experiments.finance.figure import draw
from experiments.finance.finance import NO_POLICY, NO_SYMBIOSIS, without
from experiments.finance.measure import OUTCOMES, Grant, Measured, measure
from experiments.finance.words import MEASURES, RATIOS, UNITS_ZH
from policies.package import Package
from sim.faults import InputError
from sim.synth import synth

Floats = NDArray[np.float64]

PARK = synth(25, 3)
PACKAGE = Package(
    "mine",
    strength={"subsidy": 1.0, "ladder_tariff": 1.0, "waste_charge": 0.0, "environmental_tax": 1.0},
)


def by_hand(output: list[list[float]], tco2e: list[list[float]], **more: object) -> Measured:
    """Return a run of two years in which enterprises a, b, ... made and emitted this."""
    made = np.array(output)
    fields: dict[str, object] = {
        "seed": 1,
        "years": (2020, 2021),
        "outcomes": {name: np.zeros(2) for name in OUTCOMES},
        "spent": {},
        "collected": {},
        "adders": {},
        "parties": {},
        "names": tuple("abcdef"[: made.shape[1]]),
        "sectors": tuple("xxyyzz"[: made.shape[1]]),
        "utilities": frozenset(),
        "output": made,
        "tco2e": np.array(tco2e),
        "installed": {},
        "grants": {},
        **more,
    }
    return Measured(**fields)  # type: ignore[arg-type]


@cache
def found() -> PublicFinance:
    return finance(PARK, PACKAGE, seeds=(1, 2), until=2023)


@cache
def one(seed: int) -> Results:
    return Scenario(PARK, PACKAGE, seed=seed, until=2023).run()


def test_the_split_of_two_enterprises_by_hand() -> None:
    run = by_hand([[10.0, 5.0], [8.0, 0.0]], [[20.0, 5.0], [8.0, 0.0]])
    other = by_hand([[10.0, 5.0], [10.0, 5.0]], [[30.0, 5.0], [20.0, 10.0]])
    by_output, by_intensity = split(run, other)
    # a: 2020 3 to 2 t a unit on 10 units; 2021 2 units less at 2 t, and 1 t less on 8 units.
    # b: gone in 2021 with 5 units at 2 t.
    assert by_output.tolist() == [0.0, 2.0 * 2.0 + 5.0 * 2.0]
    assert by_intensity.tolist() == [10.0, 8.0]
    plant = replace(run, utilities=frozenset("b"))
    assert [part.tolist() for part in split(plant, other)] == [[0.0, 4.0], [10.0, 18.0]]
    turned = split(other, run)
    assert [part.tolist() for part in turned] == [(-by_output).tolist(), (-by_intensity).tolist()]


def test_the_split_sums_to_what_enterprises_avoid() -> None:
    run, other = measure(one(1)), measure(Scenario(PARK, "none", seed=1, until=2023).run())
    by_output, by_intensity = split(run, other)
    avoided = other.tco2e.sum(axis=1) - run.tco2e.sum(axis=1)
    scale = other.tco2e.sum(axis=1)
    np.testing.assert_allclose((by_output + by_intensity) / scale, avoided / scale, atol=1e-12)
    assert np.abs(avoided).max() > 1.0


def test_output_lost_by_sector_by_hand() -> None:
    run = by_hand([[10.0, 5.0, 3.0], [8.0, 0.0, 3.0]], np.ones((2, 3)).tolist())
    other = by_hand([[10.0, 5.0, 2.0], [10.0, 5.0, 2.0]], np.ones((2, 3)).tolist())
    assert output_by_sector(run)["x"].tolist() == [15.0, 8.0]
    case = PublicFinance("p", "k", [1], [2020, 2021], {"c": ()}, {"c": {}}, [run], {"c": [other]})
    lost = case.lost_output("c")
    assert lost["x"][0] == pytest.approx(100.0 * (30.0 - 23.0) / 30.0)
    assert lost["y"][0] == pytest.approx(-50.0)


def test_output_by_sector_is_that_of_the_runs() -> None:
    rows = [row for row in found().output() if row["without"] == NO_POLICY and row["seed"] == 1]
    made = one(1).enterprises
    inside = made.take(made["inside"])
    for sector in {row["sector"] for row in rows}:
        told = sum(row["output"] for row in rows if row["sector"] == sector)
        assert told == pytest.approx(float(inside.where(sector=sector)["output"].sum()))
    assert any(row["output"] != row["output_without"] for row in rows)


def test_additionality_by_hand() -> None:
    grants = {
        "subsidy": (
            Grant("a", "pump", 12, 100.0), Grant("b", "pump", 0, 50.0), Grant("c", "fan", 12, 7.0),
            Grant("c", "pump", 0, 3.0),
        )
    }  # fmt: skip
    run = by_hand([[1.0]], [[1.0]], grants=grants)
    other = by_hand([[1.0]], [[1.0]], installed={("a", "pump"): 0, ("b", "pump"): 12,
                                                 ("c", "pump"): 0})  # fmt: skip
    granted, same, later = anyway(run, other, ["subsidy", "land_use"])
    assert granted.tolist() == [53.0, 107.0]
    assert same.tolist() == [3.0, 100.0]
    assert later.tolist() == [50.0, 0.0]
    assert anyway(run, other, ["land_use"])[0].tolist() == [0.0, 0.0]


def test_cost_per_tonne_and_purse_by_hand() -> None:
    quiet = by_hand([[1.0], [1.0]], [[1.0], [1.0]])
    here, there = (dict(quiet.outcomes) for _ in range(2))
    here["co2_t"], there["co2_t"] = np.array([90.0, 80.0]), np.array([100.0, 100.0])
    here["public_cost_cny"] = np.array([600.0, 0.0])
    here["public_revenue_cny"] = np.array([0.0, 150.0])
    here["tax_cny"], there["tax_cny"] = np.array([40.0, 40.0]), np.array([50.0, 50.0])
    run = replace(quiet, outcomes=here, spent={"x": np.array([600.0, 0.0])},
                  collected={"x": np.array([0.0, 150.0]), "y": np.array([9.0, 9.0])})  # fmt: skip
    told = effects(run, replace(quiet, outcomes=there), ["x"])
    assert told["avoided_co2_t"].tolist() == [10.0, 20.0]
    assert told["net_cost_cny"].tolist() == [600.0, -150.0]
    assert told["fiscal_cny"].tolist() == [610.0, -140.0]
    values = {name: np.array([by_year]) for name, by_year in told.items()}
    case = PublicFinance("p", "k", [1], [2020, 2021], {"x": ("x",)}, {"x": values}, [run],
                         {"x": [run]})  # fmt: skip
    assert case.ratio("x", "cost_per_tco2")[0] == 600.0 / 30.0
    assert case.ratio("x", "net_cost_per_tco2")[0] == 450.0 / 30.0
    assert case.ratio("x", "fiscal_per_tco2")[0] == 470.0 / 30.0
    assert np.isnan(case.ratio("x", "cost_per_tce")[0])


def test_costs_over_policies_add_up_to_what_budgets_booked() -> None:
    for k, seed in enumerate(found().seeds):
        spent, collected = np.zeros(4), np.zeros(4)
        for policy in PACKAGE.strength:
            spent += found().values[policy]["cost_cny"][k]
            collected += found().values[policy]["revenue_cny"][k]
        results = one(seed)
        np.testing.assert_allclose(spent, results.series("public_cost"), rtol=1e-12)
        np.testing.assert_allclose(collected, results.series("public_revenue"), rtol=1e-12)
        panel = results.panel
        assert panel is not None
        booked = sum(panel.world.budgets.spent_cny.values())
        rows = [row for row in found().books() if row["seed"] == seed]
        assert sum(row["spent_cny"] for row in rows) == pytest.approx(booked) and booked > 0
        public = [row for row in rows if row["party"] not in ("sellers", "market", "foreign")]
        assert sum(row["collected_cny"] for row in public) == pytest.approx(collected.sum())
        assert collected.sum() > 0
        whole = found().values[NO_POLICY]["cost_cny"][k]
        np.testing.assert_allclose(whole, spent, rtol=1e-12)


def test_the_committees_own_cost_is_part_of_the_cost_of_all() -> None:
    package = replace(PACKAGE, strength={"platform": 0.5, "broker": 0.5}, committee="adaptive")
    case = finance(PARK, package, ["broker"], (1,), 2022)
    results = Scenario(PARK, package, seed=1, until=2022).run()
    told = case.values[NO_POLICY]["cost_cny"][0]
    np.testing.assert_allclose(told, results.series("public_cost"), rtol=1e-12)
    parts = results.series("public_cost_parts.committee")
    assert parts.any() and (told >= parts).all()


def test_a_policy_at_strength_0_left_out_gives_exactly_zero() -> None:
    for name, values in found().values["waste_charge"].items():
        assert not values.any(), name
    assert any(values.any() for values in found().values["subsidy"].values())
    for name in RATIOS:
        assert np.isnan(found().ratio("waste_charge", name)).all()


def test_effects_are_those_of_paired_runs() -> None:
    other = Scenario(PARK, without(PACKAGE, ("subsidy",)), seed=2, until=2023).run()
    avoided = other.series("co2") - one(2).series("co2")
    assert found().values["subsidy"]["avoided_co2_t"][1].tolist() == avoided.tolist()
    linked = Scenario(PARK, PACKAGE, seed=2, until=2023, symbiosis=False).run()
    reused = one(2).series("reused") - linked.series("reused")
    assert found().values[NO_SYMBIOSIS]["more_reused_t"][1].tolist() == reused.tolist()
    assert reused.any()


def test_the_grants_are_what_the_subsidy_spent() -> None:
    values = found().values["subsidy"]
    np.testing.assert_allclose(values["granted_cny"], values["cost_cny"], rtol=1e-12)
    whole = values["anyway_cny"] + values["later_cny"]
    assert (whole <= values["granted_cny"] + 1e-6).all()


def test_prices_that_a_charge_raises_are_paid_on_what_is_disposed_of() -> None:
    run = measure(Scenario(PARK, "waste_charge", seed=1, until=2021).run())
    results = Scenario(PARK, "waste_charge", seed=1, until=2021).run()
    panel = results.panel
    assert panel is not None
    for k in range(2):
        adder = panel.world.term_years[k]["solid_waste_adder_cny_per_t"]
        inside = panel.inside[panel.inside < len(adder)]
        due = float((adder * panel.year("solid_disposed_t")[k, : len(adder)])[inside].sum())
        assert run.adders["waste_charge"][k] == pytest.approx(due) and due > 0


def test_interaction_is_what_the_parts_do_not_explain() -> None:
    together = found().values[NO_POLICY]["avoided_co2_t"].sum(axis=1)
    parts = sum(found().values[name]["avoided_co2_t"].sum(axis=1) for name in PACKAGE.strength)
    told = found().interaction("avoided_co2_t")
    assert told is not None
    assert told[0] == pytest.approx(float(np.mean(together - parts)))
    some = finance(PARK, PACKAGE, ["subsidy"], (1,), 2020)
    assert some.interaction("avoided_co2_t") is None


def test_fiellers_interval_holds_the_ratio_it_should() -> None:
    rng = np.random.default_rng(7)
    held = 0
    for _ in range(400):
        bottom = rng.normal(10.0, 2.0, 8)
        top = 3.0 * bottom + rng.normal(0.0, 2.0, 8)
        _, low, high = ratio_band(top, bottom)
        held += low <= 3.0 <= high
    assert 0.85 <= held / 400 <= 0.95
    assert np.isnan(ratio_band(top, rng.normal(0.1, 5.0, 8))).all()
    exact = ratio_band(np.array([1.0, 2.0, 3.0]), np.full(3, 2.0))
    mean, low, high = mean_band(np.array([1.0, 2.0, 3.0]))
    assert exact == pytest.approx((mean / 2.0, low / 2.0, high / 2.0))


@pytest.mark.long
def test_worker_processes_give_the_same_bits_and_tell_how_far_they_are() -> None:
    ticks: list[int] = []
    there = finance(PARK, PACKAGE, ["subsidy"], (1, 2), 2021, ticks.append, workers=2)
    here = finance(PARK, PACKAGE, ["subsidy"], (1, 2), 2021)
    assert repr(there.summary()) == repr(here.summary())
    assert sorted(ticks) == list(range(1, 9))


def test_faults_name_the_nearest_policy_and_ask_for_seeds() -> None:
    with pytest.raises(InputError) as caught:
        finance(PARK, PACKAGE, ["subsidie"], ())
    assert "is not in package mine; write subsidy" in str(caught.value)
    assert "--seeds: no run would be made" in str(caught.value)


def test_every_measure_is_named_and_the_figure_draws() -> None:
    for values in found().values.values():
        assert set(values) == set(MEASURES)
    assert {part for ratio in RATIOS.values() for part in ratio.parts} <= set(MEASURES)
    units = {one.unit for one in (*MEASURES.values(), *RATIOS.values())}
    assert units == {*UNITS_ZH, "CNY"}
    axes = draw(found()).axes
    assert len(axes) == 2 and axes[0].collections
    rows = found().effects()
    assert len(rows) == len(found().values) * len(MEASURES) * 2 * 4
